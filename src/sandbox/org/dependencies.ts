import { basename } from 'node:path';
import type { Program } from '../apex/semantics/program.ts';

/**
 * Sources that a change of files may affect: those that name what is in them, those that name these, and so on. A name in a
 * text counts (`Type.forName('Orders')`), and one in a comment does no harm: what is found may be too much, never too little.
 * Whoever names an object depends on its triggers.
 */
export function affectedBy(program: Program, changed: readonly string[]): ReadonlySet<string> {
  const words = new Map<string, ReadonlySet<string>>();
  for (const { path, text } of program.sourceFiles()) words.set(path, wordsOf(text));
  const affected = new Set<string>(changed.filter((path) => words.has(path)));
  let names = new Set(changed.flatMap((path) => namesOf(program, path)));
  while (names.size > 0) {
    const next = new Set<string>();
    for (const [path, own] of words) {
      if (affected.has(path) || ![...names].some((name) => own.has(name))) continue;
      affected.add(path);
      for (const name of namesOf(program, path)) next.add(name);
    }
    names = next;
  }
  return affected;
}

/** A trigger by its object's name, too; any file by its own up to the first dot: a class, a field, an object. */
function namesOf(program: Program, path: string): string[] {
  const trigger = /\.trigger$/i.test(path) ? program.unit(path)?.trigger : null;
  return [basename(path).replace(/\..*$/, ''), ...(trigger ? [trigger.object] : [])].map((name) => name.toLowerCase());
}

const wordsOf = (text: string): ReadonlySet<string> => new Set(text.toLowerCase().match(/[a-z_]\w*/g) ?? []);
