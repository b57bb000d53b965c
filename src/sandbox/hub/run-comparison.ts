/** What differs between two runs of one request. */
import type { RecordChange, RunResult } from '../../protocol/rpc.ts';
import { diffLines } from './text-diff.ts';

/** Rows and lines of a comparison that is to be read. */
const MAX_ROWS = 200;
const MAX_LINES = 400;

type Run = Pick<RunResult, 'success' | 'exception' | 'compileErrors' | 'response' | 'tests' | 'debugLog'> & { readonly changes?: readonly RecordChange[] };

/** One cell of both runs; null: it has none. */
export interface Difference { readonly what: string; readonly before: string | null; readonly after: string | null }

const outcomeOf = ({ success, compileErrors }: Run): string => (compileErrors.length > 0 ? 'did not compile' : success ? 'succeeded' : 'failed');
const exceptionOf = ({ exception, compileErrors }: Run): string | null => (exception ? `${exception.type}: ${exception.message}` : compileErrors[0] ? `${compileErrors[0].path}:${compileErrors[0].line}: ${compileErrors[0].message}` : null);

/** What came back: outcome, exception, response, tests. */
export function outcomeRows(before: Run, after: Run): Difference[] {
  const row = (what: string, of: (run: Run) => string | null): Difference => ({ what, before: of(before), after: of(after) });
  return [
    row('Outcome', outcomeOf), row('Exception', exceptionOf), row('Response status', ({ response }) => (response ? String(response.status) : null)), row('Response body', ({ response }) => response?.body ?? null),
    ...after.tests.map(({ className, methodName, outcome }): Difference => ({ what: `${className}.${methodName}`, before: before.tests.find(each => each.className === className && each.methodName === methodName)?.outcome ?? null, after: outcome })),
  ];
}

/** By record and field; new records are told apart by their order, for their ids may differ. */
export function recordRows(before: readonly RecordChange[], after: readonly RecordChange[]): Difference[] {
  const [then, now] = [cellsOf(before), cellsOf(after)];
  return [...new Set([...then.keys(), ...now.keys()])].flatMap((what): Difference[] => {
    const [was, is] = [then.get(what) ?? null, now.get(what) ?? null];
    return was === is ? [] : [{ what, before: was, after: is }];
  });
}

function cellsOf(changes: readonly RecordChange[]): Map<string, string> {
  const counts = new Map<string, number>();
  const cells = new Map<string, string>();
  for (const { object, id, kind, fields } of changes) {
    const count = (counts.get(object) ?? 0) + (kind === 'inserted' ? 1 : 0);
    counts.set(object, count);
    const record = kind === 'inserted' ? `new ${object} ${count}` : `${object} ${id}`;
    cells.set(record, kind);
    for (const [field, [was, is]] of Object.entries(fields)) cells.set(`${record}: ${field}`, kind === 'inserted' ? String(is) : `${was} → ${is}`);
  }
  return cells;
}

/** Lines of the debug log, without what differs from run to run: times, ids of lines that have moved, CPU time and heap. */
export function logDifference(before: string, after: string): string[] {
  return diffLines(linesOf(before), linesOf(after), line => line.replace(/\|\[\d+\]\|/, '|').replace(/^ {2}(Maximum (CPU time|heap size)): \d+/, '$1'), MAX_LINES);
}

function linesOf(log: string): string[] {
  return log === '' ? [] : log.trimEnd().split('\n').map(line => line.replace(/^\d\d:\d\d:\d\d\.\d+ \(\d+\)\|/, ''));
}

/** In words, one line each; empty: nothing that can be seen. */
export function changesOf(before: Run, after: Run): string[] {
  const told = ({ what, before: then, after: now }: Difference): string => `${what}: ${then ?? 'none'} → ${now ?? 'none'}`;
  const said = (log: string): string[] => log.split('\n').flatMap(line => /\|USER_DEBUG\|\[\d+\]\|\w+\|(.*)$/.exec(line)?.[1] ?? []);
  const [then, now] = [said(before.debugLog), said(after.debugLog)];
  return [
    ...outcomeRows(before, after).filter(row => row.before !== row.after).map(told), ...recordRows(before.changes ?? [], after.changes ?? []).map(told),
    ...then.filter(each => !now.includes(each)).map(line => `No longer logged: ${line}`), ...now.filter(each => !then.includes(each)).map(line => `Now logged: ${line}`),
  ];
}

export interface Compared {
  /** `POST /services/apexrest/… as Ann in North Clinic` */
  readonly title: string;
  readonly names: readonly [string, string];
  readonly runs: readonly [Run, Run];
  /** Below the table, a paragraph each. */
  readonly notes: readonly string[];
}

/** For a person, as Markdown. */
export function comparisonMarkdown({ title, names, runs: [before, after], notes }: Compared): string {
  const records = recordRows(before.changes ?? [], after.changes ?? []);
  const log = logDifference(before.debugLog, after.debugLog);
  const stack = (name: string, { exception }: Run): string[] => (exception ? ['', `${name}:`, '', '```', `${exception.type}: ${exception.message}`, exception.stackTrace, '```'] : []);
  const rows = outcomeRows(before, after).filter(row => row.what === 'Outcome' || row.before !== null || row.after !== null);
  const counts = [before, after].map(({ changes = [] }) => (['inserted', 'updated', 'deleted'] as const).map(kind => `${changes.filter(each => each.kind === kind).length} ${kind}`).join(', '));
  return [
    `# ${title}`, '', ...notes.flatMap(note => [note, '']),
    ...table(['', ...names], [...rows.map(row => [row.what, row.before ?? '–', row.after ?? '–']), ['Records', ...counts]], row => row[1] !== row[2]),
    ...stack(names[0], before), ...stack(names[1], after),
    '', '## Records', '', ...(records.length === 0 ? ['No difference.'] : table(['', ...names], records.slice(0, MAX_ROWS).map(row => [row.what, row.before ?? '–', row.after ?? '–']), () => false)),
    ...(records.length > MAX_ROWS ? ['', `… and ${records.length - MAX_ROWS} more.`] : []),
    '', '## Debug log', '', ...(log.length === 0 ? ['No difference.'] : ['```diff', ...log.map(line => line.replaceAll('```', '` ` `')), '```']), '',
  ].join('\n');
}

/** `isBold`: of a row that differs. */
function table(head: readonly string[], rows: readonly (readonly string[])[], isBold: (row: readonly string[]) => boolean): string[] {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(head.map(cell)), line(head.map(() => '---')), ...rows.map(row => line(row.map((each, index) => (index > 0 && isBold(row) ? `**${cell(each)}**` : cell(each)))))];
}

const MAX_CELL = 500;

function cell(text: string): string {
  const short = text.length > MAX_CELL ? `${text.slice(0, MAX_CELL)}…` : text;
  return short.replaceAll('\\', '\\\\').replaceAll('|', '\\|').replaceAll(/[<>`*_[\]]/g, '\\$&').replaceAll(/\r?\n/g, ' ');
}
