import type { LogSpan } from '../org/log-text.ts';

/**
 * A part of a log for someone who may not look into the other packages (T16): each stretch of their lines becomes the one line that
 * says the package was entered. `offset`: the byte that the part begins with.
 */
export function redactLog(part: Buffer, spans: readonly LogSpan[], visibleNamespaces: readonly string[], offset = 0): string {
  // One character a byte, as the spans count.
  const text = part.toString('latin1');
  let shown = '';
  let from = 0;
  let last: LogSpan | null = null;
  for (const [start, end, namespace] of spans) {
    const span: LogSpan = [Math.max(0, start - offset), Math.min(text.length, end - offset), namespace];
    if (visibleNamespaces.includes(namespace) || span[0] >= span[1]) continue;
    shown += text.slice(from, span[0]);
    const goesOn = last !== null && last[2] === namespace && text.slice(last[1], span[0]).trim() === '';
    if (!goesOn) shown += `${/^\S+ \(\d+\)/.exec(text.slice(span[0], span[1]))?.[0] ?? ''}|ENTERING_MANAGED_PKG|${namespace}\n`;
    from = span[1];
    last = span;
  }
  return Buffer.from(shown + text.slice(from), 'latin1').toString('utf8');
}
