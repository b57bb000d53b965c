import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { CannotRun } from './failure.ts';

/** The first with `node:sqlite`, without a flag. */
const [MAJOR, MINOR] = [22, 13];

/**
 * The Node that runs the sandbox: this one, or, where it is too old, the one installed beside `program`.
 * Throws `CannotRun` where there is neither.
 */
export function sandboxNode(program: string, current: { version: string; path: string } = { version: process.versions.node, path: process.execPath }): string {
  const [major = 0, minor = 0] = current.version.split('.').map(Number);
  if (major > MAJOR || (major === MAJOR && minor >= MINOR)) return current.path;
  for (let folder = dirname(program); ; folder = dirname(folder)) {
    const installed = join(folder, 'node_modules', 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
    if (existsSync(installed)) return installed;
    if (folder === dirname(folder)) break;
  }
  throw new CannotRun(`The sandbox needs Node ${MAJOR}.${MINOR} or later, and this is ${current.version}. Run the command with a newer Node, or install the npm package "node" in the project.`);
}
