import type { Command, CommandContext } from '../context.ts';
import { worldOptions } from '../context.ts';
import { CannotRun, DONE } from '../failure.ts';
import { connectHub, closeHub } from '../hub.ts';
import { findWorld } from '../world.ts';
import type { TeamArguments } from '../../protocol/environment.ts';

export const serveCommand: Command = {
  name: 'serve',
  summary: 'Run the simulated sandbox until Ctrl+C.',
  parameters: '',
  options: {
    world: worldOptions.world, project: worldOptions.project,
    host: { type: 'string', value: 'HOST', help: "Address for a team's developers elsewhere; off this machine it needs TLS. They connect with ISV_DEBUGGER_SERVER and a token of their own." },
    port: { type: 'string', value: 'N', help: 'Its port. Default: any free one.' },
    'pages-port': { type: 'string', value: 'N', help: "Of the web pages that its developers open as a customer's user; they need TLS. Default: any free one." },
    'tls-cert': { type: 'string', value: 'FILE', help: 'Its certificate, PEM.' }, 'tls-key': { type: 'string', value: 'FILE', help: 'The private key, PEM.' },
  },
  async run(context) {
    const world = findWorld({ world: context.text('world'), project: context.texts('project') });
    const team = teamOf(context);
    const hub = await connectHub(world, team);
    const { child, discovery } = hub;
    if (!child) {
      closeHub(hub);
      throw new CannotRun(`This world is served already, by process ${discovery.pid} at port ${discovery.port}.`);
    }
    context.print(`Serving ${world.worldFile ?? world.projects.join(', ')} at http://127.0.0.1:${discovery.port} (process ${discovery.pid}). Ctrl+C ends it.`);
    context.print(`The customers' web pages: ${discovery.pages}`);
    if (team) context.print(`Developers elsewhere: ${team.certificateFile ? 'wss' : 'ws'}://${team.host}:${discovery.teamPort}`);
    if (team && discovery.teamPagesPort !== undefined) context.print(`Their browsers, as a customer's user who granted them access: https://${team.host}:${discovery.teamPagesPort}`);
    context.json({ port: discovery.port, ...(team ? { host: team.host, teamPort: discovery.teamPort, teamPagesPort: discovery.teamPagesPort } : {}), pages: discovery.pages, pid: discovery.pid, worldFile: world.worldFile, stateDirectory: world.stateDirectory });
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

/** Undefined: for this machine only. */
function teamOf(context: CommandContext): TeamArguments | undefined {
  const host = context.text('host');
  const port = context.text('port');
  const pagesPort = context.text('pages-port');
  const certificateFile = context.text('tls-cert');
  const keyFile = context.text('tls-key');
  if (host === undefined) {
    if ([port, pagesPort, certificateFile, keyFile].some(each => each !== undefined)) throw new CannotRun('--port, --pages-port, --tls-cert and --tls-key are of the address that --host names.');
    return undefined;
  }
  return { host, ...(port === undefined ? {} : { port }), ...(pagesPort === undefined ? {} : { pagesPort }), ...(certificateFile === undefined ? {} : { certificateFile }), ...(keyFile === undefined ? {} : { keyFile }) };
}
