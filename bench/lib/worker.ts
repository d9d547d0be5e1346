import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

/** A child process that writes one JSON value a line, on its own or in reply to each line that it is sent. */
export class Worker {
  readonly #child: ChildProcess;
  readonly #lines: AsyncIterator<string>;
  readonly #name: string;

  constructor(name: string, command: readonly string[], environment: Record<string, string> = {}) {
    const [program = '', ...args] = command;
    this.#name = name;
    this.#child = spawn(program, args, {
      stdio: ['pipe', 'pipe', 'inherit'],
      env: { ...process.env, ...environment },
    });
    this.#child.on('error', (error) => {
      console.error(`${name}: ${error.message}`);
    });
    if (!this.#child.stdout) throw new Error(`${name} has no output to read`);
    this.#lines = createInterface({ input: this.#child.stdout })[Symbol.asyncIterator]();
  }

  /** The next line, which the caller knows to be a T; undefined after the last. */
  async next<T>(): Promise<T | undefined> {
    const line = await this.#lines.next();
    return line.done === true ? undefined : (JSON.parse(line.value) as T);
  }

  /** Sends a line and waits for the reply. */
  async request<T>(line: string): Promise<T> {
    this.#child.stdin?.write(`${line}\n`);
    const reply = await this.next<T>();
    if (reply === undefined) throw new Error(`${this.#name} ended without a reply to "${line}"`);
    return reply;
  }

  /** Closes the input of the process, which ends it, and returns its exit code. */
  async end(): Promise<number> {
    const { exitCode } = this.#child;
    if (exitCode !== null) return exitCode;
    const exit = once(this.#child, 'exit');
    this.#child.stdin?.end();
    const [code] = (await exit) as [number | null];
    return code ?? 1;
  }
}
