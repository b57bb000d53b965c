import type { DebugProtocol } from '@vscode/debugprotocol';
import type { Arguments } from '../arguments.ts';
import type { DebugContext } from '../context.ts';
import { toVariable } from '../model/variables.ts';

/**
 * After a stop a client opens by itself what was open before: for so many milliseconds requests count as the client's,
 * later ones as a person's act (T14).
 */
const CLIENT_REFRESH_MS = 1000;
/** Without a page asked for, so many. */
const MAX_VARIABLES = 10_000;

export async function variables(context: DebugContext, args: Arguments): Promise<DebugProtocol.VariablesResponse['body']> {
  const filter = args.choice('filter', ['indexed', 'named']);
  const page = { reference: args.integer('variablesReference'), start: args.count('start'), count: args.count('count') || MAX_VARIABLES, ...(filter ? { filter } : {}) };
  const byUser = performance.now() - context.threads.lastStopAt > CLIENT_REFRESH_MS;
  // Of a person's act the sandbox has to hear.
  const known = byUser ? undefined : context.threads.views.map(view => view.variables(page)).find(variables => variables !== null);
  const found = known ?? (await context.call('debug/variables', { sessionId: context.sessionId, ...page, byUser })).variables;
  return { variables: found.map(toVariable) };
}
