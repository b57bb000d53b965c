import type { DebugProtocol } from '@vscode/debugprotocol';
import type { Arguments } from '../arguments.ts';
import type { DebugContext } from '../context.ts';

const kinds = { continue: 'continue', next: 'next', stepIn: 'stepIn', stepOut: 'stepOut' } as const;

/** continue, next, stepIn, stepOut: the thread named goes on, the others stay as they are. */
export async function resume(context: DebugContext, args: Arguments): Promise<DebugProtocol.ContinueResponse['body'] | undefined> {
  const threadId = args.integer('threadId');
  const kind = kinds[args.command as keyof typeof kinds];
  const release = context.threads.hold(threadId);
  try {
    await context.threads.serialise(threadId, kind, async () => {
      await context.call('debug/resume', { sessionId: context.sessionId, threadId, kind });
      context.threads.continued(threadId);
      context.refreshState();
    });
  } catch (error) {
    release();
    throw error;
  }
  args.afterResponse(release);
  return kind === 'continue' ? { allThreadsContinued: false } : undefined;
}
