import { readdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { WireError } from '../../protocol/errors.ts';
import { projectArgument } from '../../protocol/project-argument.ts';
import { isInside } from '../../exchange/inside.ts';
import { isRecord } from './json-schema.ts';

export interface ProjectFolder {
  readonly root: string;
  readonly name: string;
  readonly namespace: string | null;
  /** Package directories, absolute; the whole folder if it has no project file. */
  readonly directories: readonly string[];
}

const PROJECT_FILE = 'sfdx-project.json';

/** Reads a project that is named by its folder, or by `ns=DIR`: then that is its namespace. Throws `projectInvalid`. */
export function readProject(argument: string): ProjectFolder {
  const { namespace, folder } = projectArgument(argument);
  const project = readFolder(folder);
  return namespace === null ? project : { ...project, namespace };
}

/** Reads an SFDX project, or a folder in the older Metadata API format. Throws `projectInvalid`, naming file and attribute. */
function readFolder(folder: string): ProjectFolder {
  const fail = (message: string): WireError => new WireError('projectInvalid', message);
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) throw fail(`The project folder ${folder} does not exist.`);
  const root = realpathSync(folder);
  const file = join(root, PROJECT_FILE);
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw fail(`${file} can't be read: ${(error as Error).message}`);
    if (hasMetadata(root)) return { root, name: basename(root), namespace: null, directories: [root] };
    throw fail(`${root} has no ${PROJECT_FILE} and no Apex source. Name the folder of a project.`);
  }
  let project: unknown;
  try {
    project = JSON.parse(text);
  } catch (error) {
    throw fail(`${file} is no valid JSON: ${(error as Error).message}`);
  }
  if (!isRecord(project)) throw fail(`${file} must be a JSON object.`);
  const { namespace = '', packageDirectories, name } = project;
  if (typeof namespace !== 'string' || !/^([A-Za-z][A-Za-z0-9_]{0,14})?$/.test(namespace)) throw fail(`${file}: "namespace" is ${JSON.stringify(namespace)}, but must be a namespace or "".`);
  if (!Array.isArray(packageDirectories) || packageDirectories.length === 0) throw fail(`${file}: "packageDirectories" must be an array with at least one entry.`);
  const directories = packageDirectories.map((entry: unknown, index) => {
    const path = isRecord(entry) ? entry['path'] : undefined;
    if (typeof path !== 'string' || path === '') throw fail(`${file}: "packageDirectories[${index}].path" is missing.`);
    const directory = resolve(root, path);
    if (!isInside(root, directory)) throw fail(`${file}: "packageDirectories[${index}].path" is "${path}", which lies outside the project.`);
    if (!statSync(directory, { throwIfNoEntry: false })?.isDirectory()) throw fail(`${file}: "packageDirectories[${index}].path" is "${path}", but there is no such folder.`);
    if (!isInside(root, realpathSync(directory))) throw fail(`${file}: "packageDirectories[${index}].path" is "${path}", a link that leads outside the project.`);
    return directory;
  });
  // A folder inside another one would be read twice.
  const outer = [...new Set(directories)].filter((directory, _, all) => !all.some(other => other !== directory && isInside(other, directory)));
  return { root, name: typeof name === 'string' && name !== '' ? name : basename(root), namespace: namespace === '' ? null : namespace, directories: outer };
}

/** Whether there is source of the Metadata API anywhere below: `src/classes/A.cls` and the like. */
function hasMetadata(folder: string): boolean {
  return readdirSync(folder, { withFileTypes: true }).some(entry => (entry.isDirectory()
    ? !['node_modules', '.git'].includes(entry.name) && hasMetadata(join(folder, entry.name))
    : /\.(cls|trigger|object)$/i.test(entry.name)));
}
