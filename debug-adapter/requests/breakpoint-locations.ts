import type { DebugProtocol } from '@vscode/debugprotocol';
import type { Arguments } from '../arguments.ts';
import type { DebugContext } from '../context.ts';
import { textOf } from './set-breakpoints.ts';

export async function breakpointLocations(context: DebugContext, args: Arguments): Promise<DebugProtocol.BreakpointLocationsResponse['body']> {
  const { sources } = context;
  const endLine = args.optionalInteger('endLine');
  const path = sources.fromClient(args.object('source'));
  const sourceText = await textOf(path);
  const formerPath = await context.formerNames.of(path);
  const result = await context.call('debug/breakpointLocations', {
    sessionId: context.sessionId,
    path,
    ...(sourceText === null ? {} : { sourceText }),
    ...(formerPath === null ? {} : { formerPath }),
    line: sources.fromClientLine(args.integer('line')),
    ...(endLine === undefined ? {} : { endLine: sources.fromClientLine(endLine) }),
  });
  return {
    breakpoints: result.locations.map(location => ({
      line: sources.toClientLine(location.line),
      column: sources.toClientColumn(location.column),
      endLine: sources.toClientLine(location.endLine),
      endColumn: sources.toClientColumn(location.endColumn),
    })),
  };
}
