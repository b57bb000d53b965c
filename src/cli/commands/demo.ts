import type { DebugProtocol } from '@vscode/debugprotocol';
import { entryPoint } from '../../protocol/entry-points.ts';
import { DEVELOPER_TOKEN_VARIABLE, STATE_DIRECTORY_VARIABLE } from '../../protocol/environment.ts';
import type { Command, CommandContext } from '../context.ts';
import { DapClient, DapError } from '../dap/client.ts';
import { readDemo } from '../demo/description.ts';
import { Walk } from '../demo/walk.ts';
import { findMarker } from '../demo/world-source.ts';
import { CannotRun, DONE, FOUND_FAILURES } from '../failure.ts';
import { closeHub, connectHub, signIn } from '../hub.ts';
import type { Hub } from '../hub.ts';
import { findWorld } from '../world.ts';

export const demoCommand: Command = {
  name: 'demo',
  summary: "Walk through a debugging session as the world's demo describes it; --json prints the debug messages.",
  parameters: '',
  hasJsonLines: true,
  options: { world: { type: 'string', value: 'FILE', help: 'World file. Default: the one here or above.' } },
  async run(context) {
    const world = findWorld({ world: context.text('world') });
    if (world.worldFile === null) throw new CannotRun('The demo needs a world file: --world FILE.');
    const demo = readDemo(world.worldFile);
    const { worldFile } = world;
    const breakpoints = demo.breakpoints.map(each => findMarker(worldFile, each.class, each.marker));
    const hub = await connectHub(world);
    const say = (line: string): void => (context.isJson ? context.note(line) : context.print(line));
    try {
      if (demo.engineer !== null) {
        const developer = await signIn(hub, demo.engineer);
        say(`Signed in as ${developer.name} (${developer.userName})`);
      }
      const org = demo.org ?? await firstOrg(hub);
      const login = await hub.client.request('login/start', { org, ...(demo.user === undefined ? {} : { user: demo.user }) });
      say(`Logged in to ${login.org.name} as ${login.user.name} (${login.user.userName})`);
      const client = new DapClient({
        program: process.execPath,
        arguments: [entryPoint('adapter')],
        environment: { ...process.env, [STATE_DIRECTORY_VARIABLE]: world.stateDirectory, ...(hub.developerToken === null ? {} : { [DEVELOPER_TOKEN_VARIABLE]: hub.developerToken }) },
        ...(context.isJson ? { onMessage: printMessage } : {}),
        timeoutMs: 60_000,
      });
      const report = await walk(context, client, () => new Walk(client, say).run({ ...demo, org }, breakpoints));
      if (!report.hasStopped) throw new CannotRun('The request ran to its end without a stop.');
      return report.failures.length === 0 ? DONE : FOUND_FAILURES;
    } finally {
      closeHub(hub);
    }
  },
};

async function firstOrg(hub: Hub): Promise<string> {
  const { orgs } = await hub.client.request('orgs/list', {});
  const found = orgs.find(each => each.notDebuggable === null) ?? orgs[0];
  if (!found) throw new CannotRun('No org of this world granted access to the engineer of the demo.');
  return found.id;
}

async function walk<T>(context: CommandContext, client: DapClient, run: () => Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (error) {
    if (error instanceof DapError) throw new CannotRun(`"${error.command}" failed: ${error.message}`);
    throw error;
  } finally {
    await client.close();
    if (client.errorText !== '') context.note(client.errorText.trimEnd());
  }
}

/** One message a line. */
function printMessage(direction: 'sent' | 'received', message: DebugProtocol.ProtocolMessage): void {
  process.stdout.write(`${JSON.stringify({ direction, message })}\n`);
}
