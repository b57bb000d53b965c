import type { Arguments } from '../arguments.ts';
import type { DebugContext } from '../context.ts';
import { runTarget } from '../run.ts';

export async function configurationDone(context: DebugContext, args: Arguments): Promise<void> {
  await context.call('debug/ready', { sessionId: context.sessionId, stopOnEntry: context.attributes.stopOnEntry === true });
  // The session may have ended meanwhile.
  if (context.state !== 'configuring') return;
  context.state = 'running';
  context.refreshState();
  const target = context.attributes.run;
  if (context.request === 'launch' && target) args.afterResponse(() => void runTarget(context, target));
}
