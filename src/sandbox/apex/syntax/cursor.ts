import type { Identifier, SyntaxError } from './ast.ts';
import { tokenize } from './lexer.ts';
import { TokenKind, type Tokens } from './tokens.ts';

/** How deep expressions and statements may nest before the parser gives up on them with an error, not a stack overflow. */
const MAX_DEPTH = 400;

/** Words that can't be a name of a variable, field, method or type because a statement or expression starts with them. */
const HARD_KEYWORDS = new Set([
  'abstract', 'break', 'catch', 'class', 'continue', 'delete', 'do', 'else', 'enum', 'extends', 'false', 'final', 'finally',
  'for', 'global', 'if', 'implements', 'insert', 'instanceof', 'interface', 'merge', 'new', 'null', 'on', 'override', 'private',
  'protected', 'public', 'return', 'static', 'super', 'testmethod', 'this', 'throw', 'transient', 'true', 'try', 'undelete',
  'update', 'upsert', 'virtual', 'void', 'webservice', 'while',
]);

/** A position in the token stream, with the errors found so far. All parsing functions take one. */
export class Cursor {
  readonly text: string;
  readonly errors: SyntaxError[] = [];
  private readonly tokens: Tokens;
  private readonly lowerCache = new Map<string, string>();
  private index = 0;
  private depth = 0;

  constructor(text: string) {
    this.text = text;
    this.tokens = tokenize(text);
    this.errors.push(...this.tokens.errors);
  }

  // ------------------------------------------------------------------------------------------------- looking

  get at(): number { return this.index; }
  get kind(): number { return this.tokens.kinds[this.index]!; }
  get start(): number { return this.tokens.starts[this.index]!; }
  get end(): number { return this.tokens.ends[this.index]!; }
  get isEnd(): boolean { return this.kind === TokenKind.EndOfFile; }
  /** Where the last consumed token ended. */
  get lastEnd(): number { return this.index === 0 ? 0 : this.tokens.ends[this.index - 1]!; }

  kindAt(offset: number): number {
    const i = Math.min(this.index + offset, this.tokens.count - 1);
    return this.tokens.kinds[i]!;
  }

  /** Source text of the token `offset` ahead. */
  textAt(offset = 0): string {
    const i = Math.min(this.index + offset, this.tokens.count - 1);
    return this.text.slice(this.tokens.starts[i]!, this.tokens.ends[i]!);
  }

  /** Lower-case text of an identifier ahead, '' if it is something else. */
  wordAt(offset = 0): string {
    const i = Math.min(this.index + offset, this.tokens.count - 1);
    if (this.tokens.kinds[i] !== TokenKind.Identifier) return '';
    const raw = this.text.slice(this.tokens.starts[i]!, this.tokens.ends[i]!);
    let lower = this.lowerCache.get(raw);
    if (lower === undefined) this.lowerCache.set(raw, (lower = raw.toLowerCase()));
    return lower;
  }

  isWord(word: string, offset = 0): boolean {
    return this.wordAt(offset) === word;
  }

  isPunctuation(symbol: string, offset = 0): boolean {
    const i = Math.min(this.index + offset, this.tokens.count - 1);
    if (this.tokens.kinds[i] !== TokenKind.Punctuation) return false;
    const start = this.tokens.starts[i]!;
    return this.tokens.ends[i]! - start === symbol.length && this.text.startsWith(symbol, start);
  }

  /** Whether the token ahead touches the one before it, as the halves of `>>` do. */
  touches(offset: number): boolean {
    const i = this.index + offset;
    return i > 0 && i < this.tokens.count && this.tokens.starts[i] === this.tokens.ends[i - 1];
  }

  /** Whether the token ahead may be a name. */
  isName(offset = 0): boolean {
    const word = this.wordAt(offset);
    return word !== '' && !HARD_KEYWORDS.has(word);
  }

  // ------------------------------------------------------------------------------------------------- moving

  advance(): void {
    if (!this.isEnd) this.index++;
  }

  reset(index: number): void {
    this.index = index;
  }

  /** Moves to the first token at or behind an offset, for literals that span several tokens (dates). */
  advanceTo(offset: number): void {
    while (!this.isEnd && this.start < offset) this.index++;
  }

  takePunctuation(symbol: string): boolean {
    if (!this.isPunctuation(symbol)) return false;
    this.index++;
    return true;
  }

  takeWord(word: string): boolean {
    if (!this.isWord(word)) return false;
    this.index++;
    return true;
  }

  expectPunctuation(symbol: string): boolean {
    if (this.takePunctuation(symbol)) return true;
    this.errorHere(symbol === ';' || symbol === ')' || symbol === ']' ? `Missing '${symbol}' at ${this.quoted()}` : `Expecting '${symbol}' but was: ${this.quoted()}`);
    return false;
  }

  expectWord(word: string): boolean {
    if (this.takeWord(word)) return true;
    this.errorHere(`Expecting '${word}' but was: ${this.quoted()}`);
    return false;
  }

  /** An identifier of any kind, keywords included (member names after a dot, names in queries). */
  anyIdentifier(): Identifier {
    if (this.kind !== TokenKind.Identifier) return this.missingIdentifier();
    const node: Identifier = { kind: 'Identifier', name: this.textAt(), start: this.start, end: this.end };
    this.index++;
    return node;
  }

  /** An identifier that isn't one of the words a statement or expression starts with. */
  identifier(): Identifier {
    return this.isName() ? this.anyIdentifier() : this.missingIdentifier();
  }

  private missingIdentifier(): Identifier {
    this.unexpected();
    return { kind: 'Identifier', name: '', start: this.start, end: this.start };
  }

  // ------------------------------------------------------------------------------------------------- errors

  private quoted(): string {
    return this.isEnd ? '<EOF>' : `'${this.textAt()}'`;
  }

  unexpected(): void {
    this.errorHere(this.isEnd ? 'Unexpected <EOF>' : `Unexpected token ${this.quoted()}.`);
  }

  errorHere(message: string): void {
    this.error(message, this.start, this.end);
  }

  error(message: string, start: number, end: number): void {
    const last = this.errors.at(-1);
    // One error a place: what follows from it would only repeat it.
    if (last && last.start === start && last.end === end) return;
    this.errors.push({ message, start, end });
  }

  /** Runs a production one level deeper; null with an error where the source nests too deeply. */
  nested<T>(production: () => T): T | null {
    if (this.depth >= MAX_DEPTH) {
      this.errorHere('Unexpected syntax error: nested too deeply.');
      return null;
    }
    this.depth++;
    try {
      return production();
    } finally {
      this.depth--;
    }
  }

  /** Runs a production as a trial: where it reports an error or returns null, everything is as before. */
  attempt<T>(production: () => T | null): T | null {
    const index = this.index;
    const errors = this.errors.length;
    const result = production();
    if (result !== null && this.errors.length === errors) return result;
    this.index = index;
    this.errors.length = errors;
    return null;
  }
}
