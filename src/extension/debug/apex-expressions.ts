/** Expressions in Apex text that an editor shows the values of, found without compiling it. Knows no 'vscode'. */
import { blankOut } from '../tests/find-tests.ts';

export interface FoundName {
  readonly name: string;
  /** 0-based. */
  readonly line: number;
  readonly column: number;
}

/** Words that name no variable. */
const KEYWORDS = new Set('abstract and as break by catch class continue delete do else enum extends final finally for from global group having if implements in insert instanceof interface like limit merge new not null on or override private protected public return select static super switch testmethod then this throw trigger true false try undelete update upsert using virtual void webservice when where while'.split(' '));

/**
 * Names in the method around a line that may be variables, from its head down to that line: what stands before a dot or alone, no
 * calls. Both lines are 0-based.
 */
export function namesAround(text: string, stoppedLine: number): readonly FoundName[] {
  const lines = blankOut(text).split('\n');
  const first = headLine(lines, stoppedLine);
  const found: FoundName[] = [];
  for (let line = first; line <= Math.min(stoppedLine, lines.length - 1); line++) {
    for (const match of (lines[line] ?? '').matchAll(/(?<![\w.@]|\?\.\s*)[A-Za-z_]\w*(?!\w|\s*\()/g)) {
      if (!KEYWORDS.has(match[0].toLowerCase())) found.push({ name: match[0], line, column: match.index });
    }
  }
  return found;
}

/** Where the outermost block around a line, or the first one on it, begins that is no class. */
function headLine(lines: readonly string[], stoppedLine: number): number {
  const open: { readonly line: number; readonly isType: boolean }[] = [];
  const outermost = (): number | undefined => open.find(({ isType }) => !isType)?.line;
  let head = '';
  let headStart = 0;
  for (let line = 0; line <= Math.min(stoppedLine, lines.length - 1); line++) {
    if (line === stoppedLine && outermost() !== undefined) break;
    for (const character of lines[line] ?? '') {
      if (character === '{') open.push({ line: headStart, isType: /\b(class|interface|enum)\s+\w+/i.test(head) });
      else if (character === '}') open.pop();
      if (line === stoppedLine && outermost() !== undefined) return headStart;
      if ('{};'.includes(character)) head = '';
      else if (head !== '' || /\S/.test(character)) {
        if (head === '') headStart = line;
        head += character;
      }
    }
    head += head === '' ? '' : ' ';
  }
  return outermost() ?? 0;
}

/** The variable, field or element at a place, with what leads to it: `order.Lines__r[0].Name`. Both 0-based. Null: there is none. */
export function expressionAt(text: string, line: number, column: number): { readonly expression: string; readonly start: number; readonly end: number } | null {
  const code = blankOut(text).split('\n')[line] ?? '';
  const original = text.split('\n')[line] ?? '';
  const word = [...code.matchAll(/[A-Za-z_]\w*/g)].find(({ 0: name, index }) => index <= column && column <= index + name.length);
  if (!word || /^\s*\(/.test(code.slice(word.index + word[0].length))) return null;
  let start = word.index;
  for (;;) {
    const link = /\??\.$/.exec(code.slice(0, start));
    if (!link) break;
    const owner = /[A-Za-z_]\w*(\[[^[\]]*\])?$/.exec(code.slice(0, link.index));
    if (!owner) return null;
    start = owner.index;
  }
  if (start === word.index && (KEYWORDS.has(word[0].toLowerCase()) && word[0].toLowerCase() !== 'this')) return null;
  const end = word.index + word[0].length;
  return { expression: original.slice(start, end), start, end };
}
