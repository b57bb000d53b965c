import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { serverUrlProblem, STATE_DIRECTORY_VARIABLE, WORLD_FILE_NAMES, stateHome, worldStateDirectory } from '../../protocol/environment.ts';

/** Which simulated world a window works with. */
export interface World {
  /** Null: no world file; a sandbox is made from the project. */
  readonly worldFile: string | null;
  /** `wss://host:port` of a team's server that has the world; null: it is on this machine. */
  readonly server: string | null;
  /** SFDX project folders of the workspace, the first is the main one. */
  readonly projects: readonly string[];
  /** Of a team's server: what its token is kept by. */
  readonly stateDirectory: string;
}

/** A world file may lie above the package that is open: the sample's does. */
const levelsUp = 4;

/**
 * The world of a window, or null when its folders hold neither a world file nor an SFDX project.
 *
 * @param folders absolute paths of the workspace folders
 * @param named the world file that the user's setting names, absolute; it wins and must exist
 * @param server the team's server that the user's setting names; it wins over everything
 */
export function findWorld(folders: readonly string[], named: string | undefined, server?: string): World | null {
  const home = stateHome(process.env, homedir(), process.platform);
  if (server !== undefined) {
    const problem = serverUrlProblem(server);
    if (problem !== null) throw new Error(`${problem} Correct the setting isvDebugger.server.`);
    return { worldFile: null, server, projects: folders.filter(isProject), stateDirectory: worldStateDirectory(home, server) };
  }
  if (named && !existsSync(named)) throw new Error(`The world file ${named} does not exist. Correct the setting isvDebugger.world.`);
  const worldFile = named ?? firstDefined(folders, findWorldFile);
  const projects = folders.filter(isProject);
  const anchor = worldFile ?? projects[0];
  if (!anchor) return null;
  const stateDirectory = process.env[STATE_DIRECTORY_VARIABLE] ?? worldStateDirectory(home, realpathSync(anchor));
  return { worldFile: worldFile ?? null, server: null, projects, stateDirectory };
}

export function isProject(folder: string): boolean {
  return existsSync(join(folder, 'sfdx-project.json'));
}

function findWorldFile(folder: string): string | undefined {
  let current = folder;
  for (let level = 0; level < levelsUp; level++) {
    const found = WORLD_FILE_NAMES.map(name => join(current, name)).find(isWorldFile);
    if (found) return found;
    const parent = dirname(current);
    if (parent === current) return undefined;
    current = parent;
  }
  return undefined;
}

/** The name alone is common; a broken file still counts, so that its error is shown and not a project's sandbox instead. */
function isWorldFile(file: string): boolean {
  if (!existsSync(file)) return false;
  const text = readFileSync(file, 'utf8');
  return /"partner"\s*:/.test(text) && /"orgs"\s*:/.test(text);
}

function firstDefined<T, R>(values: readonly T[], find: (value: T) => R | undefined): R | undefined {
  for (const value of values) {
    const found = find(value);
    if (found !== undefined) return found;
  }
  return undefined;
}
