import { spawn } from 'node:child_process';
import { entryPoint } from '../../src/protocol/entry-points.ts';

export interface CliOutcome { readonly code: number | null; readonly out: string; readonly err: string }

/** Runs the command line in a process of its own. */
export function runCli(args: readonly string[], { cwd, env = {} }: { cwd: string; env?: Readonly<Record<string, string>> }): Promise<CliOutcome> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [entryPoint('cli'), ...args], { cwd, env: { ...process.env, ...env } });
    let out = '';
    let err = '';
    child.stdout.on('data', (chunk: Buffer) => { out += chunk.toString(); });
    child.stderr.on('data', (chunk: Buffer) => { err += chunk.toString(); });
    child.once('error', reject);
    child.once('close', code => resolve({ code, out, err }));
  });
}
