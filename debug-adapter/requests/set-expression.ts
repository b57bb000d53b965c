import type { DebugProtocol } from '@vscode/debugprotocol';
import type { Arguments } from '../arguments.ts';
import type { DebugContext } from '../context.ts';
import { invalidateVariables } from '../hub-events.ts';
import { toResult } from '../model/variables.ts';

/** An assignment, run in the frame. */
export async function setExpression(context: DebugContext, args: Arguments): Promise<DebugProtocol.SetExpressionResponse['body']> {
  const frameId = args.optionalInteger('frameId');
  const expression = `${args.text('expression')} = ${args.text('value')}`;
  const result = await context.threads.changing(() => context.call('debug/evaluate', { sessionId: context.sessionId, ...(frameId === undefined ? {} : { frameId }), expression, context: 'repl' }));
  args.afterResponse(() => invalidateVariables(context));
  return { value: result.value, ...toResult(result) };
}
