import { randomUUID } from 'node:crypto';
import { rmSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Mutex } from 'async-mutex';
import { WireError } from '../../protocol/errors.ts';
import { isWorkspacePath, WORKSPACE_LIMITS } from '../../protocol/workspace.ts';
import type { SentWorkspace, WorkspaceFile } from '../../protocol/workspace.ts';
import type { ClientConnection } from './connection.ts';
import { readProject } from './project-folder.ts';
import type { ProjectFolder } from './project-folder.ts';

const FOLDER = 'workspaces';

interface Sent {
  readonly owner: ClientConnection;
  readonly developer: string;
  readonly folder: string;
  /** In lower case, as some file systems take them: of files, and of the folders they are in. */
  readonly files: Set<string>;
  readonly folders: Set<string>;
  bytes: number;
}

/** Sources that developers elsewhere sent for a request on their workspace version. Nothing of them stays. */
export class SentWorkspaces {
  readonly #folder: string;
  readonly #sent = new Map<string, Sent>();
  /** By developer: one request of theirs at a time compiles a whole workspace. */
  readonly #turns = new Map<string, Mutex>();

  constructor(stateDirectory: string) {
    this.#folder = join(stateDirectory, FOLDER);
    // Of a hub that was killed.
    rmSync(this.#folder, { recursive: true, force: true });
  }

  /** Returns the id of the workspace. Throws `invalidParams` or `tooLarge`; then nothing of these files is kept. */
  async add(owner: ClientConnection, developer: string, known: string | undefined, files: readonly WorkspaceFile[]): Promise<string> {
    const id = known ?? randomUUID();
    const sent = known === undefined ? { owner, developer, folder: join(this.#folder, id), files: new Set<string>(), folders: new Set<string>(), bytes: 0 } : this.#get(owner, known);
    // All of it is decided before any of it is written, and before anybody else's turn.
    this.#admit(sent, developer, files);
    this.#sent.set(id, sent);
    for (const { path, text } of files) {
      const file = join(sent.folder, path);
      await mkdir(dirname(file), { recursive: true, mode: 0o700 });
      await writeFile(file, text, { mode: 0o600, flag: 'wx' });
    }
    // The connection may have closed meanwhile.
    if (!this.#sent.has(id)) await this.#remove(sent);
    return id;
  }

  /** The projects, for as long as the work takes; then they are gone. Errors name folders as the developer knows them. */
  async use<T>(owner: ClientConnection, developer: string, workspaces: readonly SentWorkspace[], work: (projects: readonly ProjectFolder[]) => Promise<T>): Promise<T> {
    const all = workspaces.map(each => ({ ...each, sent: this.#get(owner, each.id) }));
    const turn = this.#turns.get(developer) ?? new Mutex();
    this.#turns.set(developer, turn);
    try {
      return await turn.runExclusive(() => work(all.map(({ sent, namespace, folder }) => project(sent.folder, namespace, folder))));
    } catch (error) {
      throw error instanceof WireError ? new WireError(error.data.id, all.reduce((text, { sent, folder }) => text.replaceAll(sent.folder, folder), error.message), { ...error.data }) : error;
    } finally {
      if (!turn.isLocked()) this.#turns.delete(developer);
      for (const { id, sent } of all) {
        this.#sent.delete(id);
        await this.#remove(sent);
      }
    }
  }

  /** A path of the workspaces as its developer knows it. */
  shown(text: string, workspaces: readonly SentWorkspace[]): string {
    return workspaces.reduce((shown, { id, folder }) => shown.replaceAll(join(this.#folder, id), folder), text);
  }

  /** Its connection closed. */
  async forget(owner: ClientConnection): Promise<void> {
    const own = [...this.#sent].filter(([, sent]) => sent.owner === owner);
    for (const [id] of own) this.#sent.delete(id);
    for (const [, sent] of own) await this.#remove(sent);
  }

  #get(owner: ClientConnection, id: string): Sent {
    const sent = this.#sent.get(id);
    if (sent?.owner !== owner) throw new WireError('invalidParams', 'There is no workspace of that id on this connection. Send it again.');
    return sent;
  }

  #admit(sent: Sent, developer: string, files: readonly WorkspaceFile[]): void {
    const others = [...this.#sent.values()].filter(each => each !== sent && each.developer === developer);
    const total = (of: (each: Sent) => number): number => others.reduce((sum, each) => sum + of(each), of(sent));
    const [names, folders] = [new Set<string>(), new Set<string>()];
    let bytes = 0;
    for (const { path, text } of files) {
      if (!isWorkspacePath(path)) throw new WireError('invalidParams', `${JSON.stringify(path.slice(0, WORKSPACE_LIMITS.pathLength))} is no path of a workspace's file.`);
      const size = Buffer.byteLength(text);
      if (size > WORKSPACE_LIMITS.fileBytes) throw new WireError('tooLarge', `${path} has ${size} bytes; a file has at most ${WORKSPACE_LIMITS.fileBytes}.`);
      const name = path.toLowerCase();
      const parents = parentsOf(name);
      const isTaken = names.has(name) || sent.files.has(name) || folders.has(name) || sent.folders.has(name) || parents.some(each => names.has(each) || sent.files.has(each));
      if (isTaken) throw new WireError('invalidParams', `${path} is there already, whatever its case, or where it lies is a file.`);
      names.add(name);
      for (const each of parents) folders.add(each);
      bytes += size;
    }
    if (total(each => each.files.size) + names.size > WORKSPACE_LIMITS.files) throw new WireError('tooLarge', `A workspace has at most ${WORKSPACE_LIMITS.files} files.`);
    if (total(each => each.bytes) + bytes > WORKSPACE_LIMITS.totalBytes) throw new WireError('tooLarge', `A workspace has at most ${WORKSPACE_LIMITS.totalBytes} bytes.`);
    for (const each of names) sent.files.add(each);
    for (const each of folders) sent.folders.add(each);
    sent.bytes += bytes;
  }

  #remove(sent: Sent): Promise<void> {
    return rm(sent.folder, { recursive: true, force: true });
  }
}

function parentsOf(path: string): string[] {
  const segments = path.split('/');
  return segments.slice(1).map((_each, index) => segments.slice(0, index + 1).join('/'));
}

function project(folder: string, namespace: string | null, shown: string): ProjectFolder {
  const found = readProject(folder);
  return { ...found, root: shown, namespace: namespace ?? found.namespace };
}
