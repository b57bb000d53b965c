import { isLineTerminator } from './character-sets.ts';
import { FLAG_LETTERS, PatternCursor, type Flags } from './cursor.ts';
import { escapedCharacter, escapedSet } from './escapes.ts';
import { literalTest, parseClass } from './parse-class.ts';
import { widthOf, type Anchor, type RegexNode, type RegexTree } from './syntax.ts';

const EMPTY: RegexNode = { kind: 'empty' };
const ANCHOR_ESCAPES: Readonly<Record<string, Anchor>> = { A: 'begin', z: 'end', Z: 'finalEnd', G: 'previousEnd', b: 'boundary', B: 'notBoundary' };

/** Parses a Java regular expression. Throws RegexSyntaxError with Java's text. */
export function parseRegex(pattern: string): RegexTree {
  return new RegexParser(pattern).parse();
}

class RegexParser {
  private readonly cursor: PatternCursor;
  private groupCount = 0;
  private readonly names = new Map<string, number>();

  constructor(pattern: string) {
    this.cursor = new PatternCursor(pattern);
  }

  parse(): RegexTree {
    const root = this.alternatives();
    if (this.cursor.peek() === ')') this.cursor.fail("Unmatched closing ')'");
    return { root, groupCount: this.groupCount, names: this.names };
  }

  private alternatives(): RegexNode {
    const items = [this.sequence()];
    while (!this.cursor.isQuoted() && this.cursor.eat('|')) items.push(this.sequence());
    return items.length === 1 ? items[0]! : { kind: 'alternatives', items };
  }

  private sequence(): RegexNode {
    const items: RegexNode[] = [];
    for (;;) {
      const isQuoted = this.cursor.isQuoted();
      const c = this.cursor.peek();
      if (this.cursor.isAtEnd || (!isQuoted && (c === '|' || c === ')'))) break;
      const atom = this.atom(isQuoted);
      if (atom) items.push(this.quantified(atom));
    }
    return items.length === 0 ? EMPTY : items.length === 1 ? items[0]! : { kind: 'sequence', items };
  }

  /** null for what only sets flags. */
  private atom(isQuoted: boolean): RegexNode | null {
    const { cursor } = this;
    const c = cursor.take();
    if (isQuoted) return this.literal(c.codePointAt(0)!);
    const { isMultiline, isUnixLines, isDotAll } = cursor.flags;
    switch (c) {
      case '(': return this.group();
      case '[': return { kind: 'character', test: parseClass(cursor) };
      case '.': return { kind: 'character', test: isDotAll ? (): boolean => true : isUnixLines ? (p): boolean => p !== 10 : (p): boolean => !isLineTerminator(p) };
      case '^': return { kind: 'anchor', anchor: isMultiline ? 'lineBegin' : 'begin', isUnixLines };
      case '$': return { kind: 'anchor', anchor: isMultiline ? 'lineEnd' : 'finalEnd', isUnixLines };
      case '\\': return this.escape();
      case '*': case '+': case '?': return cursor.fail(`Dangling meta character '${c}'`);
      case '{': return cursor.fail('Illegal repetition', cursor.at - 2);
      default: return this.literal(c.codePointAt(0)!);
    }
  }

  private literal(point: number): RegexNode {
    const { flags } = this.cursor;
    return { kind: 'character', test: literalTest(point, flags), literal: flags.ignoresCase ? undefined : point };
  }

  private escape(): RegexNode {
    const { cursor } = this;
    const letter = cursor.points[cursor.at++] ?? '';
    const anchor = ANCHOR_ESCAPES[letter];
    if (anchor) return { kind: 'anchor', anchor, isUnixLines: cursor.flags.isUnixLines };
    if (letter === 'R') return { kind: 'linebreak' };
    if (letter === 'X') return { kind: 'grapheme' };
    if (/^[1-9]$/.test(letter)) return this.reference(this.groupNumber(Number(letter)));
    if (letter === 'k') {
      if (cursor.points[cursor.at++] !== '<') cursor.fail("\\k is not followed by '<' for named capturing group");
      const name = this.groupName();
      return this.reference(this.names.get(name) ?? cursor.fail(`named capturing group <${name}> does not exist`));
    }
    const set = escapedSet(cursor, letter);
    return set ? { kind: 'character', test: set } : this.literal(escapedCharacter(cursor, letter));
  }

  /** As many digits as still name a group that was opened before. */
  private groupNumber(first: number): number {
    let group = first;
    for (;;) {
      const digit = this.cursor.points[this.cursor.at] ?? '';
      if (!/^\d$/.test(digit) || group * 10 + Number(digit) > this.groupCount) return group;
      group = group * 10 + Number(digit);
      this.cursor.at++;
    }
  }

  private reference(group: number): RegexNode {
    const { ignoresCase, isUnicodeCase } = this.cursor.flags;
    return { kind: 'reference', group, ignoresCase, isUnicode: isUnicodeCase };
  }

