import type { DebugProtocol } from '@vscode/debugprotocol';
import type { Arguments } from '../arguments.ts';
import type { DebugContext } from '../context.ts';
import { counts } from '../model/variables.ts';

export async function setVariable(context: DebugContext, args: Arguments): Promise<DebugProtocol.SetVariableResponse['body']> {
  const change = { sessionId: context.sessionId, reference: args.integer('variablesReference'), name: args.text('name'), value: args.text('value') };
  const result = await context.threads.changing(() => context.call('debug/setVariable', change));
  return { value: result.value, type: result.type, variablesReference: result.reference, ...counts(result) };
}
