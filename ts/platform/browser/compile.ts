/** Fetches and compiles a WebAssembly module. */
export async function compile(url: URL): Promise<WebAssembly.Module> {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`GET ${url.href} returned ${response.status} ${response.statusText}`);
  // Streaming compilation refuses every other type, which many small servers send.
  if (response.headers.get('Content-Type') === 'application/wasm')
    return WebAssembly.compileStreaming(response);
  return WebAssembly.compile(await response.arrayBuffer());
}
