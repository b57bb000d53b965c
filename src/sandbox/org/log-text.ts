/** From and to a byte of a log: what managed code of a namespace wrote (rule T16). In order, never overlapping. */
export type LogSpan = readonly [start: number, end: number, namespace: string];

/** A log that is still written: each generation of its file only grows. `path`: without an ending. */
export const partName = (path: string, generation: number): string => `${path}.${generation}.part`;

/** As the file beside a log holds them. */
export function spanLines(spans: readonly LogSpan[]): string {
  return spans.map(span => `${JSON.stringify(span)}\n`).join('');
}

/** The last line may be on its way. */
export function readSpanLines(text: string): LogSpan[] {
  return text.slice(0, text.lastIndexOf('\n') + 1).split('\n').filter(line => line !== '').map(line => JSON.parse(line) as LogSpan);
}

/** Logs of several requests as one, up to a size. */
export class JoinedLog {
  readonly #limit: number;
  #text = '';
  #bytes = 0;
  readonly #spans: LogSpan[] = [];

  /** `limit`: a log is added whole until the text has so many characters. */
  constructor(limit: number) {
    this.#limit = limit;
  }

  add(text: string, spans: readonly LogSpan[]): void {
    if (this.#text.length >= this.#limit) return;
    if (this.#text !== '') {
      this.#text += '\n';
      this.#bytes++;
    }
    for (const [start, end, namespace] of spans) this.#spans.push([start + this.#bytes, end + this.#bytes, namespace]);
    this.#text += text;
    this.#bytes += Buffer.byteLength(text);
  }

  get text(): string {
    return this.#text;
  }

  get spans(): readonly LogSpan[] {
    return this.#spans;
  }
}
