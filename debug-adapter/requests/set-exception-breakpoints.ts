import type { DebugProtocol } from '@vscode/debugprotocol';
import type { ExceptionFilter } from '../../src/protocol/debug.ts';
import type { Arguments } from '../arguments.ts';
import type { DebugContext } from '../context.ts';

const names = ['all', 'uncaught', 'type'] as const;

/** Plain filters first, then those with a condition; one answer for each, in that order. */
export async function setExceptionBreakpoints(context: DebugContext, args: Arguments): Promise<DebugProtocol.SetExceptionBreakpointsResponse['body']> {
  const wanted = [
    ...args.texts('filters').map(filter => ({ filter, condition: undefined as string | undefined })),
    ...args.objects('filterOptions').map(option => ({ filter: option.text('filterId'), condition: option.optionalText('condition')?.trim() })),
  ];
  const filters: ExceptionFilter[] = [];
  const breakpoints = wanted.map(({ filter, condition }): DebugProtocol.Breakpoint => {
    const name = names.find(known => known === filter);
    if (!name) return { verified: false, message: `There is no exception filter "${filter}"; there are ${names.join(', ')}.` };
    if (name === 'type' && !condition) return { verified: false, message: 'Edit the condition: type names, separated by commas.' };
    const bad = condition?.split(',').map(part => part.trim()).find(part => !/^[A-Za-z]\w*(\.[A-Za-z]\w*)*$/.test(part));
    if (bad !== undefined) return { verified: false, message: `"${bad}" is not the name of an exception type.` };
    filters.push({ filter: name, ...(condition ? { condition } : {}) });
    return { verified: true };
  });
  const always = context.attributes?.exceptionTypes ?? [];
  if (always.length > 0) filters.push({ filter: 'type', condition: always.join(',') });
  await context.call('debug/setExceptionBreakpoints', { sessionId: context.sessionId, filters });
  return { breakpoints };
}
