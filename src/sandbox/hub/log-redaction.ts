import { readFile } from 'node:fs/promises';
import type { LogSpan } from '../org/log-text.ts';

/** Empty where a log has none: nothing managed wrote there. */
export async function readSpans(file: string): Promise<readonly LogSpan[]> {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as readonly LogSpan[];
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

/**
 * A log for someone who may not look into the other packages (T16): each stretch of their lines becomes the one line that
 * says the package was entered.
 */
export function redactLog(text: string, spans: readonly LogSpan[], visibleNamespaces: readonly string[]): string {
  let shown = '';
  let from = 0;
  let last: LogSpan | null = null;
  for (const span of spans) {
    const [start, end, namespace] = span;
    if (visibleNamespaces.includes(namespace)) continue;
    shown += text.slice(from, start);
    const goesOn = last !== null && last[2] === namespace && text.slice(last[1], start).trim() === '';
    if (!goesOn) shown += `${/^\S+ \(\d+\)/.exec(text.slice(start, end))?.[0] ?? ''}|ENTERING_MANAGED_PKG|${namespace}\n`;
    from = end;
    last = span;
  }
  return shown + text.slice(from);
}
