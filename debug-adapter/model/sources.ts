/**
 * Sources and positions as client and sandbox write them. The sandbox speaks of absolute paths and 1-based positions; a
 * source whose file isn't on this machine gets a reference, and the client asks for its text.
 */
import { existsSync } from 'node:fs';
import { basename } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { DebugProtocol } from '@vscode/debugprotocol';
import type { Arguments } from '../arguments.ts';
import { wrongArgument } from '../errors.ts';

export class Sources {
  linesStartAt1 = true;
  columnsStartAt1 = true;
  pathsAreUris = false;
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

  toClient(path: string): DebugProtocol.Source {
    const isOnDisk = !path.includes('://') && existsSync(path);
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
    return path.startsWith('file:') ? fileURLToPath(path) : path;
  }

  pathOf(reference: number, command: string): string {
    const path = this.#paths.get(reference);
    if (path === undefined) throw wrongArgument(command, 'sourceReference', reference, 'a reference that this session gave');
    return path;
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
