import type { Command } from '../context.ts';
import { worldOptions } from '../context.ts';
import { CannotRun, DONE } from '../failure.ts';
import { connectHub, closeHub } from '../hub.ts';
import { findWorld } from '../world.ts';

export const serveCommand: Command = {
  name: 'serve',
  summary: 'Run the simulated sandbox until Ctrl+C.',
  parameters: '',
  options: { world: worldOptions.world, project: worldOptions.project },
  async run(context) {
    const world = findWorld({ world: context.text('world'), project: context.texts('project') });
    const hub = await connectHub(world);
    const { child, discovery } = hub;
    if (!child) {
      closeHub(hub);
      throw new CannotRun(`This world is served already, by process ${discovery.pid} at port ${discovery.port}.`);
    }
    context.print(`Serving ${world.worldFile ?? world.projects.join(', ')} at http://127.0.0.1:${discovery.port} (process ${discovery.pid}). Ctrl+C ends it.`);
    context.print(`The customers' web pages: ${discovery.pages}`);
    context.json({ port: discovery.port, pages: discovery.pages, pid: discovery.pid, worldFile: world.worldFile, stateDirectory: world.stateDirectory });
    const ended = new Promise<number | null>(done => child.once('exit', done));
    let isWanted = false;
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      process.once(signal, () => { isWanted = true; closeHub(hub); });
    }
    const code = await ended;
    if (!isWanted) throw new CannotRun(`The sandbox ended with ${code ?? 'a signal'}.`);
    return DONE;
  },
};
