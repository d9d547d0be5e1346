import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, resolve, sep } from 'node:path';

/** The strictest policy with which a page can compile WebAssembly: no inline script, no eval, no other host. */
const policy = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "connect-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
].join('; ');

const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.wasm': 'application/wasm',
};

export interface StaticServer {
  readonly origin: string;
  /** SHA-256 of every file served so far, by its path. */
  readonly served: ReadonlyMap<string, string>;
  close(): Promise<void>;
}

/** Serves folders on localhost: `{ '/dist/': 'dist' }`. */
export async function serve(folders: Record<string, string>): Promise<StaticServer> {
  const served = new Map<string, string>();
  const server = createServer((request, response) => {
    const path = new URL(request.url ?? '/', 'http://localhost').pathname;
    respond(path, folders, response).then(
      (hash) => hash && served.set(path, hash),
      () => response.destroy(),
    );
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${port}`,
    served,
    close: () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
}

/** Sends the file of a path; returns its hash, undefined where there is none. */
async function respond(path: string, folders: Record<string, string>, response: ServerResponse) {
  const file = locate(path, folders);
  const content = file && (await readFile(file).catch(() => undefined));
  if (!content) {
    response.writeHead(404).end();
    return undefined;
  }
  response.writeHead(200, {
    'Content-Type': types[extname(file)] ?? 'application/octet-stream',
    'Content-Security-Policy': policy,
    'Cache-Control': 'no-store',
  });
  response.end(content);
  return sha256(content);
}

/** Finds the file of a path in the folder with the longest matching prefix, but never outside of that folder. */
function locate(path: string, folders: Record<string, string>): string | undefined {
  const prefixes = Object.keys(folders).sort((a, b) => b.length - a.length);
  const prefix = prefixes.find((one) => path.startsWith(one));
  if (prefix === undefined) return undefined;
  const folder = resolve(folders[prefix] ?? '');
  const file = resolve(folder, path.slice(prefix.length));
  return file.startsWith(folder + sep) ? file : undefined;
}

export function sha256(content: Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}
