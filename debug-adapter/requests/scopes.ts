import type { DebugProtocol } from '@vscode/debugprotocol';
import type { Arguments } from '../arguments.ts';
import type { DebugContext } from '../context.ts';
import { toScope } from '../model/variables.ts';

export async function scopes(context: DebugContext, args: Arguments): Promise<DebugProtocol.ScopesResponse['body']> {
  const result = await context.call('debug/scopes', { sessionId: context.sessionId, frameId: args.integer('frameId') });
  return { scopes: result.scopes.map(toScope) };
}
