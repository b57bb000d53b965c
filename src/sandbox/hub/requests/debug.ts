import type { ParamsOf, ResultOf } from '../../../protocol/rpc.ts';
import type { DebugMethod } from '../../org/contract.ts';
import type { Caller, HubContext } from '../context.ts';
import { ownSession } from './session.ts';

/** T14: what a person does keeps the session; what a client does by itself after a stop doesn't. */
const isActivity: { readonly [M in DebugMethod]: (params: ParamsOf<M>) => boolean } = {
  'debug/setBreakpoints': () => true,
  'debug/setExceptionBreakpoints': () => true,
  'debug/setFunctionBreakpoints': () => true,
  'debug/setDataBreakpoints': () => true,
  'debug/dataBreakpointInfo': () => true,
  'debug/breakpointLocations': () => false,
  'debug/ready': () => false,
  'debug/threads': () => false,
  'debug/stackTrace': () => false,
  'debug/scopes': () => false,
  'debug/variables': ({ byUser }) => byUser,
  'debug/setVariable': () => true,
  'debug/evaluate': ({ context }) => context !== 'watch',
  'debug/resume': () => true,
  'debug/stepInTargets': () => true,
  'debug/pause': () => true,
  'debug/source': () => false,
  'debug/exceptionInfo': () => false,
  'debug/completions': () => true,
};

export function debug<M extends DebugMethod>(method: M): (hub: HubContext, caller: Caller, params: ParamsOf<M>) => Promise<ResultOf<M>> {
  return async (hub, caller, params) => {
    const row = ownSession(hub, caller, params.sessionId);
    hub.rules.checkDebugging(method, params);
    if (isActivity[method](params)) hub.sessions.touch(row.id);
    const result = await hub.relay.request(row, method, params);
    if (method === 'debug/ready') hub.relay.ready(row);
    return result;
  };
}
