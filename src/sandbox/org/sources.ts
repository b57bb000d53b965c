import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, extname, join } from 'node:path';
import { WireError } from '../../protocol/errors.ts';
import type { SourceFile } from '../apex/semantics/types.ts';
import { leadsOutside } from '../../exchange/inside.ts';
import { projectRoot } from '../data/metadata/project-root.ts';

const SKIPPED = new Set(['node_modules', '.git', '.sfdx', '.sf', 'lwc', 'aura']);
/** For source without a -meta.xml beside it. */
const DEFAULT_API_VERSION = 60;

/** Folders of a project that hold metadata: its package directories if it names any, else all of it. */
export function packageDirectories(project: string): string[] {
  const file = join(project, 'sfdx-project.json');
  if (!existsSync(file)) return [project];
  let parsed: { packageDirectories?: readonly { path?: string }[] };
  try {
    parsed = JSON.parse(readFileSync(file, 'utf8')) as typeof parsed;
  } catch (error) {
    throw new WireError('projectInvalid', `${file} is no valid JSON: ${(error as Error).message}`);
  }
  const found = (parsed.packageDirectories ?? []).map((entry) => join(project, entry.path ?? '')).filter((path) => existsSync(path));
  const outside = found.find((path) => leadsOutside(project, path));
  if (outside !== undefined) throw new WireError('projectInvalid', `${file}: the package directory ${outside} lies outside the project.`);
  // A folder inside another one would be read twice.
  return found.length ? found.filter((path) => !found.some((other) => other !== path && path.startsWith(`${other}/`))) : [project];
}

/** Every class and trigger of a project. `namespace`: the package's, null for unmanaged code. `name`: the package's, if others share the namespace. */
export function findSources(project: string, namespace: string | null, name?: string): SourceFile[] {
  return filesOf(project, /\.(cls|trigger)$/i).map((path) => ({ path, text: readFileSync(path, 'utf8'), apiVersion: apiVersionOf(path), namespace, ...(name === undefined ? {} : { package: name }) }));
}

/** Names of a project's Visualforce pages, as code of any namespace may write them. */
export function findPages(project: string, namespace: string | null): string[] {
  return filesOf(project, /\.page$/i).map((path) => (namespace ? `${namespace}__` : '').concat(basename(path, extname(path))).toLowerCase());
}

/** A project's test suites: their classes by name, as `Class` or `ns.Class`. */
export function findTestSuites(project: string, namespace: string | null): [name: string, classes: readonly string[]][] {
  return filesOf(project, /\.testSuite(-meta\.xml)?$/i).map((path) => {
    const classes = [...readFileSync(path, 'utf8').matchAll(/<testClassName>\s*([\w.]+)\s*<\/testClassName>/g)].map(([, name]) => name!.replace(/^(\w+?)__/, '$1.'));
    return [basename(path).replace(/\.testSuite.*$/i, ''), classes.map((name) => (namespace === null || name.includes('.') ? name : `${namespace}.${name}`))];
  });
}

function filesOf(project: string, pattern: RegExp): string[] {
  const files: string[] = [];
  const root = projectRoot(project);
  const visit = (directory: string): void => {
    for (const entry of readdirSync(directory, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))) {
      const path = join(directory, entry.name);
      if (entry.isDirectory()) {
        if (!SKIPPED.has(entry.name)) visit(path);
      } else if (pattern.test(entry.name)) {
        // The project's metadata tells of it.
        if (entry.isSymbolicLink() && leadsOutside(root, path)) continue;
        files.push(path);
      }
    }
  };
  for (const directory of packageDirectories(project)) visit(directory);
  return files;
}

function apiVersionOf(path: string): number {
  const meta = `${path}-meta.xml`;
  if (!existsSync(meta)) return DEFAULT_API_VERSION;
  const match = /<apiVersion>\s*([\d.]+)\s*<\/apiVersion>/.exec(readFileSync(meta, 'utf8'));
  return match ? Number(match[1]) : DEFAULT_API_VERSION;
}
