import { createInterface } from 'node:readline';

import { type NetworkName, trainer } from './lib/networks.js';
import { describe, loadBackend } from './lib/backend.js';

/** Child process of networks.ts: serves `train NAME` and `accuracy NAME`, as `peers/pytorch_networks.py` does. */
const backend = await loadBackend();
const emit = (value: object) => {
  console.log(JSON.stringify(value));
};
if ('unavailable' in backend) {
  emit(backend);
} else {
  const trainers = new Map<string, ReturnType<typeof trainer>>();
  emit(describe(backend));
  for await (const line of createInterface({ input: process.stdin })) {
    const [, task, name = ''] = /^(\w+) (.*)$/.exec(line) ?? [];
    const found = trainers.get(name) ?? trainer(name as NetworkName);
    trainers.set(name, found);
    const net = await found;
    emit(task === 'train' ? { seconds: await net.next() } : { accuracy: net.accuracy() });
  }
}
process.exit();
