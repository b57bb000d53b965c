import { closeSync, fstatSync, mkdirSync, openSync, readdirSync, readSync, rmSync, statSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { makeId } from '../../data/ids.ts';
import { spanLines } from '../log-text.ts';
import type { LogSpan } from '../log-text.ts';

/** Rule T10: 1,000 MB of debug logs an org. */
const MAX_TOTAL = 1000 * 1024 * 1024;
const SUFFIX = '.log';
/** Beside a log that managed code wrote in: which parts. */
const SPANS_SUFFIX = '.spans';

/** The debug logs of an org as files; the oldest go when there are too many. */
export class LogFiles {
  readonly #directory: string;
  readonly #kept: { readonly id: string; readonly bytes: number }[] = [];
  #total = 0;
  #next = 1;

  constructor(stateDirectory: string) {
    this.#directory = join(stateDirectory, 'logs');
    mkdirSync(this.#directory, { recursive: true, mode: 0o700 });
    const names = readdirSync(this.#directory);
    // Of requests that a process took with it.
    for (const name of names.filter(each => /\.part(\.spans)?$/.test(each))) rmSync(join(this.#directory, name));
    // Ids grow, and so do their names.
    for (const name of names.filter(each => each.endsWith(SUFFIX)).sort()) {
      this.#keep(name.slice(0, -SUFFIX.length), statSync(join(this.#directory, name)).size);
    }
    const last = this.#kept.at(-1)?.id;
    while (last !== undefined && makeId('07L', this.#next) <= last) this.#next++;
  }

  /** For a log that writes itself: its id, and its path without an ending. */
  reserve(): { readonly id: string; readonly path: string } {
    const id = makeId('07L', this.#next++);
    return { id, path: this.#path(id, '') };
  }

  /** Returns the log's id. */
  async save(text: string, spans: readonly LogSpan[]): Promise<string> {
    const { id } = this.reserve();
    await writeFile(this.#path(id), text, { mode: 0o600 });
    if (spans.length > 0) await writeFile(this.#path(id, SPANS_SUFFIX), spanLines(spans), { mode: 0o600 });
    await this.adopt(id, Buffer.byteLength(text));
    return id;
  }

  /** One that has written itself. */
  async adopt(id: string, bytes: number): Promise<void> {
    this.#keep(id, bytes);
    while (this.#total > MAX_TOTAL && this.#kept.length > 1) {
      const oldest = this.#kept.shift()!;
      this.#total -= oldest.bytes;
      for (const suffix of [SUFFIX, SPANS_SUFFIX]) await rm(this.#path(oldest.id, suffix), { force: true });
    }
  }

  /** All of it if it has at most so many bytes; else its first line, and its last whole lines. */
  excerpt(id: string, bytes: number): string {
    const file = openSync(this.#path(id), 'r');
    try {
      const { size } = fstatSync(file);
      const read = (from: number, count: number): string => {
        const buffer = Buffer.alloc(Math.min(count, size - from));
        readSync(file, buffer, 0, buffer.length, from);
        return buffer.toString('utf8');
      };
      if (size <= bytes) return read(0, size).replace(/\n$/, '');
      const start = read(0, 4096).split('\n')[0] ?? '';
      const end = read(size - bytes, bytes);
      return `${start}\n*** The first part of this log is left out here: debug log ${id} has all ${size} bytes\n${end.slice(end.indexOf('\n') + 1).replace(/\n$/, '')}`;
    } finally {
      closeSync(file);
    }
  }

  #keep(id: string, bytes: number): void {
    this.#kept.push({ id, bytes });
    this.#total += bytes;
  }

  #path(id: string, suffix = SUFFIX): string {
    return join(this.#directory, `${id}${suffix}`);
  }
}
