import type { Arguments } from '../arguments.ts';
import type { DebugContext } from '../context.ts';
import { noThread } from '../errors.ts';

/** Ends the requests that run as these threads; the session and the others go on. */
export async function terminateThreads(context: DebugContext, args: Arguments): Promise<void> {
  const ids = args.integers('threadIds');
  const requests = context.threads.list().filter(({ id }) => ids.includes(id)).map(({ requestId }) => requestId);
  if (requests.length === 0) throw noThread();
  await Promise.all(requests.map(requestId => context.call('run/cancel', { requestId })));
}
