/**
 * Sources and positions as client and sandbox write them. The sandbox speaks of absolute paths and 1-based positions; a
 * source whose file isn't on this machine, or is the sandbox's own copy, gets a reference, and the client asks for its text.
 */
import { statSync } from 'node:fs';
import { basename } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { DebugProtocol } from '@vscode/debugprotocol';
import type { Arguments } from '../arguments.ts';
import { wrongArgument } from '../errors.ts';

/** Of the editor's documents that show installed sources; their query holds the path. */
const DOCUMENT_SCHEME = 'isv-subscriber';
const WRITABLE = 0o222;

export class Sources {
  linesStartAt1 = true;
  columnsStartAt1 = true;
  pathsAreUris = false;
  readonly #shown = new Map<string, string>();
  /** Documents of the editor's own that show installed sources. */
  readonly #documents = new Map<string, string>();
  readonly #references = new Map<string, number>();
  readonly #paths = new Map<number, string>();

  toClientLine(line: number): number {
    return this.linesStartAt1 ? line : line - 1;
  }

  toClientColumn(column: number): number {
    return this.columnsStartAt1 ? column : column - 1;
  }

  fromClientLine(line: number): number {
    return this.linesStartAt1 ? line : line + 1;
  }

  fromClientColumn(column: number): number {
    return this.columnsStartAt1 ? column : column + 1;
  }

  /** From now on an installed source is shown as this file of the workspace; null: as itself. */
  show(installed: string, path: string | null): void {
    if (path === null) this.#shown.delete(installed);
    else this.#shown.set(installed, path);
  }

  toClient(installed: string): DebugProtocol.Source {
    const document = this.#documents.get(installed);
    if (document !== undefined && !this.#shown.has(installed)) return { name: basename(installed), path: document };
    const path = this.#shown.get(installed) ?? installed;
    const isOnDisk = path !== installed || isEditable(path);
    return {
      name: basename(path),
      path: this.pathsAreUris && isOnDisk ? pathToFileURL(path).href : path,
      ...(isOnDisk ? {} : { sourceReference: this.#referenceOf(path), origin: 'installed in the sandbox' }),
    };
  }

  /** The absolute path of a `Source` argument. */
  fromClient(source: Arguments): string {
    const reference = source.optionalInteger('sourceReference') ?? 0;
    if (reference > 0) return this.pathOf(reference, source.command);
    const path = source.text('path');
    if (path.startsWith(`${DOCUMENT_SCHEME}:`)) return this.#fromDocument(path);
    return path.startsWith('file:') ? fileURLToPath(path) : path;
  }

  pathOf(reference: number, command: string): string {
    const path = this.#paths.get(reference);
    if (path === undefined) throw wrongArgument(command, 'sourceReference', reference, 'a reference that this session gave');
    return path;
  }

  /** Editors encode the query once more. */
  #fromDocument(uri: string): string {
    const query = new URL(uri).search.slice(1);
    const installed = (new URLSearchParams(query).get('id') ?? new URLSearchParams(decodeURIComponent(query)).get('id'));
    if (installed === null) return uri;
    this.#documents.set(installed, uri);
    return installed;
  }

  #referenceOf(path: string): number {
    let reference = this.#references.get(path);
    if (reference === undefined) {
      reference = this.#references.size + 1;
      this.#references.set(path, reference);
      this.#paths.set(reference, path);
    }
    return reference;
  }
}

/** Copies that the sandbox keeps of installed versions can't be written. */
function isEditable(path: string): boolean {
  return !path.includes('://') && ((statSync(path, { throwIfNoEntry: false })?.mode ?? 0) & WRITABLE) !== 0;
}
