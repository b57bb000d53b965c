/** Which installed file a client's file is: the client may have another checkout, or another version, than what is installed. */
import { isAbsolute, normalize } from 'node:path';
import { isSameText } from '../../protocol/source-text.ts';
import { commonLines } from './line-map.ts';

export interface ClientFile {
  readonly path: string;
  /** Null: not known. */
  readonly text: string | null;
  /** What the file was called in the commit that built the installed version. Null: the same, or not known. */
  readonly formerPath: string | null;
}

/** Null: none, or it can't be told which. `textOf`: of an installed file. */
export function matchSource(file: ClientFile, paths: readonly string[], textOf: (path: string) => string): string | null {
  const wanted = isAbsolute(file.path) ? normalize(file.path) : file.path;
  const same = paths.find(candidate => candidate === wanted) ?? paths.find(candidate => candidate.toLowerCase() === wanted.toLowerCase());
  if (same !== undefined) return same;
  for (const path of file.formerPath === null ? [wanted] : [wanted, file.formerPath]) {
    const found = closestSource(paths.filter(candidate => fileName(candidate) === fileName(path)), file.text, textOf);
    if (found !== null) return found;
  }
  return null;
}

/** Of files of one name (two packages, a package and the org's own code): the one with the content, or with most of it. Null: it can't be told. */
export function closestSource(named: readonly string[], text: string | null, textOf: (path: string) => string): string | null {
  if (named.length <= 1) return named[0] ?? null;
  if (text === null) return null;
  const same = named.filter(candidate => isSameText(text, textOf(candidate)));
  if (same.length > 0) return same.length === 1 ? same[0] ?? null : null;
  const ranked = named.map(path => ({ path, lines: commonLines(text, textOf(path)) })).sort((a, b) => b.lines - a.lines);
  const [first, second] = ranked;
  return first && second && first.lines > second.lines ? first.path : null;
}

function fileName(path: string): string {
  return path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1).toLowerCase();
}
