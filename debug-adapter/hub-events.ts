/** What the hub tells, as events of the debug adapter protocol. */
import { BreakpointEvent, ContinuedEvent, InvalidatedEvent, StoppedEvent, ThreadEvent } from '@vscode/debugadapter';
import type { DebugProtocol } from '@vscode/debugprotocol';
import type { HubNotifications } from '../src/protocol/rpc.ts';
import type { DebugContext } from './context.ts';
import type { HubConnection } from './hub.ts';
import { toBreakpoint } from './model/breakpoint-status.ts';

export function listenToHub(context: DebugContext, hub: HubConnection): void {
  // What is important is shown as a message too; the extension shows its own.
  const tell = (message: string): void => context.output(context.hasExtension ? 'console' : 'important', message);
  const isOurs = (params: { sessionId: string }): boolean => params.sessionId === context.session?.id;
  hub.on('debug/threadStarted', params => { if (isOurs(params)) threadStarted(context, params); });
  hub.on('debug/threadExited', params => { if (isOurs(params)) threadExited(context, params.threadId); });
  hub.on('debug/stopped', params => { if (isOurs(params)) announceStop(context, params); });
  hub.on('debug/continued', params => { if (isOurs(params)) continued(context, params.threadId); });
  hub.on('debug/output', params => { if (isOurs(params)) printOutput(context, params); });
  hub.on('debug/breakpointChanged', params => { if (isOurs(params)) breakpointChanged(context, params); });
  hub.on('session/changed', ({ session }) => { if (session.id === context.session?.id) context.session = session; });
  hub.on('session/warning', params => { if (params.session.id === context.session?.id) tell(params.message); });
  hub.on('session/ended', params => {
    if (params.session.id !== context.session?.id) return;
    context.session = null;
    tell(params.message);
    context.end(null);
  });
  hub.onClose(() => {
    if (context.state === 'ended' || context.hub !== hub || context.session === null) return;
    context.session = null;
    context.output('important', 'The connection to the sandbox is lost. Debug again when it is back: for a short time the session can be resumed.');
    context.end(null);
  });
}

function threadStarted(context: DebugContext, { thread }: HubNotifications['debug/threadStarted']): void {
  context.threads.add(thread);
  if (context.run && context.run.requestId === null) context.run.requestId = thread.requestId;
  context.event(new ThreadEvent('started', thread.id));
}

function threadExited(context: DebugContext, threadId: number): void {
  if (!context.threads.remove(threadId)) return;
  context.refreshState();
  context.event(new ThreadEvent('exited', threadId));
}

function announceStop(context: DebugContext, stop: HubNotifications['debug/stopped']): void {
  context.threads.stopped(stop.threadId, stop.view);
  context.refreshState();
  const event: DebugProtocol.StoppedEvent = new StoppedEvent(reasonOf(context, stop), stop.threadId);
  event.body.allThreadsStopped = false;
  if (stop.description !== null) event.body.description = stop.description;
  if (stop.text !== null) event.body.text = stop.text;
  if (stop.hitBreakpointIds.length > 0) event.body.hitBreakpointIds = [...stop.hitBreakpointIds];
  context.event(event);
}

function reasonOf(context: DebugContext, { reason, hitBreakpointIds }: HubNotifications['debug/stopped']): string {
  return reason === 'breakpoint' && hitBreakpointIds.length > 0 && hitBreakpointIds.every(id => context.breakpoints.isFunction(id)) ? 'function breakpoint' : reason;
}

/** The client knows of what it asked for itself; it hears of the rest. */
function continued(context: DebugContext, threadId: number): void {
  if (!context.threads.isStopped(threadId)) return;
  if (context.threads.isResuming(threadId)) return;
  context.threads.continued(threadId);
  context.refreshState();
  context.event(new ContinuedEvent(threadId, false));
}

function printOutput(context: DebugContext, output: HubNotifications['debug/output']): void {
  const place = output.path !== null && output.line !== null ? { source: context.sources.toClient(output.path), line: output.line } : undefined;
  context.output(output.category, output.text, place);
}

function breakpointChanged(context: DebugContext, { breakpoint }: HubNotifications['debug/breakpointChanged']): void {
  // They are bound anew because the org's code is another.
  context.workspace.forget();
  context.event(new BreakpointEvent('changed', toBreakpoint(context.sources, breakpoint, context.breakpoints.pathOf(breakpoint))));
}

/** After a variable was set by an expression: values elsewhere may have changed. */
export function invalidateVariables(context: DebugContext): void {
  if (context.supportsInvalidated) context.event(new InvalidatedEvent(['variables']));
}
