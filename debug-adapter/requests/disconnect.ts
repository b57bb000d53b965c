import type { Arguments } from '../arguments.ts';
import type { DebugContext } from '../context.ts';
import { hubSilent, toAdapterError } from '../errors.ts';

/** In any state. Ends the session: held threads run to their end undebugged (D11), or end with `terminateDebuggee`. */
export async function disconnect(context: DebugContext, args: Arguments): Promise<void> {
  await endSession(context, args.command, args.flag('terminateDebuggee'));
  context.state = 'ended';
  context.hub?.close();
}

/** The client's wish to stop: the run ends, then the session. */
export async function terminate(context: DebugContext, args: Arguments): Promise<void> {
  await endSession(context, args.command, true);
  args.afterResponse(() => context.end(null));
}

/** A sandbox that doesn't answer must not keep the client from leaving, milliseconds. */
const END_TIMEOUT_MS = 3000;

/** What goes wrong here is told and doesn't keep the client from leaving. */
async function endSession(context: DebugContext, command: string, endRun: boolean): Promise<void> {
  if (context.starting) {
    context.state = 'ended';
    // Its failure is the answer to launch.
    await context.starting.catch(() => undefined);
    return;
  }
  const { session, hub, run } = context;
  if (!session || !hub || context.state === 'ended') return;
  context.session = null;
  const attempt = async (act: () => Promise<unknown>): Promise<void> => {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => { timer = setTimeout(() => reject(hubSilent(END_TIMEOUT_MS)), END_TIMEOUT_MS); });
    try {
      await Promise.race([act(), late]);
    } catch (error) {
      context.output('stderr', toAdapterError(command, error).message);
    } finally {
      clearTimeout(timer);
    }
  };
  const requestId = run?.requestId ?? null;
  if (endRun && requestId !== null) await attempt(() => hub.request('run/cancel', { requestId }));
  await attempt(() => hub.request('session/end', { sessionId: session.id }));
}
