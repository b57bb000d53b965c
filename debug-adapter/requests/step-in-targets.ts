import type { DebugProtocol } from '@vscode/debugprotocol';
import type { Arguments } from '../arguments.ts';
import type { DebugContext } from '../context.ts';

/** Which calls of the statement that is next can be stepped into. */
export async function stepInTargets(context: DebugContext, args: Arguments): Promise<DebugProtocol.StepInTargetsResponse['body']> {
  const { sources } = context;
  const { targets } = await context.call('debug/stepInTargets', { sessionId: context.sessionId, frameId: args.integer('frameId') });
  return {
    targets: targets.map(({ id, label, line, column, endLine, endColumn }) => ({
      id, label, line: sources.toClientLine(line), column: sources.toClientColumn(column), endLine: sources.toClientLine(endLine), endColumn: sources.toClientColumn(endColumn),
    })),
  };
}
