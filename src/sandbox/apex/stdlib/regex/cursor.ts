import { RegexSyntaxError } from './syntax.ts';

export interface Flags {
  readonly ignoresCase: boolean;
  readonly isUnicodeCase: boolean;
  readonly isMultiline: boolean;
  readonly isDotAll: boolean;
  readonly isUnixLines: boolean;
  readonly isComments: boolean;
  readonly isUnicodeClass: boolean;
}

export const NO_FLAGS: Flags = { ignoresCase: false, isUnicodeCase: false, isMultiline: false, isDotAll: false, isUnixLines: false, isComments: false, isUnicodeClass: false };
export const FLAG_LETTERS: Readonly<Record<string, keyof Flags>> = { i: 'ignoresCase', u: 'isUnicodeCase', m: 'isMultiline', s: 'isDotAll', d: 'isUnixLines', x: 'isComments', U: 'isUnicodeClass' };

/** Reads a pattern code point by code point. */
export class PatternCursor {
  readonly pattern: string;
  readonly points: readonly string[];
  at = 0;
  flags: Flags = NO_FLAGS;
  /** Behind the end of `\Q…\E`, or -1: between, every character stands for itself. */
  private quotedUntil = -1;

  constructor(pattern: string) {
    this.pattern = pattern;
    this.points = [...pattern];
  }

  get isAtEnd(): boolean { return this.at >= this.points.length; }

  /** The next character, '' at the end. In comments mode, white space and comments before it are left out. */
  peek(): string {
    if (this.flags.isComments && this.quotedUntil < 0) this.skipComments();
    return this.points[this.at] ?? '';
  }

  take(): string {
    const c = this.peek();
    this.at++;
    return c;
  }

  eat(c: string): boolean {
    if (this.peek() !== c) return false;
    this.at++;
    return true;
  }

  /** Takes `text` if it stands here. */
  eatAll(text: string): boolean {
    if (!text || this.points.slice(this.at, this.at + text.length).join('') !== text) return false;
    this.at += text.length;
    return true;
  }

  private skipComments(): void {
    for (;;) {
      const c = this.points[this.at] ?? '';
      if (/^[ \t\n\v\f\r]$/.test(c)) this.at++;
      else if (c === '#') while (!this.isAtEnd && !/[\n\r\u0085\u2028\u2029]/.test(this.points[this.at]!)) this.at++;
      else return;
    }
  }

  /** Whether the next character is quoted by `\Q…\E`; steps over the marks. */
  isQuoted(): boolean {
    if (this.flags.isComments && this.quotedUntil < 0) this.skipComments();
    if (this.quotedUntil < 0 && this.eatAll('\\Q')) {
      let end = this.at;
      while (end < this.points.length && !(this.points[end] === '\\' && this.points[end + 1] === 'E')) end++;
      this.quotedUntil = end;
    }
    if (this.quotedUntil < 0) return false;
    if (this.at < this.quotedUntil) return true;
    this.quotedUntil = -1;
    this.eatAll('\\E');
    return this.isQuoted();
  }

  /** A syntax error at `index`, by default just before the next character as Java counts. */
  fail(description: string, index: number = this.at - 1): never {
    throw new RegexSyntaxError(description, index, this.pattern);
  }
}
