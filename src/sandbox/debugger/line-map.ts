import { sourceLines } from '../../protocol/source-text.ts';

/**
 * Which lines of one text are which lines of another: where the workspace's file differs from the installed one. Equal
 * beginnings and ends are matched first, then lines that occur once in both (in order), then their equal neighbours.
 */
export interface LineMap {
  /** 1-based; null: the line isn't in the other text. */
  toInstalled(line: number): number | null;
  toClient(line: number): number | null;
}

export function mapLines(clientText: string, installedText: string): LineMap {
  const client = sourceLines(clientText);
  const installed = sourceLines(installedText);
  const forward = new Map<number, number>();
  const match = (a: number, b: number): void => { forward.set(a, b); };
  let start = 0;
  while (start < client.length && start < installed.length && client[start] === installed[start]) match(start, start++);
  let clientEnd = client.length;
  let installedEnd = installed.length;
  while (clientEnd > start && installedEnd > start && client[clientEnd - 1] === installed[installedEnd - 1]) match(--clientEnd, --installedEnd);
  for (const [a, b] of anchors(client, installed, start, clientEnd, installedEnd)) {
    match(a, b);
    for (let by = 1; a + by < clientEnd && b + by < installedEnd && !forward.has(a + by) && client[a + by] === installed[b + by]; by++) match(a + by, b + by);
    for (let by = 1; a - by >= start && b - by >= start && !forward.has(a - by) && client[a - by] === installed[b - by]; by++) match(a - by, b - by);
  }
  const backward = new Map([...forward].map(([a, b]) => [b, a]));
  const look = (map: ReadonlyMap<number, number>, line: number): number | null => {
    const found = map.get(line - 1);
    return found === undefined ? null : found + 1;
  };
  return { toInstalled: line => look(forward, line), toClient: line => look(backward, line) };
}

/** The longest run of lines unique in both parts that stand in the same order. */
function anchors(client: readonly string[], installed: readonly string[], start: number, clientEnd: number, installedEnd: number): readonly (readonly [number, number])[] {
  const inClient = uniqueLines(client, start, clientEnd);
  const inInstalled = uniqueLines(installed, start, installedEnd);
  const pairs = [...inClient].flatMap(([line, a]) => {
    const b = inInstalled.get(line);
    return b === undefined ? [] : [[a, b] as const];
  }).sort((x, y) => x[0] - y[0]);
  // Longest increasing subsequence of the installed positions, by patience sorting.
  const tails: number[] = [];
  const previous: number[] = [];
  pairs.forEach(([, b], index) => {
    let low = 0;
    let high = tails.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((pairs[tails[middle] ?? 0]?.[1] ?? 0) < b) low = middle + 1;
      else high = middle;
    }
    previous[index] = low > 0 ? tails[low - 1] ?? -1 : -1;
    tails[low] = index;
  });
  const chosen: (readonly [number, number])[] = [];
  for (let at = tails.at(-1) ?? -1; at >= 0; at = previous[at] ?? -1) {
    const pair = pairs[at];
    if (pair) chosen.unshift(pair);
  }
  return chosen;
}

function uniqueLines(lines: readonly string[], start: number, end: number): Map<string, number> {
  const at = new Map<string, number>();
  const repeated = new Set<string>();
  for (let index = start; index < end; index++) {
    const line = lines[index] ?? '';
    if (line.trim() === '') continue;
    if (at.has(line)) repeated.add(line);
    at.set(line, index);
  }
  for (const line of repeated) at.delete(line);
  return at;
}

/** How many lines of code, blank ones aside, two texts have in common. */
export function commonLines(a: string, b: string): number {
  const lines = new Set(sourceLines(b).map(line => line.trim()));
  return sourceLines(a).filter(line => line.trim() !== '' && lines.has(line.trim())).length;
}
