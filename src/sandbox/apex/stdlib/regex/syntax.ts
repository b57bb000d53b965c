/** The tree of a regular expression. Characters are code points. Source of the syntax: java.util.regex.Pattern. */
export type CharacterTest = (codePoint: number) => boolean;

export type RegexNode =
  | { readonly kind: 'empty' }
  /** One character that passes the test; `literal` if it is exactly that one. */
  | { readonly kind: 'character'; readonly test: CharacterTest; readonly literal?: number }
  | { readonly kind: 'sequence'; readonly items: readonly RegexNode[] }
  | { readonly kind: 'alternatives'; readonly items: readonly RegexNode[] }
  | { readonly kind: 'repeat'; readonly body: RegexNode; readonly min: number; readonly max: number; readonly mode: 'greedy' | 'reluctant' | 'possessive' }
  | { readonly kind: 'capture'; readonly group: number; readonly body: RegexNode }
  | { readonly kind: 'atomic'; readonly body: RegexNode }
  | { readonly kind: 'look'; readonly body: RegexNode; readonly isBehind: boolean; readonly isNegative: boolean }
  | { readonly kind: 'reference'; readonly group: number; readonly ignoresCase: boolean; readonly isUnicode: boolean }
  | { readonly kind: 'anchor'; readonly anchor: Anchor; readonly isUnixLines: boolean }
  | { readonly kind: 'linebreak' }
  | { readonly kind: 'grapheme' };

/** `^ $` of single-line and multi-line mode, `\A \z \Z \G \b \B`. */
export type Anchor = 'begin' | 'lineBegin' | 'end' | 'finalEnd' | 'lineEnd' | 'previousEnd' | 'boundary' | 'notBoundary';

export interface RegexTree {
  readonly root: RegexNode;
  /** Capturing groups, group 0 not counted. */
  readonly groupCount: number;
  readonly names: ReadonlyMap<string, number>;
}

/** A pattern that doesn't follow the syntax. `index` is in code points, negative where Java knows none. */
export class RegexSyntaxError extends Error {
  readonly index: number;
  readonly pattern: string;
  constructor(description: string, index: number, pattern: string) {
    super(`${description}${index >= 0 ? ` near index ${index}` : ''}\n${pattern}${index >= 0 && index < pattern.length ? `\n${' '.repeat(index)}^` : ''}`);
    this.index = index;
    this.pattern = pattern;
  }
}

const of = (widths: readonly number[], combine: (a: number, b: number) => number, start: number): number => widths.reduce((a, b) => combine(a, b), start);

/** Least and most UTF-16 units that a node takes; Infinity where there is no bound. */
export function widthOf(node: RegexNode): { readonly min: number; readonly max: number } {
  switch (node.kind) {
    case 'character': return { min: 1, max: 2 };
    case 'sequence': {
      const widths = node.items.map(widthOf);
      return { min: of(widths.map((w) => w.min), (a, b) => a + b, 0), max: of(widths.map((w) => w.max), (a, b) => a + b, 0) };
    }
    case 'alternatives': {
      const widths = node.items.map(widthOf);
      return { min: of(widths.map((w) => w.min), Math.min, Infinity), max: of(widths.map((w) => w.max), Math.max, 0) };
    }
    case 'repeat': {
      const { min, max } = widthOf(node.body);
      return { min: min * node.min, max: node.max === Infinity ? Infinity : max * node.max };
    }
    case 'capture': case 'atomic': return widthOf(node.body);
    case 'reference': return { min: 0, max: Infinity };
    case 'linebreak': return { min: 1, max: 2 };
    case 'grapheme': return { min: 1, max: Infinity };
    default: return { min: 0, max: 0 };
  }
}
