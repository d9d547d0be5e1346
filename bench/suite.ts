import { measure } from './lib/measure.js';
import { describe, loadBackend } from './lib/backend.js';
import { SUITES } from './lib/suites.js';

/** Child process of run.ts: measures one suite on the backend that FERROGRAD_BACKEND names, a JSON line a result. */
const [suite = '', filter = ''] = process.argv.slice(2);
const backend = await loadBackend();
if ('unavailable' in backend) {
  emit(backend);
} else {
  emit(describe(backend));
  for (const item of (await SUITES[suite]?.()) ?? []) {
    if (!`${item.name} ${item.dtype}`.includes(filter)) continue;
    emit(await measure(item, await item.setUp(backend)));
  }
}
process.exit();

function emit(value: object): void {
  console.log(JSON.stringify(value));
}
