import { ScriptSyntaxError } from '../errors.ts';

const WORD = /[A-Za-z_][A-Za-z0-9_]*/y;

/** Reads a script's text from left to right; white space and comments are passed over where a token may begin. */
export class Cursor {
  readonly source: string;
  at = 0;
  constructor(source: string) {
    this.source = source;
  }

  fail(message: string): never {
    throw new ScriptSyntaxError(message, Math.min(this.at, Math.max(0, this.source.length - 1)));
  }

  /** What was met instead of what must come. */
  expected(what: string): never {
    this.skip();
    const found = this.at >= this.source.length ? 'end of input' : `'${this.source[this.at]}'`;
    return this.fail(`Invalid input ${found}, expected ${what}`);
  }

  skip(): void {
    const { source } = this;
    for (;;) {
      while (/\s/.test(source[this.at] ?? '')) this.at++;
      if (source.startsWith('//', this.at)) {
        const end = source.indexOf('\n', this.at);
        this.at = end < 0 ? source.length : end;
      } else if (source.startsWith('/*', this.at)) {
        const end = source.indexOf('*/', this.at);
        if (end < 0) this.fail('Unclosed comment');
        this.at = end + 2;
      } else return;
    }
  }

  /** Whether a token comes next, after white space. */
  sees(token: string): boolean {
    this.skip();
    return this.source.startsWith(token, this.at);
  }

  /** Whether it comes at once, on the same line. */
  seesOnLine(token: string): boolean {
    let at = this.at;
    while (this.source[at] === ' ' || this.source[at] === '\t') at++;
    return this.source.startsWith(token, at);
  }

  take(token: string): boolean {
    if (!this.sees(token)) return false;
    this.at += token.length;
    return true;
  }

  need(token: string): void {
    if (!this.take(token)) this.expected(`'${token}'`);
  }

  peekWord(): string | null {
    this.skip();
    WORD.lastIndex = this.at;
    return WORD.exec(this.source)?.[0] ?? null;
  }

  takeWord(word: string): boolean {
    if (this.peekWord() !== word) return false;
    this.at += word.length;
    return true;
  }

  needWord(what: string): string {
    const word = this.peekWord() ?? this.expected(what);
    this.at += word.length;
    return word;
  }

  match(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.source);
    if (found) this.at += found[0].length;
    return found;
  }

  /** Goes back to where it was if `read` finds nothing. */
  attempt<T>(read: () => T | null): T | null {
    const start = this.at;
    const found = read();
    if (found === null) this.at = start;
    return found;
  }
}
