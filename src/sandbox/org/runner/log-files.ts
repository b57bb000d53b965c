import { mkdirSync, readdirSync, statSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { LogSpan } from '../log-text.ts';
import { makeId } from '../../data/ids.ts';

/** Rule T10: 1,000 MB of debug logs an org. */
const MAX_TOTAL = 1000 * 1024 * 1024;
const SUFFIX = '.log';
/** Beside a log that managed code wrote in: which parts. */
const SPANS_SUFFIX = '.spans.json';

/** The debug logs of an org as files; the oldest go when there are too many. */
export class LogFiles {
  readonly #directory: string;
  readonly #kept: { readonly id: string; readonly bytes: number }[] = [];
  #total = 0;
  #next = 1;

  constructor(stateDirectory: string) {
    this.#directory = join(stateDirectory, 'logs');
    mkdirSync(this.#directory, { recursive: true, mode: 0o700 });
    // Ids grow, and so do their names.
    for (const name of readdirSync(this.#directory).filter(each => each.endsWith(SUFFIX)).sort()) {
      this.#keep(name.slice(0, -SUFFIX.length), statSync(join(this.#directory, name)).size);
    }
    const last = this.#kept.at(-1)?.id;
    while (last !== undefined && makeId('07L', this.#next) <= last) this.#next++;
  }

  /** Returns the log's id. */
  async save(text: string, spans: readonly LogSpan[]): Promise<string> {
    const id = makeId('07L', this.#next++);
    await writeFile(this.#path(id), text);
    if (spans.length > 0) await writeFile(this.#path(id, SPANS_SUFFIX), JSON.stringify(spans));
    this.#keep(id, Buffer.byteLength(text));
    while (this.#total > MAX_TOTAL && this.#kept.length > 1) {
      const oldest = this.#kept.shift()!;
      this.#total -= oldest.bytes;
      for (const suffix of [SUFFIX, SPANS_SUFFIX]) await rm(this.#path(oldest.id, suffix), { force: true });
    }
    return id;
  }

  #keep(id: string, bytes: number): void {
    this.#kept.push({ id, bytes });
    this.#total += bytes;
  }

  #path(id: string, suffix = SUFFIX): string {
    return join(this.#directory, `${id}${suffix}`);
  }
}
