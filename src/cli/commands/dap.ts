import { spawn } from 'node:child_process';
import { entryPoint } from '../../protocol/entry-points.ts';
import { DEVELOPER_TOKEN_VARIABLE, STATE_DIRECTORY_VARIABLE } from '../../protocol/environment.ts';
import type { Command } from '../context.ts';
import { worldOptions } from '../context.ts';
import { CannotRun, DONE } from '../failure.ts';

export const dapCommand: Command = {
  name: 'dap',
  summary: 'The debug adapter on standard input and output, for any client of the Debug Adapter Protocol.',
  parameters: '',
  options: worldOptions,
  async run(context) {
    // Held while the adapter lives: a sandbox started here ends with it.
    const hub = await context.hub();
    const child = spawn(process.execPath, [entryPoint('adapter')], {
      stdio: 'inherit',
      env: { ...process.env, [STATE_DIRECTORY_VARIABLE]: hub.world.stateDirectory, ...(hub.developerToken === null ? {} : { [DEVELOPER_TOKEN_VARIABLE]: hub.developerToken }) },
    });
    const code = await new Promise<number | null>((done, fail) => {
      child.once('error', fail);
      child.once('exit', done);
    });
    if (code !== 0) throw new CannotRun(`The debug adapter ended with ${code ?? 'a signal'}.`);
    return DONE;
  },
};
