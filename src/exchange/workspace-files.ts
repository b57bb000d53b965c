/** Sources of a project for a team's server: reads them, and sends them in parts. */
import { lstatSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { HubClient } from '../protocol/client.ts';
import { MAX_MESSAGE_BYTES } from '../protocol/discovery.ts';
import { projectArgument } from '../protocol/project-argument.ts';
import { isWorkspacePath, WORKSPACE_LIMITS } from '../protocol/workspace.ts';
import type { SentWorkspace, WorkspaceFile } from '../protocol/workspace.ts';
import { FileFault } from './file-fault.ts';
import { isInside } from './inside.ts';

const PROJECT_FILE = 'sfdx-project.json';
/** No Apex runs by what lies there. */
const SKIPPED = new Set(['node_modules', 'lwc', 'aura']);
/** A part leaves room: others of the connection don't wait for it. */
const PART_BYTES = 512 * 1024;

export interface WorkspaceFiles {
  readonly files: readonly WorkspaceFile[];
  /** Paths of what isn't text, is too large, a link, or of a name that isn't taken. */
  readonly leftOut: readonly string[];
}

/** The project file, and the texts below its package directories; of a folder without one, all of it. Throws `FileFault`. */
export function readWorkspace(folder: string): WorkspaceFiles {
  if (!lstatSync(folder, { throwIfNoEntry: false })?.isDirectory()) throw new FileFault(folder, null, null, 'there is no such project folder');
  const files: WorkspaceFile[] = [];
  const leftOut: string[] = [];
  let bytes = 0;
  const take = (path: string): void => {
    const text = isWorkspacePath(path) ? textOf(join(folder, path)) : null;
    if (text === null) return void leftOut.push(path);
    bytes += Buffer.byteLength(text);
    files.push({ path, text });
    if (files.length > WORKSPACE_LIMITS.files) throw new FileFault(folder, null, null, `has more than ${WORKSPACE_LIMITS.files} source files, which is what a server takes`);
    if (bytes > WORKSPACE_LIMITS.totalBytes) throw new FileFault(folder, null, null, `has more than ${WORKSPACE_LIMITS.totalBytes} bytes of source, which is what a server takes`);
  };
  const walk = (path: string): void => {
    for (const entry of readdirSync(join(folder, path), { withFileTypes: true })) {
      const name = path === '' ? entry.name : `${path}/${entry.name}`;
      if (entry.name.startsWith('.') || SKIPPED.has(entry.name)) continue;
      if (entry.isDirectory()) walk(name);
      else if (entry.isFile() && name !== PROJECT_FILE) take(name);
      else if (!entry.isFile()) leftOut.push(name);
    }
  };
  const directories = packageDirectories(folder);
  if (directories) take(PROJECT_FILE);
  for (const each of directories ?? ['']) {
    const before = files.length;
    walk(each);
    // The project file names it, and a folder is sent by its files.
    if (files.length === before && each !== '') files.push({ path: `${each}/.empty`, text: '' });
  }
  return { files, leftOut };
}

/** `argument`: `DIR` or `NAMESPACE=DIR`. */
export async function sendWorkspace(client: Pick<HubClient, 'request'>, argument: string): Promise<{ workspace: SentWorkspace; leftOut: readonly string[] }> {
  const { namespace, folder } = projectArgument(argument);
  const { files, leftOut } = readWorkspace(resolve(folder));
  let id: string | undefined;
  for (const part of partsOf(files)) ({ id } = await client.request('workspace/send', { files: part, ...(id === undefined ? {} : { id }) }));
  if (id === undefined) throw new FileFault(folder, null, null, 'has no source');
  return { workspace: { id, namespace, folder: resolve(folder) }, leftOut };
}

function partsOf(files: readonly WorkspaceFile[]): WorkspaceFile[][] {
  const parts: WorkspaceFile[][] = [];
  let room = 0;
  for (const file of files) {
    const size = Buffer.byteLength(JSON.stringify(file));
    if (room < size || parts.length === 0) {
      parts.push([]);
      room = PART_BYTES;
    }
    parts.at(-1)?.push(file);
    room -= size;
  }
  return parts;
}

/** Relative, with `/`; null: there is no project file. What is wrong with it the server says. */
function packageDirectories(folder: string): string[] | null {
  let text: string;
  try {
    text = readFileSync(join(folder, PROJECT_FILE), 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
  let project: { packageDirectories?: unknown };
  try {
    project = JSON.parse(text) as typeof project;
  } catch {
    return [];
  }
  const named = (Array.isArray(project?.packageDirectories) ? project.packageDirectories as readonly { path?: unknown }[] : []).flatMap(each => (typeof each?.path === 'string' ? [each.path] : []));
  const paths = named.map(each => resolve(folder, each)).filter(each => isInside(folder, each) && lstatSync(each, { throwIfNoEntry: false })?.isDirectory());
  // A folder inside another one would be read twice.
  const outer = [...new Set(paths)].filter((path, _, all) => !all.some(other => other !== path && isInside(other, path)));
  return outer.map(each => each.slice(resolve(folder).length + 1).replaceAll('\\', '/'));
}

/** Null: no text, or too much for a message. */
function textOf(file: string): string | null {
  if (lstatSync(file).size > WORKSPACE_LIMITS.fileBytes) return null;
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(readFileSync(file));
    return Buffer.byteLength(JSON.stringify(text)) > MAX_MESSAGE_BYTES - 4096 ? null : text;
  } catch (error) {
    if (error instanceof TypeError) return null;
    throw error;
  }
}
