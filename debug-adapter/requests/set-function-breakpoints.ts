import type { DebugProtocol } from '@vscode/debugprotocol';
import type { Arguments } from '../arguments.ts';
import type { DebugContext } from '../context.ts';
import { toBreakpoint } from '../model/breakpoint-status.ts';

/** All of them at once; those that aren't given any more are gone. */
export async function setFunctionBreakpoints(context: DebugContext, args: Arguments): Promise<DebugProtocol.SetFunctionBreakpointsResponse['body']> {
  const specs = args.objects('breakpoints').map(given => {
    const condition = given.optionalText('condition')?.trim();
    const hitCondition = given.optionalText('hitCondition')?.trim();
    const name = given.text('name').trim();
    return { id: context.breakpoints.functionId(name), name, ...(condition ? { condition } : {}), ...(hitCondition ? { hitCondition } : {}) };
  });
  const { breakpoints } = await context.call('debug/setFunctionBreakpoints', { sessionId: context.sessionId, breakpoints: specs });
  return { breakpoints: breakpoints.map(status => toBreakpoint(context.sources, { ...status, line: null, column: null, endLine: null, endColumn: null }, null)) };
}
