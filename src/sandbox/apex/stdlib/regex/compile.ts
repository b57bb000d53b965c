import { foldUnicode } from './parse-class.ts';
import type { Machine } from './machine.ts';
import { widthOf, type CharacterTest, type RegexNode } from './syntax.ts';

/** Whether the rest of the expression matches from `i` on. */
export type Step = (machine: Machine, i: number) => boolean;

export interface CompiledTree {
  readonly start: Step;
  readonly loopCount: number;
}

/** Makes a backtracking matcher: each node becomes a step that knows the step behind it. */
export function compileTree(root: RegexNode): CompiledTree {
  const compiler = new Compiler();
  const start = compiler.step(root, (m, i) => {
    if (m.mustEnd && i !== m.to) return false;
    m.accepted = i;
    return true;
  });
  return { start, loopCount: compiler.loopCount };
}

const accept: Step = (m, i) => {
  m.accepted = i;
  return true;
};

function unionOf(items: readonly RegexNode[]): CharacterTest | null {
  const tests = items.map((item) => (item.kind === 'character' ? item.test : null));
  return tests.every((test) => test !== null) ? (c): boolean => tests.some((test) => test(c)) : null;
}

const width = (point: number): number => (point > 0xffff ? 2 : 1);
const isLowSurrogate = (c: number): boolean => c >= 0xdc00 && c <= 0xdfff;

class Compiler {
  loopCount = 0;

  step(node: RegexNode, next: Step): Step {
    switch (node.kind) {
      case 'empty': return next;
      case 'character': return character(node.test, next);
      case 'sequence': return node.items.reduceRight((rest, item) => this.step(item, rest), next);
      case 'alternatives': {
        // One character each: a set, which repeats without a frame of the stack for each turn.
        const union = unionOf(node.items);
        if (union) return character(union, next);
        const branches = node.items.map((item) => this.step(item, next));
        return (m, i) => {
          for (const branch of branches) if (branch(m, i)) return true;
          return false;
        };
      }
      case 'capture': return this.capture(node.group, node.body, next);
      case 'atomic': return once(this.step(node.body, accept), next);
      case 'look': return node.isBehind ? this.lookBehind(node.body, node.isNegative, next) : this.lookAhead(node.body, node.isNegative, next);
      case 'reference': return reference(node.group, node.ignoresCase, node.isUnicode, next);
      case 'anchor': return (m, i) => m.holds(node.anchor, i, node.isUnixLines) && next(m, i);
      case 'linebreak': return (m, i) => {
        const c = m.read(i);
        if (c === 13 && m.read(i + 1) === 10 && next(m, i + 2)) return true;
        return ((c >= 10 && c <= 13) || c === 0x85 || c === 0x2028 || c === 0x2029) && next(m, i + 1);
      };
      case 'grapheme': return (m, i) => {
        if (m.read(i) < 0) return false;
        const [first] = new Intl.Segmenter('en', { granularity: 'grapheme' }).segment(m.text.slice(i, m.to));
        return next(m, i + first!.segment.length);
      };
      case 'repeat': return this.repeat(node, next);
    }
  }

  private repeat(node: RegexNode & { kind: 'repeat' }, next: Step): Step {
    const { body, min, max, mode } = node;
    if (max === 0) return next;
    const test = body.kind === 'character' ? body.test : body.kind === 'alternatives' ? unionOf(body.items) : null;
    if (test) return run(test, min, max, mode, next);
    if (mode === 'possessive') return once(this.loop(body, min, max, false, accept), next);
    return this.loop(body, min, max, mode === 'reluctant', next);
  }

  private loop(body: RegexNode, min: number, max: number, isReluctant: boolean, next: Step): Step {
    const id = this.loopCount++;
    const again = (m: Machine, i: number): boolean => {
      const count = m.counts[id]!;
      const start = m.starts[id]!;
      m.counts[id] = count + 1;
      m.starts[id] = i;
      if (iteration(m, i)) return true;
      m.counts[id] = count;
      m.starts[id] = start;
      return false;
    };
    const decide: Step = (m, i) => {
      const count = m.counts[id]!;
      // A turn that took nothing ends the loop, also before its least count.
      if (count > 0 && i === m.starts[id]) return next(m, i);
      if (count < min) return again(m, i);
      if (isReluctant) return next(m, i) || (count < max && again(m, i));
      return (count < max && again(m, i)) || next(m, i);
    };
    const iteration = this.step(body, decide);
    return (m, i) => {
      const count = m.counts[id]!;
      const start = m.starts[id]!;
      m.counts[id] = 0;
      m.starts[id] = -1;
      if (decide(m, i)) return true;
      m.counts[id] = count;
      m.starts[id] = start;
      return false;
    };
  }

