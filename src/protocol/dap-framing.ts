/**
 * Framing of the Debug Adapter Protocol: `Content-Length: N\r\n\r\n` and N bytes of JSON. Header and body are capped,
 * digits are digits, and bytes wait in a list of chunks until a message is whole. Pure; the streams are the callers'.
 */
export const MAX_HEADER_BYTES = 4096;
export const MAX_BODY_BYTES = 16 * 1024 * 1024;

/** The stream can't be understood any more; the connection has to end. */
export class FramingError extends Error {
  override readonly name = 'FramingError';
}

const separator = Buffer.from('\r\n\r\n');

/** Cuts a stream of bytes into bodies of messages. */
export class MessageReader {
  #chunks: Buffer[] = [];
  #length = 0;
  /** Of the body awaited; null while a header is. */
  #expected: number | null = null;
  readonly #onBody: (body: Buffer) => void;

  constructor(onBody: (body: Buffer) => void) {
    this.#onBody = onBody;
  }

  /** True if a message has begun and isn't whole. */
  get isInsideMessage(): boolean {
    return this.#length > 0 || this.#expected !== null;
  }

  push(chunk: Buffer): void {
    this.#chunks.push(chunk);
    this.#length += chunk.length;
    for (;;) {
      if (this.#expected === null) {
        if (!this.#readHeader()) return;
      } else {
        if (this.#length < this.#expected) return;
        const body = this.#take(this.#expected);
        this.#expected = null;
        this.#onBody(body);
      }
    }
  }

  #readHeader(): boolean {
    if (this.#length === 0) return false;
    // A header is short: joining its chunks costs nothing.
    const start = this.#peek(Math.min(this.#length, MAX_HEADER_BYTES));
    const end = start.indexOf(separator);
    if (end < 0) {
      if (this.#length >= MAX_HEADER_BYTES) throw new FramingError(`No end of header within ${MAX_HEADER_BYTES} bytes.`);
      return false;
    }
    this.#expected = contentLength(start.toString('latin1', 0, end));
    this.#take(end + separator.length);
    return true;
  }

  #peek(count: number): Buffer {
    if (this.#chunks.length > 1 && (this.#chunks[0]?.length ?? 0) < count) this.#chunks = [Buffer.concat(this.#chunks)];
    return (this.#chunks[0] ?? Buffer.alloc(0)).subarray(0, count);
  }

  #take(count: number): Buffer {
    const parts: Buffer[] = [];
    let missing = count;
    while (missing > 0) {
      const first = this.#chunks[0];
      if (!first) throw new FramingError('Fewer bytes than counted.');
      if (first.length <= missing) {
        parts.push(first);
        this.#chunks.shift();
        missing -= first.length;
      } else {
        parts.push(first.subarray(0, missing));
        this.#chunks[0] = first.subarray(missing);
        missing = 0;
      }
    }
    this.#length -= count;
    return parts.length === 1 && parts[0] ? parts[0] : Buffer.concat(parts);
  }
}

function contentLength(header: string): number {
  let length: number | null = null;
  for (const line of header.split('\r\n')) {
    const match = /^([A-Za-z-]+):[ \t]*(.*?)[ \t]*$/.exec(line);
    if (!match) throw new FramingError(`Not a header line: ${JSON.stringify(line.slice(0, 80))}.`);
    if (match[1]?.toLowerCase() !== 'content-length') continue;
    const digits = match[2] ?? '';
    if (!/^\d{1,10}$/.test(digits)) throw new FramingError(`Content-Length is ${JSON.stringify(digits.slice(0, 40))}, but must be digits.`);
    if (length !== null) throw new FramingError('Content-Length is given twice.');
    length = Number(digits);
  }
  if (length === null) throw new FramingError('The header has no Content-Length.');
  if (length > MAX_BODY_BYTES) throw new FramingError(`A message of ${length} bytes is larger than ${MAX_BODY_BYTES}.`);
  return length;
}

export function frame(message: unknown): Buffer {
  const body = Buffer.from(JSON.stringify(message), 'utf8');
  return Buffer.concat([Buffer.from(`Content-Length: ${body.length}\r\n\r\n`, 'latin1'), body]);
}
