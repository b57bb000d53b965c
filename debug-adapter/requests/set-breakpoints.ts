import { readFile } from 'node:fs/promises';
import type { DebugProtocol } from '@vscode/debugprotocol';
import { MAX_MESSAGE_BYTES } from '../../src/protocol/discovery.ts';
import type { Arguments } from '../arguments.ts';
import { toBreakpoint } from '../model/breakpoint-status.ts';
import type { WantedBreakpoint } from '../model/breakpoints.ts';
import type { DebugContext } from '../context.ts';

export async function setBreakpoints(context: DebugContext, args: Arguments): Promise<DebugProtocol.SetBreakpointsResponse['body']> {
  const path = context.sources.fromClient(args.object('source'));
  const wanted = args.raw['breakpoints'] === undefined && args.raw['lines'] !== undefined
    ? args.integers('lines').map(line => ({ line: context.sources.fromClientLine(line) }))
    : args.objects('breakpoints').map(breakpoint => wantedBreakpoint(context, breakpoint));
  const specs = context.breakpoints.set(path, wanted);
  const sourceText = specs.length > 0 ? await textOf(path) : null;
  const formerPath = specs.length > 0 ? await context.formerNames.of(path) : null;
  const { breakpoints } = await context.call('debug/setBreakpoints', {
    sessionId: context.sessionId, path, breakpoints: specs, ...(sourceText === null ? {} : { sourceText }), ...(formerPath === null ? {} : { formerPath }),
  });
  return {
    breakpoints: specs.map((spec): DebugProtocol.Breakpoint => {
      const status = breakpoints.find(candidate => candidate.id === spec.id);
      return status ? toBreakpoint(context.sources, status, path) : { id: spec.id, verified: false, message: 'The sandbox gave no answer for this breakpoint.' };
    }),
  };
}

function wantedBreakpoint(context: DebugContext, args: Arguments): WantedBreakpoint {
  const column = args.optionalInteger('column');
  const condition = args.optionalText('condition')?.trim();
  const hitCondition = args.optionalText('hitCondition')?.trim();
  const logMessage = args.optionalText('logMessage');
  return {
    line: context.sources.fromClientLine(args.integer('line')),
    ...(column === undefined ? {} : { column: context.sources.fromClientColumn(column) }),
    ...(condition ? { condition } : {}),
    ...(hitCondition ? { hitCondition } : {}),
    ...(logMessage ? { logMessage } : {}),
  };
}

/** To compare with the installed version; a file that isn't here, or is huge, is taken by its path alone. */
export async function textOf(path: string): Promise<string | null> {
  try {
    const text = await readFile(path, 'utf8');
    return text.length * 2 < MAX_MESSAGE_BYTES ? text : null;
  } catch (error) {
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR' || error.code === 'EISDIR')) return null;
    throw error;
  }
}
