import { stringHash } from '../../runtime/equality.ts';
import { fail } from '../../runtime/exception.ts';

export type TokenKind =
  | 'START_OBJECT' | 'END_OBJECT' | 'START_ARRAY' | 'END_ARRAY' | 'FIELD_NAME' | 'VALUE_STRING' | 'VALUE_NUMBER_INT'
  | 'VALUE_NUMBER_FLOAT' | 'VALUE_TRUE' | 'VALUE_FALSE' | 'VALUE_NULL';

/** How a message says where: `JSON.deserialize` and `JSONParser` differ. */
export type PlaceStyle = 'deserialize' | 'parser';

interface Context {
  readonly kind: 'ROOT' | 'ARRAY' | 'OBJECT';
  entries: number;
  name: string | null;
  /** Where its first token starts: line from 1, column from 0. */
  readonly line: number;
  readonly column: number;
}

interface Place { readonly line: number; readonly column: number }

/** Where a value stood in the text; offsets in UTF-16 units. */
export interface Mark { readonly reader: JsonReader; readonly token: number; readonly end: number; readonly sawEnd: boolean }

const DIGIT = /[0-9]/;
const WORD = /[\p{L}\p{Nl}\p{Nd}\p{Pc}\p{Sc}]/u;
const ESCAPES: Readonly<Record<string, string>> = { '"': '"', '\\': '\\', '/': '/', b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' };
const LITERALS = { t: ['true', 'VALUE_TRUE'], f: ['false', 'VALUE_FALSE'], n: ['null', 'VALUE_NULL'] } as const;

/**
 * Reads JSON token by token. Messages and the places in them are those of the pull parser behind the platform's: a field
 * name is read together with the start of its value, a string's body only when it is asked for, and once the end of input
 * was looked for, columns count the input's length twice.
 */
export class JsonReader {
  readonly text: string;
  private readonly style: PlaceStyle;
  private at = 0;
  private sawEnd = false;
  private readonly contexts: Context[] = [{ kind: 'ROOT', entries: 0, name: null, line: 1, column: 0 }];
  kind: TokenKind | null = null;
  /** The token that follows a field name. */
  private pending: TokenKind | null = null;
  private isStringOpen = false;
  private value = '';
  private tokenAt = 0;

  constructor(text: string, style: PlaceStyle) {
    this.text = text;
    this.style = style;
  }

  private get context(): Context { return this.contexts[this.contexts.length - 1]!; }

  private place(at: number): Place {
    let line = 1;
    let rowStart = 0;
    for (let i = 0; i < at; i++) {
      const c = this.text[i];
      if (c === '\n' || (c === '\r' && this.text[i + 1] !== '\n')) { line++; rowStart = i + 1; }
    }
    return { line, column: at - rowStart + 1 };
  }

  /** Where reading stands. */
  here(): Place {
    const { line, column } = this.place(this.at);
    return { line, column: this.sawEnd ? column + this.text.length : column };
  }

  /** Where the current token starts; in an object that is its field name. */
  tokenPlace(): Place {
    return this.place(this.tokenAt);
  }

  /** The places of the current token, its text read. */
  mark(): Mark {
    this.tokenText();
    return { reader: this, token: this.tokenAt, end: this.at, sawEnd: this.sawEnd };
  }

  /** Fails at a value read before: where it starts, or behind it. */
  errorAt(mark: Mark, side: 'start' | 'end', message: string): never {
    const { line, column } = this.place(side === 'start' ? mark.token : mark.end);
    return this.error(message, { line, column: side === 'end' && mark.sawEnd ? column + this.text.length : column });
  }

  error(message: string, place: Place = this.here()): never {
    const source = message.indexOf('[Source: ');
    if (this.style === 'parser') fail('System.JSONException', `${message} at input location [${place.line},${place.column}]`);
    const where = `[line:${place.line}, column:${place.column}]`;
    return fail('System.JSONException', source < 0 ? `${message} at ${where}` : message.slice(0, source) + where);
  }

  private source({ line, column }: Context): string {
    return `[Source: java.io.StringReader@${(stringHash(this.text) >>> 0).toString(16)}; line: ${line}, column: ${column}]`;
  }

  private unexpected(c: string, comment: string): never {
    const code = c.charCodeAt(0);
    const shown = code < 32 ? `(CTRL-CHAR, code ${code})` : code > 255 ? `'${c}' (code ${code} / 0x${code.toString(16)})` : `'${c}' (code ${code})`;
    return this.error(`Unexpected character (${shown})${comment}`);
  }

  /** The next character that is no space, consumed; null at the end. */
  private skip(): string | null {
    while (this.at < this.text.length) {
      const c = this.text[this.at++]!;
      if (c > ' ') return c;
      if (!' \t\r\n'.includes(c)) this.error(`Illegal character ((CTRL-CHAR, code ${c.charCodeAt(0)})): only regular white space (\\r, \\n, \\t) is allowed between tokens`);
    }
    this.sawEnd = true;
    return null;
  }

  private required(): string {
    return this.skip() ?? this.error(`Unexpected end-of-input within/between ${this.context.kind} entries`);
  }

  /** Moves to the next token; null at the end of the input. */
  next(): TokenKind | null {
    if (this.kind === 'FIELD_NAME') return (this.kind = this.afterName());
    if (this.isStringOpen) this.readString();
    let c = this.skip();
    const { context } = this;
    if (c === null) {
      if (context.kind !== 'ROOT') this.error(`Unexpected end-of-input: expected close marker for ${context.kind} (from ${this.source(context)})`);
      return (this.kind = null);
    }
    this.tokenAt = this.at - 1;
    if (c === ']' || c === '}') return (this.kind = this.close(c));
    if (context.entries++ > 0 && context.kind !== 'ROOT') {
      if (c !== ',') this.unexpected(c, `: was expecting comma to separate ${context.kind} entries`);
      c = this.required();
      if (context.kind === 'ARRAY') this.tokenAt = this.at - 1;
    }
    if (context.kind !== 'OBJECT') {
      const kind = this.startValue(c);
      this.open(kind);
      return (this.kind = kind);
    }
    this.tokenAt = this.at - 1;
    if (c !== '"') this.unexpected(c, ': was expecting double-quote to start field name');
    context.name = this.quoted(`: was expecting closing '"' for name`);
    const colon = this.required();
    if (colon !== ':') this.unexpected(colon, ': was expecting a colon to separate field name and value');
    this.pending = this.startValue(this.required());
    return (this.kind = 'FIELD_NAME');
  }

  private afterName(): TokenKind {
    const kind = this.pending!;
    this.pending = null;
    this.open(kind);
    return kind;
  }

  private open(kind: TokenKind): void {
    if (kind !== 'START_ARRAY' && kind !== 'START_OBJECT') return;
    const { line, column } = this.tokenPlace();
    this.contexts.push({ kind: kind === 'START_ARRAY' ? 'ARRAY' : 'OBJECT', entries: 0, name: null, line, column: column - 1 });
  }

  private close(c: string): TokenKind {
    const { context } = this;
    const wanted = context.kind === 'ARRAY' ? ']' : '}';
    if (context.kind === 'ROOT' || c !== wanted) {
      this.error(`Unexpected close marker '${c}': expected '${c === ']' ? '}' : ']'}' (for ${context.kind} starting at ${this.source(context)})`);
    }
    this.contexts.pop();
    return c === ']' ? 'END_ARRAY' : 'END_OBJECT';
  }

  private startValue(c: string): TokenKind {
    switch (c) {
      case '"': this.isStringOpen = true; return 'VALUE_STRING';
      case '[': return 'START_ARRAY';
      case '{': return 'START_OBJECT';
      case ']': case '}': return this.unexpected(c, ': expected a value');
      case 't': case 'f': case 'n': return this.literal(LITERALS[c][0], LITERALS[c][1]);
      default:
        return c === '-' || DIGIT.test(c) ? this.number(c) : this.unexpected(c, ": expected a valid value (number, String, array, object, 'true', 'false' or 'null')");
    }
  }

  private peek(): string | null {
    if (this.at < this.text.length) return this.text[this.at]!;
    this.sawEnd = true;
    return null;
  }

  private literal(word: string, kind: TokenKind): TokenKind {
    let matched = 1;
    for (; matched < word.length; matched++) {
      const c = this.peek();
      if (c === null) this.error('Unexpected end-of-input in a value');
      if (c !== word[matched]) this.badWord(word.slice(0, matched));
      this.at++;
    }
    const after = this.peek();
    if (after !== null && WORD.test(after)) this.badWord(word);
    this.value = word;
    return kind;
  }

  private badWord(start: string): never {
    let word = start;
    for (let c = this.peek(); c !== null && WORD.test(c); c = this.peek()) { word += c; this.at++; }
    return this.error(`Unrecognized token '${word}': was expecting 'null', 'true', 'false' or NaN`);
  }

  private number(first: string): TokenKind {
    const start = this.at - 1;
    let digit = first;
    if (first === '-') {
      const c = this.peek();
      if (c === null || !DIGIT.test(c)) this.badNumber(c, 'expected digit (0-9) to follow minus sign, for valid numeric value');
      digit = c;
      this.at++;
    }
    if (digit === '0' && DIGIT.test(this.peek() ?? '')) this.error('Invalid numeric value: Leading zeroes not allowed');
    this.digits();
    let kind: TokenKind = 'VALUE_NUMBER_INT';
    if (this.peek() === '.') {
      kind = 'VALUE_NUMBER_FLOAT';
      this.at++;
      if (!this.digits()) this.badNumber(this.peek(), 'Decimal point not followed by a digit');
    }
    if (this.peek() === 'e' || this.peek() === 'E') {
      kind = 'VALUE_NUMBER_FLOAT';
      this.at++;
      if (this.peek() === '+' || this.peek() === '-') this.at++;
      if (!this.digits()) this.badNumber(this.peek(), 'Exponent indicator not followed by a digit');
    }
    this.value = this.text.slice(start, this.at);
    return kind;
  }

  private digits(): boolean {
    const start = this.at;
    for (let c = this.peek(); c !== null && DIGIT.test(c); c = this.peek()) this.at++;
    return this.at > start;
  }

  private badNumber(c: string | null, comment: string): never {
    if (c === null) return this.error('Unexpected end-of-input in a value');
    this.at++;
    return this.unexpected(c, ` in numeric value: ${comment}`);
  }

  private readString(): void {
    this.value = this.quoted(': was expecting closing quote for a string value');
    this.isStringOpen = false;
  }

  /** The rest of a quoted text, its closing quote consumed. */
  private quoted(unfinished: string): string {
    let result = '';
    for (;;) {
      let end = this.at;
      while (end < this.text.length && this.text[end] !== '"' && this.text[end] !== '\\' && this.text[end]! >= ' ') end++;
      result += this.text.slice(this.at, end);
      this.at = end;
      const c = this.peek();
      if (c === null) this.error(`Unexpected end-of-input${unfinished}`);
      this.at++;
      if (c === '"') return result;
      if (c !== '\\') this.error(`Illegal unquoted character ((CTRL-CHAR, code ${c.charCodeAt(0)})): has to be escaped using backslash to be included in string value`);
      result += this.escape();
    }
  }

  private escape(): string {
    const c = this.peek();
    if (c === null) this.error('Unexpected end-of-input in character escape sequence');
    this.at++;
    if (c !== 'u') return ESCAPES[c] ?? this.error(`Unrecognized character escape '${c}' (code ${c.charCodeAt(0)})`);
    let code = '';
    for (let i = 0; i < 4; i++) {
      const digit = this.peek();
      if (digit === null) this.error('Unexpected end-of-input in character escape sequence');
      this.at++;
      if (!/[0-9a-fA-F]/.test(digit)) this.unexpected(digit, ': expected a hex-digit for character escape sequence');
      code += digit;
    }
    return String.fromCharCode(parseInt(code, 16));
  }

  /** Text of the current token; null if there is none. */
  tokenText(): string | null {
    switch (this.kind) {
      case null: return null;
      case 'START_OBJECT': return '{';
      case 'END_OBJECT': return '}';
      case 'START_ARRAY': return '[';
      case 'END_ARRAY': return ']';
      case 'FIELD_NAME': return this.context.name;
      default:
        if (this.isStringOpen) this.readString();
        return this.value;
    }
  }

  /** Name of the field the current token belongs to. */
  currentName(): string | null {
    const isStart = this.kind === 'START_OBJECT' || this.kind === 'START_ARRAY';
    return (isStart ? this.contexts[this.contexts.length - 2] : this.context)?.name ?? null;
  }

  /** From a start token to its end token. */
  skipChildren(): void {
    if (this.kind !== 'START_OBJECT' && this.kind !== 'START_ARRAY') return;
    const depth = this.contexts.length;
    while (this.contexts.length >= depth) if (this.next() === null) return;
  }
}
