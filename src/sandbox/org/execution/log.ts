import type { Determinism, LogCategory, LogLevel, LogLevels, LogSink } from '../../apex/runtime/contract.ts';
import { zoneOffset } from '../../apex/runtime/temporal.ts';
import type { LogSpan } from '../log-text.ts';

const RANK: Readonly<Record<LogLevel, number>> = { NONE: 0, ERROR: 1, WARN: 2, INFO: 3, DEBUG: 4, FINE: 5, FINER: 6, FINEST: 7 };
/** Where a log goes that gets long, or whose request takes its time. */
export interface LogStream {
  /** Whether it is time to write what waits: who follows the log sees it grow. */
  isDue(): boolean;
  /** Called once, with the lines that stay whatever is cut off. */
  begin(head: string): void;
  /** `spans`: from the beginning of `text`. */
  append(text: string, spans: readonly LogSpan[]): void;
}

/** So many characters wait for the stream. */
const CHUNK_LENGTH = 256 * 1024;
/** A log keeps so many characters; older lines go first. Rule T10: 20 MB a log. */
const MAX_LENGTH = 20 * 1024 * 1024;
const API_VERSION = '67.0';

/** Categories as the first line names them, in its order. */
const TITLES: readonly (readonly [LogCategory, string])[] = [
  ['ApexCode', 'APEX_CODE'], ['ApexProfiling', 'APEX_PROFILING'], ['Callout', 'CALLOUT'], ['DataAccess', 'DATA_ACCESS'], ['Database', 'DB'], ['Nba', 'NBA'], ['System', 'SYSTEM'], ['Validation', 'VALIDATION'],
  ['Visualforce', 'VISUALFORCE'], ['Wave', 'WAVE'], ['Workflow', 'WORKFLOW'],
];

export const DEFAULT_LEVELS: LogLevels = {
  ApexCode: 'DEBUG', ApexProfiling: 'INFO', Callout: 'INFO', DataAccess: 'INFO', Database: 'INFO', Nba: 'INFO', System: 'DEBUG', Validation: 'INFO', Visualforce: 'INFO', Wave: 'INFO', Workflow: 'INFO',
};

/** Whether such a log tells of every call: of Apex, or of the library. */
export function wantsTrace(levels: LogLevels): boolean {
  return RANK[levels.ApexCode] >= RANK.FINE || RANK[levels.System] >= RANK.FINE;
}

/** Hears of a USER_DEBUG line, with the namespace of the code that wrote it. */
export type UserDebugListener = (text: string, namespace: string | null) => void;

export interface DebugLogOptions {
  readonly levels: LogLevels;
  readonly source: Determinism;
  /** IANA name of the user's time zone: times are in it. */
  readonly timeZone: string;
  /** Of the org itself, whose code isn't managed there. */
  readonly namespace: string | null;
  /** Told of every USER_DEBUG line, for a debugger's console. */
  readonly onUserDebug: UserDebugListener | null;
  /** Default: all of it is kept here. */
  readonly stream?: LogStream | null;
}

interface Line { readonly text: string; readonly namespace: string | null }

/**
 * Collects one request's debug log in the platform's format. Times are the request's start and the CPU time that has passed
 * since: a pause in the debugger doesn't show. Source: Apex Developer Guide, Debug Log.
 */
export class DebugLog implements LogSink {
  readonly #options: DebugLogOptions;
  readonly #head: string[];
  #lines: Line[] = [];
  #length = 0;
  #skipped = 0;
  /** Wall clock of the user at the start, to the second. */
  readonly #start: number;
  /** The last event's second since the start, and what the clock showed then. */
  #second = -1;
  #time = '';
  #isStreamed = false;

  constructor(options: DebugLogOptions) {
    this.#options = options;
    const now = options.source.now();
    this.#start = Math.floor((now + zoneOffset(options.timeZone, now)) / 1000) * 1000;
    this.#head = [`${API_VERSION} ${TITLES.map(([category, title]) => `${title},${options.levels[category]}`).join(';')}`];
  }

