import { readFile } from 'node:fs/promises';

import { afterEach, describe, expect, it, vi } from 'vitest';

import { bestWasm } from '../../dist/backend/names.js';
import { loadWasm } from '../../dist/platform/browser/wasm.js';

const FOLDERS = { wasm: 'simd128', 'wasm-relaxed': 'relaxed', native: '' };
const name = bestWasm() as 'wasm' | 'wasm-relaxed';

/** Replaces `fetch`: every request gets the WebAssembly file, with any content type and status. */
function serve(type: string, status = 200) {
  const file = new URL(`../../dist/wasm/${FOLDERS[name]}/ferrograd_bg.wasm`, import.meta.url);
  const respond = async () =>
    new Response(await readFile(file), { status, headers: { 'Content-Type': type } });
  const fetch = vi.fn<(url: URL) => Promise<Response>>(respond);
  vi.stubGlobal('fetch', fetch);
  return fetch;
}

afterEach(() => void vi.unstubAllGlobals());

describe('in a browser', () => {
  it.each(['application/wasm', 'application/octet-stream', 'text/html; charset=utf-8'])(
    'the WebAssembly file loads with the content type %s',
    async (type) => {
      const fetch = serve(type);
      const bindings = (await loadWasm(name))();
      expect(bindings.instructionSet()).toMatch(/simd/);
      expect(fetch.mock.calls[0]![0].href).toMatch(new RegExp(`wasm/${FOLDERS[name]}/ferrograd_bg.wasm$`));
    },
  );

  it('a missing file is reported with its address', async () => {
    serve('text/html', 404);
    await expect(loadWasm(name)).rejects.toThrow(/ferrograd_bg\.wasm returned 404/);
  });

  it('the backend native is refused without a request', async () => {
    const fetch = serve('application/wasm');
    vi.stubGlobal('FERROGRAD_BACKEND', 'native');
    const { loader } = await import('../../dist/platform/browser/backend.js');
    expect(() => loader.load('native')).toThrow(/Node only/);
    expect(fetch).not.toHaveBeenCalled();
  });
});
