/** Installed sources that are the workspace's own files to the letter: a stop in them is shown where the person edits. */
import type { Dirent } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, join, sep } from 'node:path';
import { isSameText } from '../../src/protocol/source-text.ts';

const SKIPPED = new Set(['node_modules', '.git', '.sfdx', '.sf']);

/** What a file was when it was compared. */
interface Compared { readonly path: string; readonly version: string }

export class WorkspaceFiles {
  readonly #folders: readonly string[];
  /** The installed text of a path. */
  readonly #read: (path: string) => Promise<string>;
  #names: Promise<ReadonlyMap<string, readonly string[]>> | null = null;
  readonly #installed = new Map<string, Promise<string>>();
  readonly #same = new Map<string, Compared>();

  /** `folders`: absolute. */
  constructor(folders: readonly string[], read: (path: string) => Promise<string>) {
    this.#folders = folders;
    this.#read = read;
  }

  contains(path: string): boolean {
    return this.#folders.some(folder => path.startsWith(folder.endsWith(sep) ? folder : `${folder}${sep}`));
  }

  /** The file to show for an installed one; null: the workspace has none that is the same. */
  async sameAs(installed: string): Promise<string | null> {
    if (this.#folders.length === 0) return null;
    const candidates = (await (this.#names ??= this.#index())).get(basename(installed).toLowerCase()) ?? [];
    for (const path of candidates) {
      const version = await versionOf(path);
      if (version === null) continue;
      const known = this.#same.get(installed);
      if (known?.path === path && known.version === version) return path;
      if (!isSameText(await readFile(path, 'utf8'), await this.#textOf(installed))) continue;
      this.#same.set(installed, { path, version });
      return path;
    }
    this.#same.delete(installed);
    return null;
  }

  /** The org's code has changed. */
  forget(): void {
    this.#installed.clear();
    this.#same.clear();
  }

  #textOf(path: string): Promise<string> {
    let text = this.#installed.get(path);
    if (!text) this.#installed.set(path, text = this.#read(path));
    return text;
  }

  async #index(): Promise<ReadonlyMap<string, readonly string[]>> {
    const names = new Map<string, string[]>();
    const visit = async (folder: string): Promise<void> => {
      for (const entry of await entriesOf(folder)) {
        const path = join(folder, entry.name);
        if (entry.isDirectory()) {
          if (!SKIPPED.has(entry.name)) await visit(path);
        } else if (/\.(cls|trigger)$/i.test(entry.name)) {
          const name = entry.name.toLowerCase();
          names.set(name, [...(names.get(name) ?? []), path]);
        }
      }
    };
    for (const folder of this.#folders) await visit(folder);
    return names;
  }
}

/** A folder that can't be read has nothing to show. */
async function entriesOf(folder: string): Promise<Dirent[]> {
  try {
    return await readdir(folder, { withFileTypes: true });
  } catch (error) {
    if (error instanceof Error && 'code' in error && (error.code === 'EACCES' || error.code === 'EPERM' || error.code === 'ENOENT')) return [];
    throw error;
  }
}

/** Null: it has gone. */
async function versionOf(path: string): Promise<string | null> {
  try {
    const { mtimeMs, size } = await stat(path);
    return `${mtimeMs} ${size}`;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}
