/** Binds the breakpoints a client sets in a file to statements of the installed unit. */
import type { BreakpointSpec, BreakpointStatus, DebugLocation } from '../../protocol/debug.ts';
import type { StatementInfo, UnitDebugInfo } from './contract.ts';
import { isSameText } from '../../protocol/source-text.ts';
import { mapLines } from './line-map.ts';
import type { LineMap } from './line-map.ts';

/** A source file as it is installed in the org. */
export interface InstalledSource {
  /** As frames name it. */
  readonly path: string;
  readonly text: string;
  /** Null: it doesn't compile, and `problem` says why. */
  readonly unit: UnitDebugInfo | null;
  readonly problem: string | null;
  /** For a person: `nwd 2.2.0, tag v2.2.0`. Null: not known. */
  readonly version: string | null;
}

export interface Binding {
  readonly status: BreakpointStatus;
  /** Indices of statements; empty if it isn't bound. */
  readonly statements: readonly number[];
}

/** `clientText`: the client's file; null if it isn't known, and then taken to be the installed one. */
export function bindBreakpoint(source: InstalledSource | null, clientText: string | null, spec: BreakpointSpec): Binding {
  if (!source) return unbound(spec, 'This file is not installed in the org being debugged.');
  const { unit } = source;
  if (!unit) return unbound(spec, `${installedVersion(source)} does not compile${source.problem === null ? '' : `: ${source.problem}`}`);
  const lines = clientText === null || isSameText(clientText, source.text) ? null : mapLines(clientText, source.text);
  const line = lines ? lines.toInstalled(spec.line) : spec.line;
  if (line === null) return unbound(spec, `${installedVersion(source)} differs from this file and does not have this line.`);
  const statements = statementsFrom(unit, line, spec.column ?? null);
  const first = statements[0];
  if (!first) return unbound(spec, 'There is no code on this line or after it.');
  return { status: statusOf(spec, first.info, source, lines), statements: statements.map(({ index }) => index) };
}

/** Where breakpoints can be put between two lines of the client's file. */
export function breakpointLocations(source: InstalledSource | null, clientText: string | null, from: number, to: number): readonly DebugLocation[] {
  if (!source?.unit) return [];
  const lines = clientText === null || isSameText(clientText, source.text) ? null : mapLines(clientText, source.text);
  const locations = source.unit.statements.flatMap(({ line, column, endLine, endColumn }) => {
    const shown = lines ? lines.toClient(line) : line;
    if (shown === null || shown < from || shown > to) return [];
    return [{ line: shown, column, endLine: shown + endLine - line, endColumn }];
  });
  const seen = new Set<string>();
  return locations
    .filter(({ line, column }) => !seen.has(`${line}:${column}`) && seen.add(`${line}:${column}`))
    .sort((a, b) => a.line - b.line || a.column - b.column);
}

interface Candidate { readonly index: number; readonly info: StatementInfo }

/**
 * The statements a breakpoint on a line stops at: the first on the first line at or after it that has some — in every
 * method that has code there, for an initialiser's line may be compiled into several. With a column, the one at or
 * behind it.
 */
function statementsFrom(unit: UnitDebugInfo, line: number, column: number | null): readonly Candidate[] {
  const candidates = unit.statements.map((info, index): Candidate => ({ index, info })).filter(({ info }) => info.line >= line);
  const bound = Math.min(...candidates.map(({ info }) => info.line));
  const onLine = candidates.filter(({ info }) => info.line === bound).sort((a, b) => a.info.column - b.info.column || a.info.start - b.info.start);
  const wanted = column === null || bound !== line ? onLine : onLine.filter(({ info }) => info.column >= column);
  const chosen = wanted.length > 0 ? wanted : onLine.slice(-1);
  const start = chosen[0]?.info.column;
  const methods = new Set<number>();
  return chosen.filter(({ info }) => {
    // Another method on the same line, farther right, is another place: a lambda-like one-line class body.
    if (methods.has(info.methodId) || info.column !== start) return false;
    methods.add(info.methodId);
    return true;
  });
}

function statusOf(spec: BreakpointSpec, info: StatementInfo, source: InstalledSource, lines: LineMap | null): BreakpointStatus {
  const line = lines ? lines.toClient(info.line) : info.line;
  const message = lines === null ? null : `${installedVersion(source)} differs from this file; bound at its line ${info.line}.`;
  // Moved to a line the client's file doesn't have: shown where it was set.
  const shown = line ?? spec.line;
  return { id: spec.id, verified: true, message, line: shown, column: info.column, endLine: shown + info.endLine - info.line, endColumn: info.endColumn };
}

const installedVersion = ({ version }: InstalledSource): string => `The installed version${version === null ? '' : ` (${version})`}`;

function unbound(spec: BreakpointSpec, message: string): Binding {
  return { status: { id: spec.id, verified: false, message, line: null, column: null, endLine: null, endColumn: null }, statements: [] };
}
