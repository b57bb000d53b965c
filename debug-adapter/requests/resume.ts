import type { DebugProtocol } from '@vscode/debugprotocol';
import type { Arguments } from '../arguments.ts';
import type { DebugContext } from '../context.ts';

const kinds = { continue: 'continue', next: 'next', stepIn: 'stepIn', stepOut: 'stepOut' } as const;

/** continue, next, stepIn, stepOut: the thread named goes on, the others stay as they are. */
export async function resume(context: DebugContext, args: Arguments): Promise<DebugProtocol.ContinueResponse['body'] | undefined> {
  const threadId = args.integer('threadId');
  const targetId = args.optionalInteger('targetId');
  const kind = kinds[args.command as keyof typeof kinds];
  args.finally(context.holdEvents());
  await context.threads.serialise(threadId, kind, async () => {
    const wasStopped = context.threads.isStopped(threadId);
    // Before it is asked for: the next stop may be told before the answer.
    context.threads.continued(threadId);
    context.threads.setResuming(threadId, true);
    context.refreshState();
    try {
      await context.call('debug/resume', { sessionId: context.sessionId, threadId, kind, ...(kind === 'stepIn' && targetId !== undefined ? { targetId } : {}) });
    } catch (error) {
      if (wasStopped) context.threads.stopped(threadId);
      context.refreshState();
      throw error;
    } finally {
      context.threads.setResuming(threadId, false);
    }
  });
  return kind === 'continue' ? { allThreadsContinued: false } : undefined;
}
