/**
 * How the processes of one user on one machine find the world they serve: names of environment variables, and where a
 * world keeps its state. Pure: callers pass their environment and home folder.
 */
import { createHash } from 'node:crypto';
import { join } from 'node:path';

/** Folder of all worlds' state; the default is `stateHome`. */
export const HOME_VARIABLE = 'ISV_DEBUGGER_HOME';
/** State directory of the one world a child process works with: it holds `hub.json`. */
export const STATE_DIRECTORY_VARIABLE = 'ISV_DEBUGGER_STATE';
/** Signs a child process in as its parent's developer (`client/hello`). A secret; never an argument, never logged. */
export const DEVELOPER_TOKEN_VARIABLE = 'ISV_DEBUGGER_DEVELOPER_TOKEN';

/** `wss://host:port` of a team's server to connect to, instead of a hub on this machine. */
export const SERVER_VARIABLE = 'ISV_DEBUGGER_SERVER';

/** Why nobody may connect there, for a person; null: one may. A token goes over the network under TLS only. */
export function serverUrlProblem(url: string): string | null {
  const parsed = URL.canParse(url) ? new URL(url) : null;
  if (!parsed || !['wss:', 'ws:'].includes(parsed.protocol)) return `"${url}" is no address of a server, but must be like wss://host:port.`;
  if (parsed.protocol === 'ws:' && !['localhost', '127.0.0.1', '[::1]'].includes(parsed.hostname)) return `${url} is another machine: connect to it over TLS, wss://${parsed.host}.`;
  return null;
}

/** A world file in a project's root is found by these names. */
export const WORLD_FILE_NAMES: readonly string[] = ['world.json', 'isv-world.json'];

/** What a team's server listens at. Files are PEM. */
export interface TeamArguments {
  readonly host: string;
  readonly port?: string;
  /** Of its web pages. */
  readonly pagesPort?: string;
  readonly certificateFile?: string;
  readonly keyFile?: string;
}

/** Arguments of the hub process: `--state DIR [--world FILE] [--exit-with-stdin] [--host HOST …]`. */
export function hubArguments(options: { stateDirectory: string; worldFile: string | null; exitWithStdin: boolean; team?: TeamArguments }): string[] {
  const { team } = options;
  return [
    '--state', options.stateDirectory,
    ...(options.worldFile ? ['--world', options.worldFile] : []),
    ...(options.exitWithStdin ? ['--exit-with-stdin'] : []),
    ...(team ? ['--host', team.host] : []),
    ...(team?.port ? ['--team-port', team.port] : []),
    ...(team?.pagesPort ? ['--team-pages-port', team.pagesPort] : []),
    ...(team?.certificateFile ? ['--tls-cert', team.certificateFile] : []),
    ...(team?.keyFile ? ['--tls-key', team.keyFile] : []),
  ];
}

/** Where this user's worlds keep their state, by the platform's custom. */
export function stateHome(environment: Readonly<Record<string, string | undefined>>, homeFolder: string, platform: string): string {
  const named = environment[HOME_VARIABLE];
  if (named) return named;
  if (platform === 'win32') return join(environment['LOCALAPPDATA'] ?? join(homeFolder, 'AppData', 'Local'), 'isv-debugger');
  if (platform === 'darwin') return join(homeFolder, 'Library', 'Application Support', 'isv-debugger');
  return join(environment['XDG_STATE_HOME'] ?? join(homeFolder, '.local', 'state'), 'isv-debugger');
}

/** State directory of one world. `anchor`: real path of its world file, or of the project folder of a world without one. */
export function worldStateDirectory(home: string, anchor: string): string {
  return join(home, 'worlds', createHash('sha256').update(anchor).digest('hex').slice(0, 16));
}
