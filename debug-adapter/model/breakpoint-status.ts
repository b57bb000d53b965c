/** A breakpoint's status as DAP writes it. */
import type { DebugProtocol } from '@vscode/debugprotocol';
import type { BreakpointStatus } from '../../src/protocol/debug.ts';
import type { Sources } from './sources.ts';

export function toBreakpoint(sources: Sources, status: BreakpointStatus, path: string | null): DebugProtocol.Breakpoint {
  return {
    id: status.id,
    verified: status.verified,
    ...(status.message === null ? {} : { message: status.message }),
    ...(path === null ? {} : { source: sources.toClient(path) }),
    ...(status.line === null ? {} : { line: sources.toClientLine(status.line) }),
    ...(status.column === null ? {} : { column: sources.toClientColumn(status.column) }),
    ...(status.endLine === null ? {} : { endLine: sources.toClientLine(status.endLine) }),
    ...(status.endColumn === null ? {} : { endColumn: sources.toClientColumn(status.endColumn) }),
  };
}
