/** From and to a character of a log's text: what managed code of a namespace wrote (rule T16). In order, never overlapping. */
export type LogSpan = readonly [start: number, end: number, namespace: string];

/** Logs of several requests as one, up to a size. */
export class JoinedLog {
  readonly #limit: number;
  #text = '';
  readonly #spans: LogSpan[] = [];

  /** `limit`: a log is added whole until the text has so many characters. */
  constructor(limit: number) {
    this.#limit = limit;
  }

  add(text: string, spans: readonly LogSpan[]): void {
    if (this.#text.length >= this.#limit) return;
    if (this.#text !== '') this.#text += '\n';
    const offset = this.#text.length;
    this.#text += text;
    for (const [start, end, namespace] of spans) this.#spans.push([start + offset, end + offset, namespace]);
  }

  get text(): string {
    return this.#text;
  }

  get spans(): readonly LogSpan[] {
    return this.#spans;
  }
}
