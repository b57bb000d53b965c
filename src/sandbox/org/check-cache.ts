/**
 * What was wrong with an org's sources when they were checked last, on disk: a large project starts without being bound
 * again, and of a changed one only what the change can affect is. Everything is found by content: the text of each source,
 * the metadata they see, the compiler's own code. A file that can't be read, or is of another compiler, counts as none.
 */
import { createHash, randomUUID } from 'node:crypto';
import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { serialize } from 'node:v8';
import type { Program } from '../apex/semantics/program.ts';
import type { Diagnostic, SourceFile } from '../apex/semantics/types.ts';
import { compilerVersion } from './compiler-version.ts';
import { affectedBy } from './dependencies.ts';

interface Kept {
  /** Of the compiler, the schema and whatever else all sources see. */
  readonly world: string;
  readonly sources: Readonly<Record<string, { readonly hash: string; readonly diagnostics: readonly Diagnostic[] }>>;
}

const FILE = 'checked.json';

export class CheckCache {
  readonly #file: string;
  readonly #world: string;

  /** `seen`: what the compiler looks names up in, beside the sources. Anything that `structuredClone` takes. */
  constructor(directory: string, seen: unknown) {
    this.#file = join(directory, FILE);
    this.#world = createHash('sha256').update(compilerVersion()).update(serialize(seen)).digest('hex');
  }

  /** What is wrong with each source, by path; `bind` is asked only of those that aren't kept, or that a change can affect. */
  diagnostics(program: Program, sources: readonly SourceFile[], bind: (path: string) => readonly Diagnostic[]): ReadonlyMap<string, readonly Diagnostic[]> {
    const kept = this.#kept()?.sources ?? {};
    const hashes = new Map(sources.map((source) => [source.path, hashOf(source)]));
    const changed = [...new Set([...hashes.keys(), ...Object.keys(kept)])].filter((path) => kept[path]?.hash !== hashes.get(path));
    // Nothing kept: everything is new, and nobody need look for what names what.
    const affected = Object.keys(kept).length === 0 ? new Set(changed) : changed.length === 0 ? new Set<string>() : affectedBy(program, changed);
    const found = new Map(sources.map(({ path }) => [path, affected.has(path) ? bind(path) : kept[path]!.diagnostics]));
    if (changed.length > 0) this.#write({ world: this.#world, sources: Object.fromEntries([...found].map(([path, diagnostics]) => [path, { hash: hashes.get(path)!, diagnostics }])) });
    return found;
  }

  /** Replaces the file as a whole: a process that reads meanwhile gets the old one or the new one. */
  #write(kept: Kept): void {
    const made = `${this.#file}.${randomUUID()}`;
    try {
      writeFileSync(made, JSON.stringify(kept), { mode: 0o600 });
      renameSync(made, this.#file);
    } catch (error) {
      rmSync(made, { force: true });
      // A full or read-only disk costs the next start its time, not this one its result.
      if (!['ENOSPC', 'EROFS', 'EACCES', 'EPERM', 'EDQUOT'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
    }
  }

  #kept(): Kept | null {
    try {
      const kept = JSON.parse(readFileSync(this.#file, 'utf8')) as Kept;
      return kept.world === this.#world ? kept : null;
    } catch {
      return null;
    }
  }
}

const hashOf = ({ text, apiVersion, namespace, package: name }: SourceFile): string => createHash('sha256').update(JSON.stringify([text, apiVersion, namespace, name ?? null])).digest('base64');
