/** Which world a command works with, and where it keeps its state. */
import { existsSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { STATE_DIRECTORY_VARIABLE, stateHome, WORLD_FILE_NAMES, worldStateDirectory } from '../protocol/environment.ts';
import { projectArgument } from '../protocol/project-argument.ts';
import { CannotRun } from './failure.ts';

export interface World {
  /** Null: a sandbox made from a project. */
  readonly worldFile: string | null;
  readonly projects: readonly string[];
  readonly with: readonly string[];
  readonly stateDirectory: string;
}

export interface WorldOptions {
  readonly world?: string | undefined;
  readonly project?: readonly string[] | undefined;
  readonly with?: readonly string[] | undefined;
}

/** Named by `--world` or `--project`; else the world file here or above, else the project here. */
export function findWorld(options: WorldOptions): World {
  const projects = (options.project ?? []).map(folder => directory('--project', folder));
  const dependencies = (options.with ?? []).map(dependency);
  const worldFile = options.world === undefined ? (projects.length > 0 ? null : worldFileAbove(process.cwd())) : file('--world', options.world);
  if (worldFile === null && projects.length === 0 && existsSync('sfdx-project.json')) projects.push(process.cwd());
  const anchor = worldFile ?? projects[0];
  const named = process.env[STATE_DIRECTORY_VARIABLE];
  if (anchor === undefined && named === undefined) {
    throw new CannotRun(`There is no ${WORLD_FILE_NAMES.join(' or ')} here or above and no sfdx-project.json here. Name one with --world FILE or --project DIR.`);
  }
  return {
    worldFile, projects, with: dependencies,
    stateDirectory: named ?? worldStateDirectory(stateHome(process.env, homedir(), process.platform), realpathSync(anchor ?? '.')),
  };
}

function worldFileAbove(from: string): string | null {
  for (let folder = from; ; folder = dirname(folder)) {
    const found = WORLD_FILE_NAMES.map(name => join(folder, name)).find(isWorldFile);
    if (found) return found;
    if (folder === dirname(folder)) return null;
  }
}

/** The name alone is common. */
function isWorldFile(path: string): boolean {
  return existsSync(path) && /"orgs"\s*:/.test(readFileSync(path, 'utf8'));
}

function directory(option: string, path: string): string {
  if (!statSync(path, { throwIfNoEntry: false })?.isDirectory()) throw new CannotRun(`${option} ${path}: there is no such folder.`);
  return realpathSync(path);
}

function dependency(argument: string): string {
  const { namespace, folder } = projectArgument(argument);
  return (namespace === null ? '' : `${namespace}=`) + directory('--with', folder);
}

function file(option: string, path: string): string {
  if (!statSync(path, { throwIfNoEntry: false })?.isFile()) throw new CannotRun(`${option} ${path}: there is no such file.`);
  return resolve(path);
}
