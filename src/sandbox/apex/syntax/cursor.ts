import type { Identifier, SyntaxError } from './ast.ts';
import { tokenize } from './lexer.ts';
import { TokenKind, type Tokens } from './tokens.ts';

/** How deep productions may nest before the parser gives up with an error instead of a stack overflow. */
const MAX_DEPTH = 400;

/** How many operators, or calls and fields, one expression may chain: the platform refuses longer ones too. */
export const MAX_CHAIN = 2000;

/** Words that can't be a name of a variable, field, method or type because a statement or expression starts with them. */
const HARD_KEYWORDS = new Set([
  'abstract', 'break', 'catch', 'class', 'continue', 'delete', 'do', 'else', 'enum', 'extends', 'false', 'final', 'finally',
  'for', 'global', 'if', 'implements', 'insert', 'instanceof', 'interface', 'merge', 'new', 'null', 'on', 'override', 'private',
  'protected', 'public', 'return', 'static', 'super', 'testmethod', 'this', 'throw', 'true', 'try', 'undelete',
  'update', 'upsert', 'virtual', 'void', 'webservice', 'while',
]);

/** Names of types that can't be names of anything else. */
const TYPE_KEYWORDS = new Set(['list', 'map']);

/** Keywords that may start a statement after one that lacks its `;`. DML keywords aren't reported as such. */
const STATEMENT_STARTS = new Set([
  'break', 'continue', 'do', 'else', 'final', 'for', 'if', 'new', 'return', 'super', 'this', 'throw', 'transient', 'try', 'while',
]);
const DML = new Set(['delete', 'insert', 'merge', 'undelete', 'update', 'upsert']);

/** Reserved words of queries: where a statement ends they are no names. */
const QUERY_KEYWORDS = new Set(['and', 'by', 'from', 'having', 'in', 'like', 'limit', 'not', 'or', 'select', 'using', 'where']);

/** What may stand where a symbol is missing; before anything else the parser expects the symbol without guessing. */
const FOLLOWING: Readonly<Record<string, string>> = { ')': ';{,.)]?:=+-*/&|', ']': ';,.)]}', '}': '' };

/** A position in the token stream, with the errors found so far. All parsing functions take one. */
export class Cursor {
  readonly text: string;
  readonly errors: SyntaxError[] = [];
  /** Broken rules that are reported only where the syntax is right. */
  readonly ruleErrors: SyntaxError[] = [];
  /** The text is Execute Anonymous, where statements end with the text. */
  isAnonymous = false;
  /** The text is a dynamic query rather than Apex. */
  isQuery = false;
  /** How many query binds enclose this position: in them a query's keyword ends the expression. */
  binds = 0;
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

  /** The end of a node that started at an offset, which it hasn't left if none of its tokens was there. */
  endFrom(start: number): number {
    return Math.max(this.lastEnd, start);
  }

  kindAt(offset: number): number {
    const i = Math.min(this.index + offset, this.tokens.count - 1);
    return this.tokens.kinds[i]!;
  }

  /** Source text of the token `offset` ahead. */
  textAt(offset = 0): string {
    const i = Math.min(this.index + offset, this.tokens.count - 1);
    return this.text.slice(this.tokens.starts[i]!, this.tokens.ends[i]!);
  }

  /** Whether the token before this one is the symbol. */
  follows(symbol: string): boolean {
    return this.index > 0 && this.text.slice(this.tokens.starts[this.index - 1]!, this.tokens.ends[this.index - 1]!) === symbol;
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

  /** Whether the token ahead may be a name of a variable, member or type. */
  isName(offset = 0): boolean {
    const word = this.wordAt(offset);
    return word !== '' && !HARD_KEYWORDS.has(word) && !TYPE_KEYWORDS.has(word);
  }

  /** Whether the token ahead may be a name of a type. */
  isTypeName(offset = 0): boolean {
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

  /**
   * Takes a symbol that must be here. Where it isn't, says which of the platform's three cases this is: a surplus token
   * before the symbol (which is skipped), a symbol left out, or something else altogether. `following` are the symbols that
   * tell the last two apart where they aren't the usual ones.
   */
  expectPunctuation(symbol: string, following = FOLLOWING[symbol]): boolean {
    if (this.takePunctuation(symbol)) return true;
    if (!this.isEnd && this.isPunctuation(symbol, 1)) {
      this.errorHere(`Extra '${symbol}', at ${this.quoted()}.`);
      this.index += 2;
      return true;
    }
    if (symbol === ';' && DML.has(this.wordAt())) this.unexpected();
    else this.errorHere(this.mayFollow(symbol, following) ? `Missing '${symbol}' at ${this.quoted()}` : `Expecting '${symbol}' but was: ${this.quoted()}`);
    return false;
  }

  private mayFollow(symbol: string, following: string | undefined): boolean {
    if (following !== undefined) return this.kind === TokenKind.Punctuation && following.includes(this.textAt());
    const word = this.wordAt();
    if (symbol === ';') return (this.isName() && !QUERY_KEYWORDS.has(word)) || STATEMENT_STARTS.has(word) || this.isPunctuation('}') || (this.isEnd && this.isAnonymous);
    return this.isTypeName() || STATEMENT_STARTS.has(word) || (this.kind !== TokenKind.Punctuation && this.kind !== TokenKind.Identifier && !this.isEnd);
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

  typeIdentifier(): Identifier {
    return this.isTypeName() ? this.anyIdentifier() : this.missingIdentifier();
  }

  private missingIdentifier(): Identifier {
    this.unexpected();
    return { kind: 'Identifier', name: '', start: this.start, end: this.start };
  }

  // ------------------------------------------------------------------------------------------------- errors

  /** The token here as messages name it: a dotted name counts as one token. */
  quoted(): string {
    if (this.isEnd) return "'<EOF>'";
    let text = this.textAt();
    if (this.isName()) {
      for (let i = 1; this.isPunctuation('.', i) && this.wordAt(i + 1) !== ''; i += 2) text += `.${this.textAt(i + 1)}`;
    }
    return `'${text}'`;
  }

  unexpected(): void {
    this.errorHere(this.isEnd ? 'Unexpected <EOF>' : `Unexpected token ${this.quoted()}.`);
  }

  tooLong(): void {
    this.errorHere('Expression is too long, please split this expression into multiple statements');
  }

  ruleError(message: string, { start, end }: Identifier): void {
    this.ruleErrors.push({ message, start, end });
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

  /** Puts one error at an earlier token in the place of all errors from the `count`-th on. */
  replaceErrors(count: number, at: number): void {
    const index = this.index;
    this.errors.length = count;
    this.index = at;
    this.unexpected();
    this.index = index;
  }

  /** Runs a production one level deeper; null with an error where the source nests too deeply. */
  nested<T>(production: () => T): T | null {
    if (this.depth >= MAX_DEPTH) {
      this.tooLong();
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
