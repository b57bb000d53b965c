import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The checkout. */
export const repositoryRoot = resolve(dirname(fileURLToPath(import.meta.url)), '../../..');

/** Everything the tests download; git-ignored, and safe to delete. */
export const cacheDirectory = join(repositoryRoot, '.vscode-test');

/** The VS Code server and the browser driver. */
export const hostDirectory = join(cacheDirectory, 'host');

/** The VS Code server's own tree inside the npm package that carries it. */
export const serverDirectory = join(hostDirectory, 'node_modules/code-server/lib/vscode');

/** The Node that the repository brings; Node 20 started us, this one runs everything. */
export const bundledNode = join(repositoryRoot, 'node_modules/node/bin', process.platform === 'win32' ? 'node.exe' : 'node');
