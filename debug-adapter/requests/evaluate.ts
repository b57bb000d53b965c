import type { DebugProtocol } from '@vscode/debugprotocol';
import type { Arguments } from '../arguments.ts';
import type { DebugContext } from '../context.ts';
import { invalidateVariables } from '../hub-events.ts';
import { toResult } from '../model/variables.ts';

export async function evaluate(context: DebugContext, args: Arguments): Promise<DebugProtocol.EvaluateResponse['body']> {
  // A line left empty says nothing.
  if (args.text('expression').trim() === '') return { result: '', variablesReference: 0 };
  const frameId = args.optionalInteger('frameId');
  const given = args.optionalText('context');
  const contexts = ['watch', 'hover', 'repl', 'clipboard', 'variables'] as const;
  const expression = args.text('expression');
  // An unknown context is treated as the one that changes nothing.
  const purpose = contexts.find(known => known === given) ?? (given === undefined ? 'repl' : 'watch');
  const ask = () => context.call('debug/evaluate', { sessionId: context.sessionId, ...(frameId === undefined ? {} : { frameId }), expression, context: purpose });
  // Run in the transaction, it may change anything.
  const result = await (purpose === 'repl' ? context.threads.changing(ask) : ask());
  if (purpose === 'repl') args.afterResponse(() => invalidateVariables(context));
  return { result: result.value, ...toResult(result) };
}
