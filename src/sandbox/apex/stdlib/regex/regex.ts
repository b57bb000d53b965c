import { chargeCpu } from '../../runtime/accounting.ts';
import { fail } from '../../runtime/exception.ts';
import { compileTree, type CompiledTree } from './compile.ts';
import { Machine, TooComplicated } from './machine.ts';
import { parseRegex } from './parse.ts';
import { RegexSyntaxError, type RegexTree } from './syntax.ts';

/** Start and end of group 0, then of each group; -1 for one that took no part. */
export type Match = readonly number[];
export type MatchMode = 'find' | 'lookingAt' | 'matches';

/** A compiled Java regular expression. */
export class Regex {
  readonly source: string;
  readonly tree: RegexTree;
  private readonly compiled: CompiledTree;

  private constructor(source: string) {
    this.source = source;
    this.tree = parseRegex(source);
    this.compiled = compileTree(this.tree.root);
  }

  private static readonly known = new Map<string, Regex>();

  /** Throws System.StringException for a pattern that isn't one. */
  static of(source: string): Regex {
    let regex = Regex.known.get(source);
    if (regex) return regex;
    try {
      regex = new Regex(source);
    } catch (error) {
      if (error instanceof RegexSyntaxError) return fail('System.StringException', `Invalid regex: ${error.message}`);
      throw error;
    }
    if (Regex.known.size > 500) Regex.known.clear();
    Regex.known.set(source, regex);
    return regex;
  }

  /** Tries at `from`, and for `find` at every later place. Throws System.LimitException past the bound. */
  run(machine: Machine, from: number, mode: MatchMode): Match | null {
    machine.hitEnd = false;
    machine.requireEnd = false;
    machine.mustEnd = mode === 'matches';
    machine.counts = new Array<number>(this.compiled.loopCount).fill(0);
    machine.starts = new Array<number>(this.compiled.loopCount).fill(-1);
    machine.groups = new Array<number>(2 * (this.tree.groupCount + 1)).fill(-1);
    const before = machine.accesses;
    try {
      const last = mode === 'find' ? machine.to : from;
      for (let i = from; i <= last; i++) {
        if (this.compiled.start(machine, i)) {
          machine.groups[0] = i;
          machine.groups[1] = machine.accepted;
          return machine.groups;
        }
        machine.groups.fill(-1);
      }
      if (mode === 'find') machine.hitEnd = true;
      return null;
    } catch (error) {
      // A pattern that recurses deeper than the stack holds is as hopeless as one past the bound.
      if (error instanceof TooComplicated || (error instanceof RangeError && /call stack/.test(error.message))) fail('System.LimitException', 'Regex too complicated');
      throw error;
    } finally {
      chargeCpu('regexAccess', machine.accesses - before);
    }
  }
}

/** A machine over a whole text. */
export function machineFor(text: string): Machine {
  const machine = new Machine();
  machine.text = text;
  machine.to = machine.anchorTo = machine.lookTo = text.length;
  return machine;
}

/** All matches from left to right. */
export function* matchesOf(regex: Regex, text: string): Generator<Match> {
  const machine = machineFor(text);
  for (let from = 0; from <= text.length;) {
    const match = regex.run(machine, from, 'find');
    if (!match) return;
    machine.previousEnd = match[1]!;
    from = match[1]! === match[0]! ? match[1]! + 1 : match[1]!;
    yield match;
  }
}
