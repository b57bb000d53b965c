import type { Determinism, LogCategory, LogLevel, LogSink } from '../../apex/runtime/contract.ts';

const ORDER: readonly LogLevel[] = ['NONE', 'ERROR', 'WARN', 'INFO', 'DEBUG', 'FINE', 'FINER', 'FINEST'];
/** A log is cut off at this size, characters. Rule T10: 20 MB a log. */
const MAX_LENGTH = 20 * 1024 * 1024;

/**
 * Collects one request's debug log in the platform's format. Times are the request's start and the CPU time that has passed
 * since: a pause in the debugger doesn't show.
 */
export class DebugLog implements LogSink {
  private readonly levels: ReadonlyMap<LogCategory, LogLevel>;
  private readonly source: Determinism;
  private readonly lines: string[] = [];
  private length = 0;
  private readonly start: number;
  /** Told of every USER_DEBUG line, for a debugger's console. */
  onUserDebug: ((text: string) => void) | null = null;

  /** Of the org itself, whose code isn't managed there. */
  private readonly namespace: string | null;

  constructor(levels: ReadonlyMap<LogCategory, LogLevel>, source: Determinism, namespace: string | null = null) {
    this.namespace = namespace;
    this.levels = levels;
    this.source = source;
    this.start = source.now();
  }

  isOn(category: LogCategory, level: LogLevel): boolean {
    return ORDER.indexOf(this.levels.get(category) ?? 'NONE') >= ORDER.indexOf(level);
  }

  /** From and to a character of the text: what managed code of a namespace wrote (rule T16). */
  readonly spans: [start: number, end: number, namespace: string][] = [];

  event(name: string, fields: readonly string[], namespace: string | null = null): void {
    if (name === 'USER_DEBUG') this.onUserDebug?.(fields.at(-1) ?? '');
    if (this.length > MAX_LENGTH) return;
    const nanos = this.source.cpuNanos();
    const time = new Date(this.start + Number(nanos / 1_000_000n)).toISOString().slice(11, 21);
    const line = `${time} (${nanos})|${name}${fields.map((field) => `|${field}`).join('')}`;
    this.source.note(name, () => [line]);
    if (namespace !== null && namespace !== this.namespace) this.#span(namespace, line.length + 1);
    this.lines.push(line);
    this.length += line.length + 1;
  }

  #span(namespace: string, length: number): void {
    const last = this.spans.at(-1);
    if (last?.[1] === this.length && last[2] === namespace) last[1] += length;
    else this.spans.push([this.length, this.length + length, namespace]);
  }

  text(): string {
    return this.lines.join('\n');
  }
}

export const DEFAULT_LEVELS: ReadonlyMap<LogCategory, LogLevel> = new Map<LogCategory, LogLevel>([['ApexCode', 'DEBUG'], ['Database', 'INFO'], ['System', 'DEBUG'], ['Validation', 'INFO'], ['Callout', 'INFO']]);
