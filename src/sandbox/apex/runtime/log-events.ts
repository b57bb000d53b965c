/** Events of the debug log that name the line they happen at. Source: Apex Developer Guide, Debug Log Levels. */
import type { LogCategory, LogLevel } from './contract.ts';
import { currentFrame } from './loader.ts';
import { current } from './transaction.ts';

/** `fields` is asked only if the event is logged. Returns the line's field, for the event that ends what this one begins. */
export function logEvent(category: LogCategory, level: LogLevel, name: string, fields: () => readonly string[]): string | null {
  const { log } = current();
  if (!log.isOn(category, level)) return null;
  const frame = currentFrame();
  const line = frame ? `[${frame.line}]` : '[EXTERNAL]';
  log.event(name, [line, ...fields()], frame?.namespace ?? null);
  return line;
}

/** The end of what an event at `line` has begun; null: that wasn't logged. */
export function logEnd(line: string | null, name: string, fields: readonly string[] = [], namespace: string | null = null): void {
  if (line !== null) current().log.event(name, [line, ...fields], namespace);
}