  private group(): RegexNode | null {
    const { cursor } = this;
    const outer = cursor.flags;
    if (!cursor.eat('?')) return this.capture(null);
    const c = cursor.points[cursor.at++] ?? '';
    switch (c) {
      case ':': return this.inside(outer, (body) => body);
      case '>': return this.inside(outer, (body) => ({ kind: 'atomic', body }));
      case '=': case '!': return this.inside(outer, (body) => ({ kind: 'look', body, isBehind: false, isNegative: c === '!' }));
      case '<': {
        const next = cursor.points[cursor.at] ?? '';
        if (next !== '=' && next !== '!') return this.capture(this.newName());
        cursor.at++;
        return this.inside(outer, (body) => {
          if (widthOf(body).max === Infinity) cursor.fail('Look-behind group does not have an obvious maximum length', cursor.at - 1);
          return { kind: 'look', body, isBehind: true, isNegative: next === '!' };
        });
      }
      default:
        cursor.at--;
        this.setFlags();
        if (cursor.eat(')')) return null;
        if (cursor.take() !== ':') cursor.fail('Unknown inline modifier');
        return this.inside(outer, (body) => body);
    }
  }

  /** The rest of a group up to its `)`. Flags set within end with it. */
  private inside(outer: Flags, make: (body: RegexNode) => RegexNode): RegexNode {
    const body = this.alternatives();
    const node = this.cursor.peek() === ')' ? make(body) : body;
    this.close(outer);
    return node;
  }

  private close(outer: Flags): void {
    if (!this.cursor.eat(')')) this.cursor.fail('Unclosed group', this.cursor.points.length);
    this.cursor.flags = outer;
  }

  private capture(name: string | null): RegexNode {
    const outer = this.cursor.flags;
    const group = ++this.groupCount;
    if (name !== null) this.names.set(name, group);
    const body = this.alternatives();
    this.close(outer);
    return { kind: 'capture', group, body };
  }

  private groupName(): string {
    const { cursor } = this;
    let name = '';
    if (!/^[a-zA-Z]$/.test(cursor.points[cursor.at] ?? '')) cursor.fail('capturing group name does not start with a Latin letter', cursor.at);
    while (/^[a-zA-Z0-9]$/.test(cursor.points[cursor.at] ?? '')) name += cursor.points[cursor.at++]!;
    if (cursor.points[cursor.at++] !== '>') cursor.fail("named capturing group is missing trailing '>'");
    return name;
  }

  private newName(): string {
    const name = this.groupName();
    if (this.names.has(name)) this.cursor.fail(`Named capturing group <${name}> is already defined`);
    return name;
  }

  private setFlags(): void {
    const { cursor } = this;
    let value = true;
    for (;;) {
      const c = cursor.points[cursor.at] ?? '';
      const flag = Object.hasOwn(FLAG_LETTERS, c) ? FLAG_LETTERS[c] : undefined;
      if (flag) cursor.flags = { ...cursor.flags, [flag]: value, ...(flag === 'isUnicodeClass' && value ? { isUnicodeCase: true } : {}) };
      else if (c === '-' && value) value = false;
      else return;
      cursor.at++;
    }
  }

  private quantified(body: RegexNode): RegexNode {
    let node = body;
    for (;;) {
      if (this.cursor.isQuoted()) return node;
      const range = this.range();
      if (!range) return node;
      const mode = this.cursor.eat('?') ? 'reluctant' : this.cursor.eat('+') ? 'possessive' : 'greedy';
      node = { kind: 'repeat', body: node, min: range[0], max: range[1], mode };
      // Java takes one quantifier an atom; a second one dangles.
      const next = this.cursor.peek();
      if (next === '*' || next === '+' || next === '?') {
        this.cursor.at++;
        this.cursor.fail(`Dangling meta character '${next}'`);
      }
      return node;
    }
  }

  private range(): [number, number] | null {
    const { cursor } = this;
    if (cursor.eat('*')) return [0, Infinity];
    if (cursor.eat('+')) return [1, Infinity];
    if (cursor.eat('?')) return [0, 1];
    if (cursor.peek() !== '{') return null;
    if (!/^\d$/.test(cursor.points[cursor.at + 1] ?? '')) cursor.fail('Illegal repetition');
    cursor.at++;
    const min = this.count();
    let max = min;
    if (cursor.points[cursor.at] === ',') {
      cursor.at++;
      max = cursor.points[cursor.at] === '}' ? Infinity : this.count();
    }
    cursor.at++;
    if (cursor.points[cursor.at - 1] !== '}') cursor.fail('Unclosed counted closure');
    if (max < min) cursor.fail('Illegal repetition range');
    return [min, max];
  }

  private count(): number {
    let value = 0;
    while (/^\d$/.test(this.cursor.points[this.cursor.at] ?? '')) value = value * 10 + Number(this.cursor.points[this.cursor.at++]);
    return value > 2147483647 ? this.cursor.fail('Illegal repetition range') : value;
  }
}