  private capture(group: number, body: RegexNode, next: Step): Step {
    // Where the group began, per turn: the closing step of this turn reads it before another turn can begin.
    const begun: number[] = [];
    const inner = this.step(body, (m, i) => {
      const { groups } = m;
      const start = groups[group * 2]!;
      const end = groups[group * 2 + 1]!;
      const begin = begun.pop()!;
      groups[group * 2] = begin;
      groups[group * 2 + 1] = i;
      if (next(m, i)) return true;
      groups[group * 2] = start;
      groups[group * 2 + 1] = end;
      begun.push(begin);
      return false;
    });
    return (m, i) => {
      const depth = begun.length;
      begun.push(i);
      try {
        return inner(m, i);
      } finally {
        begun.length = depth;
      }
    };
  }

  private lookAhead(body: RegexNode, isNegative: boolean, next: Step): Step {
    return look((m, i, inner) => {
      const { to } = m;
      m.to = m.lookTo;
      try {
        return inner(m, i);
      } finally {
        m.to = to;
      }
    }, this.step(body, accept), isNegative, next);
  }

  private lookBehind(body: RegexNode, isNegative: boolean, next: Step): Step {
    const { min, max } = widthOf(body);
    const targets: number[] = [];
    const inner = this.step(body, (_m, i) => i === targets.at(-1));
    return look((m, i) => {
      const { to } = m;
      m.to = m.lookTo;
      targets.push(i);
      try {
        for (let start = i - min; start >= Math.max(i - max, m.lookFrom); start--) if (inner(m, start)) return true;
        return false;
      } finally {
        targets.pop();
        m.to = to;
      }
    }, inner, isNegative, next);
  }
}

function look(find: (m: Machine, i: number, inner: Step) => boolean, inner: Step, isNegative: boolean, next: Step): Step {
  return (m, i) => {
    const groups = [...m.groups];
    const found = find(m, i, inner);
    if (isNegative) {
      // At the end, more text could make a negative look fail.
      if (i >= m.lookTo) m.requireEnd = true;
      m.groups = groups;
      return !found && next(m, i);
    }
    if (found && next(m, i)) return true;
    m.groups = groups;
    return false;
  };
}

/** The body's first way to match, never another. */
function once(body: Step, next: Step): Step {
  return (m, i) => {
    const groups = [...m.groups];
    if (body(m, i) && next(m, m.accepted)) return true;
    m.groups = groups;
    return false;
  };
}

function character(test: CharacterTest, next: Step): Step {
  return (m, i) => {
    const c = m.read(i);
    return c >= 0 && test(c) && next(m, i + width(c));
  };
}

/** Repeats one character without a frame of the stack for each. */
function run(test: CharacterTest, min: number, max: number, mode: 'greedy' | 'reluctant' | 'possessive', next: Step): Step {
  if (mode === 'reluctant') {
    return (m, from) => {
      for (let i = from, count = 0; ; count++) {
        if (count >= min && next(m, i)) return true;
        if (count >= max) return false;
        const c = m.read(i);
        if (c < 0 || !test(c)) return false;
        i += width(c);
      }
    };
  }
  return (m, from) => {
    let i = from;
    let count = 0;
    while (count < max) {
      const c = m.read(i);
      if (c < 0 || !test(c)) break;
      i += width(c);
      count++;
    }
    if (count < min) return false;
    if (mode === 'possessive') return next(m, i);
    for (;;) {
      if (next(m, i)) return true;
      if (count <= min) return false;
      i -= i - 2 >= from && isLowSurrogate(m.text.charCodeAt(i - 1)) && m.text.codePointAt(i - 2)! > 0xffff ? 2 : 1;
      count--;
    }
  };
}

function reference(group: number, ignoresCase: boolean, isUnicode: boolean, next: Step): Step {
  const fold = (c: number): number => (!ignoresCase ? c : isUnicode ? foldUnicode(c) : c >= 65 && c <= 90 ? c | 32 : c);
  return (m, i) => {
    const start = m.groups[group * 2] ?? -1;
    if (start < 0) return false;
    const length = m.groups[group * 2 + 1]! - start;
    for (let n = 0; n < length; n++) {
      if (i + n >= m.to) {
        m.hitEnd = true;
        return false;
      }
      m.charge();
      if (fold(m.text.charCodeAt(start + n)) !== fold(m.text.charCodeAt(i + n))) return false;
    }
    return next(m, i + length);
  };
}
