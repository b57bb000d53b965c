/** Rows of the budget table: printed by the benchmarks as lines for people, and read from those lines by bench.mjs. */

export interface Row {
  readonly name: string;
  readonly measured: string;
  readonly budget: string;
  readonly verdict: 'ok' | 'over' | 'not measured' | '';
}

export interface Measured {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  /** Left out, the row is there to compare with. */
  readonly budget?: number;
  /** More is better. */
  readonly atLeast?: boolean;
  readonly note?: string;
}

/** Prints `NAME: VALUE UNIT (budget ≤ LIMIT) NOTE`. */
export function printRow({ name, value, unit, budget, atLeast = false, note }: Measured): void {
  const limit = budget === undefined ? 'no budget' : `budget ${atLeast ? '≥' : '≤'} ${budget}`;
  console.log(`${name}: ${rounded(value)} ${unit} (${limit})${note ? ` ${note}` : ''}`);
}

/** A row that has to be there and can't be measured here. */
export function printMissing(name: string, reason: string): void {
  console.log(`${name}: not measured: ${reason}`);
}

/** Three digits that count. */
function rounded(value: number): string {
  const digits = value === 0 ? 0 : Math.max(0, 2 - Math.floor(Math.log10(Math.abs(value))));
  return value.toFixed(Math.min(4, digits));
}

const measure = /([^,:]*?)\s*(-?\d+(?:\.\d+)?)\s?([^\s(,]*(?: [^\s(,]+)*)\s*\((?:budget\s*([≤≥]?)\s*(\d+(?:\.\d+)?)[^)]*|(no budget))\)/g;

/**
 * The rows in a line: `WHAT: [PART] VALUE UNIT (budget [≤|≥] LIMIT)[, PART VALUE UNIT (budget …)]…`. Without a sign the
 * limit is the most. Other lines have none.
 */
export function readRows(line: string): Row[] {
  const head = /^([^:]+): (.*)$/.exec(line);
  if (!head) return [];
  const [, what = '', rest = ''] = head;
  const missing = /^not measured: (.*)$/.exec(rest);
  if (missing) return [{ name: what, measured: missing[1] ?? '', budget: '', verdict: 'not measured' }];
  return [...rest.matchAll(measure)].map(([, part = '', value = '', unit = '', sign = '', limit]): Row => {
    const name = part.trim() === '' ? what : `${what}, ${part.trim()}`;
    const measured = `${value} ${unit}`.trim();
    if (limit === undefined) return { name, measured, budget: '', verdict: '' };
    const isKept = sign === '≥' ? Number(value) >= Number(limit) : Number(value) <= Number(limit);
    return { name, measured, budget: `${sign || '≤'} ${limit} ${unit}`.trim(), verdict: isKept ? 'ok' : 'over' };
  });
}

/** The rows as a table for a terminal. */
export function table(rows: readonly Row[]): string {
  const cells = [['what', 'measured', 'budget', ''], ...rows.map(row => [row.name, row.measured, row.budget, row.verdict])];
  const widths = [0, 1, 2].map(column => Math.max(...cells.map(line => line[column]?.length ?? 0)));
  return cells.map(line => line.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ').trimEnd()).join('\n');
}

/** `share`: 0.5 for the median. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  const found = sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
  if (found === undefined) throw new Error('There are no values.');
  return found;
}
