import type { DebugProtocol } from '@vscode/debugprotocol';
import type { Arguments } from '../arguments.ts';
import type { DebugContext } from '../context.ts';
import { toBreakpoint } from '../model/breakpoint-status.ts';

/** Whether a variable of a stopped request can be watched, and by what name. Expressions and addresses can't. */
export async function dataBreakpointInfo(context: DebugContext, args: Arguments): Promise<DebugProtocol.DataBreakpointInfoResponse['body']> {
  const reference = args.optionalInteger('variablesReference') ?? 0;
  const name = args.text('name');
  if (reference === 0) return { dataId: null, description: `${name}: break on a variable instead, in the Variables view.` };
  const { dataId, description } = await context.call('debug/dataBreakpointInfo', { sessionId: context.sessionId, reference, name });
  return { dataId, description, ...(dataId === null ? {} : { accessTypes: ['write'] }), canPersist: false };
}

/** All of them at once. They have no conditions: the code that changes a value may be anywhere. */
export async function setDataBreakpoints(context: DebugContext, args: Arguments): Promise<DebugProtocol.SetDataBreakpointsResponse['body']> {
  const given = args.objects('breakpoints').map(each => {
    const dataId = each.text('dataId');
    const hitCondition = each.optionalText('hitCondition')?.trim();
    return { condition: each.optionalText('condition')?.trim(), spec: { id: context.breakpoints.dataBreakpointId(dataId), dataId, ...(hitCondition ? { hitCondition } : {}) } };
  });
  const { breakpoints } = await context.call('debug/setDataBreakpoints', { sessionId: context.sessionId, breakpoints: given.flatMap(({ condition, spec }) => (condition ? [] : spec)) });
  return {
    breakpoints: given.map(({ condition, spec }) => {
      const status = condition ? undefined : breakpoints.find(({ id }) => id === spec.id);
      return status ? toBreakpoint(context.sources, status, null) : { id: spec.id, verified: false, message: 'A data breakpoint can have a hit count, but no condition.' };
    }),
  };
}
