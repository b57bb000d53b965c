/** What the demo looks up in the Apex files that a world names. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { CannotRun } from '../failure.ts';

export type Raw = Readonly<Record<string, unknown>>;

/** The file of a class or trigger in the world's packages and sources, and the 1-based line that holds the marker. */
export function findMarker(worldFile: string, className: string, marker: string): { readonly path: string; readonly line: number } {
  const names = new Set([`${className}.cls`, `${className}.trigger`].map(name => name.toLowerCase()));
  const path = sourceFiles(worldFile).find(file => names.has(basename(file).toLowerCase()));
  if (path === undefined) throw new CannotRun(`The world's packages and sources hold no class or trigger "${className}", which the demo names.`);
  const line = readFileSync(path, 'utf8').split(/\r\n|\r|\n/).findIndex(each => each.includes(marker));
  if (line < 0) throw new CannotRun(`${path} has no line with the marker ${JSON.stringify(marker)} of the demo.`);
  return { path, line: line + 1 };
}

/** Name of the first test class, by the order of packages and names; null if there is none. */
export function firstTest(worldFile: string): string | null {
  const path = sourceFiles(worldFile).find(file => /\.cls$/i.test(file) && /@IsTest\b/i.test(readFileSync(file, 'utf8')));
  return path === undefined ? null : basename(path).replace(/\.cls$/i, '');
}

function sourceFiles(worldFile: string): string[] {
  const world = readObject(worldFile);
  return [
    ...list(world['packages']).map(each => each['path']),
    ...list(world['orgs']).flatMap(org => (Array.isArray(org['source']) ? (org['source'] as unknown[]) : [])),
  ].filter((folder): folder is string => typeof folder === 'string').map(folder => resolve(dirname(worldFile), folder)).filter(folder => existsSync(folder))
    .flatMap(folder => readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort().map(name => join(folder, name)));
}

export function readObject(file: string): Raw {
  try {
    const value: unknown = JSON.parse(readFileSync(file, 'utf8'));
    if (isRecord(value)) return value;
  } catch (error) {
    throw new CannotRun(`${file}: ${error instanceof Error ? error.message : String(error)}`);
  }
  throw new CannotRun(`${file}: it must hold an object.`);
}

export function isRecord(value: unknown): value is Raw {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function list(value: unknown): readonly Raw[] {
  return Array.isArray(value) ? value.filter(isRecord) : [];
}
