import { execFile } from 'node:child_process';
import { isBuiltin } from 'node:module';

/** Node, or VS Code's own executable running as Node. */
export interface NodeExecutable {
  readonly command: string;
  readonly env: Readonly<Record<string, string>>;
}

/**
 * The Node that hub, runners and adapter run on: the one that `isvDebugger.nodePath` names, else VS Code's own.
 * Rejects with what to do when it has no `node:sqlite`.
 */
export async function sandboxNode(nodePath: string | undefined): Promise<NodeExecutable> {
  if (!nodePath) {
    if (!isBuiltin('node:sqlite')) {
      throw new Error(`The sandbox needs Node 22.13 or later, and this VS Code runs on Node ${process.versions.node}. Name another one in the setting isvDebugger.nodePath.`);
    }
    return { command: process.execPath, env: { ELECTRON_RUN_AS_NODE: '1' } };
  }
  const answer = await new Promise<string>((resolve, reject) => {
    execFile(nodePath, ['-p', "require('node:module').isBuiltin('node:sqlite') + ' ' + process.versions.node"], { timeout: 10_000 }, (error, stdout) => {
      if (error) reject(new Error(`The setting isvDebugger.nodePath names ${nodePath}, which does not run as Node: ${error.message.split('\n')[0]}`));
      else resolve(stdout.trim());
    });
  });
  const [hasSqlite, version] = answer.split(' ');
  if (hasSqlite !== 'true') throw new Error(`The setting isvDebugger.nodePath names Node ${version}. The sandbox needs 22.13 or later.`);
  return { command: nodePath, env: {} };
}
