import { basename } from 'node:path';
import type { Program } from '../apex/semantics/program.ts';

/**
 * Sources that a change of files may affect: those that name what is in them, those that name these, and so on. A name in a
 * text counts (`Type.forName('Orders')`), and one in a comment does no harm: what is found may be too much, never too little.
 * Whoever names an object depends on its triggers.
 */
export function affectedBy(program: Program, changed: readonly string[]): ReadonlySet<string> {
  const words = new Map<string, ReadonlySet<string>>();
  for (const path of program.paths()) words.set(path, wordsOf(program.unit(path)?.source.text ?? ''));
  const affected = new Set<string>(changed.filter((path) => words.has(path)));
  let names = new Set(changed.map((path) => nameOf(program, path)));
  while (names.size > 0) {
    const next = new Set<string>();
    for (const [path, own] of words) {
      if (affected.has(path) || ![...names].some((name) => own.has(name))) continue;
      affected.add(path);
      next.add(nameOf(program, path));
    }
    names = next;
  }
  return affected;
}

/** A class by its name, a trigger by its object's; any other file by its own name up to the first dot: a field, an object, a label file. */
function nameOf(program: Program, path: string): string {
  return (program.unit(path)?.trigger?.object ?? basename(path).replace(/\..*$/, '')).toLowerCase();
}

const wordsOf = (text: string): ReadonlySet<string> => new Set(text.toLowerCase().match(/[a-z_]\w*/g) ?? []);
