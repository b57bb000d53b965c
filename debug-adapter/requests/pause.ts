import type { Arguments } from '../arguments.ts';
import type { DebugContext } from '../context.ts';
import { noThread } from '../errors.ts';
import { PLACEHOLDER_THREAD_ID } from '../model/threads.ts';

export async function pause(context: DebugContext, args: Arguments): Promise<void> {
  const threadId = args.integer('threadId');
  if (threadId === PLACEHOLDER_THREAD_ID || context.threads.list().length === 0) throw noThread();
  await context.threads.serialise(threadId, 'pause', async () => {
    if (context.threads.isStopped(threadId)) return;
    await context.call('debug/pause', { sessionId: context.sessionId, threadId });
  });
}
