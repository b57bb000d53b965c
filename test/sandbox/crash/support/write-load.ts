/** A writer process as the test sees it. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';

export interface WriteLoad {
  /** Resolves when so many commits were acknowledged. */
  acknowledged(count: number): Promise<void>;
  readonly isRunning: boolean;
  /** Resolves when it has noticed that the sandbox is gone; rejects if it ended for another reason. */
  readonly ended: Promise<void>;
  kill(): void;
}

export interface WriteLoadOptions {
  readonly stateDirectory: string;
  readonly listFile: string;
  readonly prefix: string;
  /** Contacts of a commit, and how long the text of each is. */
  readonly rows: number;
  readonly bytes: number;
  /** Whether some commits queue jobs. */
  readonly hasJobs: boolean;
}

export function startWriteLoad({ stateDirectory, listFile, prefix, rows, bytes, hasJobs }: WriteLoadOptions): WriteLoad {
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', join(import.meta.dirname, 'writer.ts'), stateDirectory, listFile, prefix, String(rows), String(bytes), hasJobs ? 'jobs' : 'none'], { stdio: ['ignore', 'pipe', 'pipe'] });
  let [count, errors] = [0, ''];
  let heard = (): void => undefined;
  child.stdout.on('data', (chunk: Buffer) => {
    count += chunk.toString().split('\n').length - 1;
    heard();
  });
  child.stderr.on('data', (chunk: Buffer) => { errors += chunk.toString(); });
  const ended = new Promise<void>((resolve, reject) => {
    child.once('close', code => (code === 0 ? resolve() : reject(new Error(`The writer ended with ${code}: ${errors}`))));
  });
  // Who waits for it hears of it.
  ended.catch(() => undefined);
  return {
    ended,
    get isRunning() { return child.exitCode === null && child.signalCode === null; },
    acknowledged: wanted => new Promise((resolve, reject) => {
      heard = () => { if (count >= wanted) resolve(); };
      ended.then(() => reject(new Error('The writer ended before the sandbox was killed.')), reject);
      heard();
    }),
    kill: () => { child.kill('SIGKILL'); },
  };
}
