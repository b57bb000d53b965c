import type { DebugProtocol } from '@vscode/debugprotocol';
import type { Arguments } from '../arguments.ts';
import type { DebugContext } from '../context.ts';
import { toScope } from '../model/variables.ts';

export async function scopes(context: DebugContext, args: Arguments): Promise<DebugProtocol.ScopesResponse['body']> {
  const frameId = args.integer('frameId');
  const known = context.threads.views.map(view => view.scopes(frameId)).find(scopes => scopes !== null);
  const found = known ?? (await context.call('debug/scopes', { sessionId: context.sessionId, frameId })).scopes;
  return { scopes: found.map(toScope) };
}
