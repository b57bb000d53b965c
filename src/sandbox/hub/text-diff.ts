import { mapLines } from '../debugger/line-map.ts';

/** Equal lines shown around a difference. */
const CONTEXT = 2;

interface DiffLine { readonly mark: ' ' | '-' | '+'; readonly text: string }

/**
 * Differing lines of two texts, with some around them, each with `-`, `+` or a blank before it; empty: they are equal. Lines are compared by
 * their `key` and shown as they are. At most `limit` lines.
 */
export function diffLines(before: readonly string[], after: readonly string[], key: (line: string) => string, limit: number): string[] {
  const lines = mapLines(before.map(key).join('\n'), after.map(key).join('\n'));
  const all: DiffLine[] = [];
  let next = 0;
  before.forEach((text, index) => {
    const other = lines.toInstalled(index + 1);
    if (other === null) return all.push({ mark: '-', text });
    while (next < other - 1) all.push({ mark: '+', text: after[next++] ?? '' });
    next = other;
    return all.push({ mark: ' ', text: after[other - 1] ?? '' });
  });
  while (next < after.length) all.push({ mark: '+', text: after[next++] ?? '' });
  return hunks(all, limit);
}

function hunks(all: readonly DiffLine[], limit: number): string[] {
  const isNear = all.map(() => false);
  all.forEach(({ mark }, index) => {
    if (mark !== ' ') isNear.fill(true, Math.max(0, index - CONTEXT), index + CONTEXT + 1);
  });
  const shown: string[] = [];
  for (const [index, { mark, text }] of all.entries()) {
    if (!isNear[index]) continue;
    if (shown.length >= limit) return [...shown, '…'];
    if (index > 0 && !isNear[index - 1] && shown.length > 0) shown.push('…');
    shown.push(`${mark} ${text}`);
  }
  return shown;
}
