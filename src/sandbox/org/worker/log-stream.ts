import { appendFileSync, closeSync, openSync, readFileSync, readSync, renameSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import type { LogStream } from '../execution/log.ts';
import { type LogSpan, partName, spanLines, readSpanLines } from '../log-text.ts';

/** Rule T10: a log has 20 MB at most; older lines go first. */
const MAX_BYTES = 20 * 1024 * 1024;
/** So long lines wait at most, milliseconds. */
const CHUNK_MS = 200;
/** While the request runs, a log grows to so much before it is cut. */
const MAX_RUNNING_BYTES = 2 * MAX_BYTES;

/**
 * A debug log in files as it is written: no more of it than a chunk is in memory. Cutting off older lines makes a new generation of
 * the file, so one who reads it sees each file only grow.
 */
export class LogFileStream implements LogStream {
  /** Without an ending. */
  readonly #path: string;
  readonly #grew: (bytes: number, generation: number) => void;
  #writtenAt = performance.now();
  #file: number | null = null;
  #head = '';
  #bytes = 0;
  #generation = 0;
  /** Of lines that are gone. */
  #skipped = 0;
  /** What comes before the kept lines. */
  #prefixBytes = 0;

  constructor(path: string, grew: (bytes: number, generation: number) => void) {
    this.#path = path;
    this.#grew = grew;
  }

  isDue(): boolean {
    return performance.now() - this.#writtenAt >= CHUNK_MS;
  }

  begin(head: string): void {
    this.#head = head;
    this.#file = openSync(partName(this.#path, 0), 'w', 0o600);
    this.#prefixBytes = Buffer.byteLength(head);
    this.#write(head);
  }

  append(text: string, spans: readonly LogSpan[]): void {
    // Before the text that they are of: who reads finds them.
    if (spans.length > 0) appendFileSync(`${partName(this.#path, this.#generation)}.spans`, spanLines(spans.map(([start, end, namespace]) => [start + this.#bytes, end + this.#bytes, namespace])));
    this.#write(text);
    if (this.#bytes > MAX_RUNNING_BYTES) this.#cut(MAX_BYTES / 2);
    this.#writtenAt = performance.now();
    this.#grew(this.#bytes, this.#generation);
  }

  /** Null: nothing was written. Else it lies where it stays. */
  finish(): { readonly bytes: number; readonly generation: number } | null {
    if (this.#file === null) return null;
    if (this.#bytes > MAX_BYTES) this.#cut(MAX_BYTES / 2);
    closeSync(this.#file);
    this.#file = null;
    const part = partName(this.#path, this.#generation);
    renameIfThere(`${part}.spans`, `${this.#path}.spans`);
    renameSync(part, `${this.#path}.log`);
    return { bytes: this.#bytes, generation: this.#generation };
  }

  #write(text: string): void {
    const bytes = Buffer.from(text, 'utf8');
    for (let at = 0; at < bytes.length;) at += writeSync(this.#file!, bytes, at);
    this.#bytes += bytes.length;
  }

  /** Keeps the newest whole lines. */
  #cut(keep: number): void {
    const old = partName(this.#path, this.#generation);
    const tail = Buffer.alloc(keep);
    const reading = openSync(old, 'r');
    readSync(reading, tail, 0, keep, this.#bytes - keep);
    closeSync(reading);
    const from = tail.indexOf(10) + 1;
    const cut = this.#bytes - keep + from;
    this.#skipped += cut - this.#prefixBytes;
    const prefix = Buffer.from(`${this.#head}*** Skipped ${this.#skipped} bytes of detailed log\n`, 'utf8');
    const next = partName(this.#path, this.#generation + 1);
    const spans = readSpanLines(readIfThere(`${old}.spans`)).filter(([, end]) => end > cut).map(([start, end, namespace]): LogSpan => [Math.max(start, cut) - cut + prefix.length, end - cut + prefix.length, namespace]);
    if (spans.length > 0) writeFileSync(`${next}.spans`, spanLines(spans), { mode: 0o600 });
    closeSync(this.#file!);
    this.#file = openSync(next, 'w', 0o600);
    for (const part of [prefix, tail.subarray(from)]) for (let at = 0; at < part.length;) at += writeSync(this.#file, part, at);
    this.#bytes = prefix.length + keep - from;
    this.#prefixBytes = prefix.length;
    this.#generation++;
    for (const name of [old, `${old}.spans`]) rmSync(name, { force: true });
  }
}

function readIfThere(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return '';
    throw error;
  }
}

function renameIfThere(from: string, to: string): void {
  try {
    renameSync(from, to);
  } catch (error) {
    // Nothing managed wrote there.
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
}