  /** Lines of anonymous Apex, which the log starts with. */
  addSource(code: string): void {
    for (const line of code.replace(/\n$/, '').split('\n')) this.#head.push(`Execute Anonymous: ${line}`);
  }

  isOn(category: LogCategory, level: LogLevel): boolean {
    return RANK[this.#options.levels[category]] >= RANK[level];
  }

  event(name: string, fields: readonly string[], namespace: string | null = null): void {
    const { source, onUserDebug } = this.#options;
    if (name === 'USER_DEBUG') onUserDebug?.(fields.at(-1) ?? '', namespace);
    const nanos = source.cpuNanos();
    const milliseconds = Math.floor(Number(nanos) / 1_000_000);
    const second = Math.floor(milliseconds / 1000);
    if (second !== this.#second) {
      this.#second = second;
      this.#time = new Date(this.#start + second * 1000).toISOString().slice(11, 19);
    }
    let line = `${this.#time}.${milliseconds - second * 1000} (${nanos})|${name}`;
    for (const field of fields) line += `|${field}`;
    source.note(name, () => [line]);
    this.#add(line, namespace !== null && namespace !== this.#options.namespace ? namespace : null);
  }

  /** Lines without a time that belong to the last event. */
  continuation(lines: readonly string[]): void {
    for (const line of lines) this.#add(line, null);
  }

  #add(text: string, namespace: string | null): void {
    this.#lines.push({ text, namespace });
    this.#length += text.length + 1;
    if (this.#options.stream && (this.#length >= CHUNK_LENGTH || this.#options.stream.isDue())) return this.flush();
    if (this.#length <= MAX_LENGTH) return;
    // The older half goes at once, so that dropping costs little a line.
    let from = 0;
    for (; from < this.#lines.length - 1 && this.#length > MAX_LENGTH / 2; from++) {
      this.#length -= this.#lines[from]!.text.length + 1;
      this.#skipped += Buffer.byteLength(this.#lines[from]!.text) + 1;
    }
    this.#lines = this.#lines.slice(from);
  }

  /** Hands what there is to the stream, if there is one. */
  flush(): void {
    const { stream } = this.#options;
    if (!stream || this.#lines.length === 0) return;
    if (!this.#isStreamed) stream.begin(this.#head.map((line) => `${line}\n`).join(''));
    this.#isStreamed = true;
    const lines = this.#lines;
    this.#lines = [];
    this.#length = 0;
    stream.append(`${lines.map(({ text }) => text).join('\n')}\n`, spansOf(lines));
  }

  /** Whether there is more than its head. */
  get isEmpty(): boolean {
    return this.#lines.length === 0 && !this.#isStreamed;
  }

  /** The text, and which of it managed code wrote (rule T16); empty if it is in the stream. */
  read(): { readonly text: string; readonly spans: readonly LogSpan[] } {
    if (this.#isStreamed) {
      this.flush();
      return { text: '', spans: [] };
    }
    const lines: Line[] = this.#head.map((text) => ({ text, namespace: null }));
    if (this.#skipped > 0) lines.push({ text: `*** Skipped ${this.#skipped} bytes of detailed log`, namespace: null });
    lines.push(...this.#lines);
    return { text: lines.map(({ text }) => text).join('\n'), spans: spansOf(lines) };
  }
}

function spansOf(lines: readonly Line[]): LogSpan[] {
  const spans: [start: number, end: number, namespace: string][] = [];
  let offset = 0;
  for (const { text, namespace } of lines) {
    const end = offset + Buffer.byteLength(text) + 1;
    const last = spans.at(-1);
    if (namespace !== null && last?.[1] === offset && last[2] === namespace) last[1] = end;
    else if (namespace !== null) spans.push([offset, end, namespace]);
    offset = end;
  }
  return spans;
}
