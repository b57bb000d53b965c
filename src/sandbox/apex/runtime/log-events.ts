/** Events of the debug log that name the line they happen at. Source: Apex Developer Guide, Debug Log Levels. */
import type { LogCategory, LogLevel } from './contract.ts';
import { currentFrame } from './loader.ts';
import { current } from './transaction.ts';

/** Line of the query or DML statement that generated code is about to run, 0 if it isn't one: spares a look at the stack. */
export const place = { line: 0 };

/** `fields` is asked only if the event is logged. Returns the line's field, for the event that ends what this one begins. */
export function logEvent(category: LogCategory, level: LogLevel, name: string, fields: () => readonly string[]): string | null {
  const { log } = current();
  if (!log.isOn(category, level)) return null;
  const frame = currentFrame();
  const line = frame ? `[${frame.line}]` : '[EXTERNAL]';
  log.event(name, [line, ...fields()], frame?.namespace ?? null);
  return line;
}

/** An event of the Database category, by the code of a namespace. */
export function logDatabaseEvent(name: string, fields: () => readonly string[], namespace: string | null): string | null {
  const { line: known } = place;
  place.line = 0;
  if (known === 0) return logEvent('Database', 'INFO', name, fields);
  const { log } = current();
  if (!log.isOn('Database', 'INFO')) return null;
  const line = `[${known}]`;
  log.event(name, [line, ...fields()], namespace);
  return line;
}

/** The end of what an event at `line` has begun; null: that wasn't logged. */
export function logEnd(line: string | null, name: string, fields: readonly string[] = [], namespace: string | null = null): void {
  if (line !== null) current().log.event(name, [line, ...fields], namespace);
}
