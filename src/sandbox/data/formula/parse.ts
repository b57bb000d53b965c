/** Lexer and parser of formulas: validation rules, formula fields, default values. */

import { ApexDecimal } from '../../apex/runtime/decimal.ts';

export type FormulaNode =
  | { readonly kind: 'literal'; readonly value: string | ApexDecimal | boolean | null }
  /** `Name`, `Account.Owner.Name`, `$User.Id`. */
  | { readonly kind: 'path'; readonly path: readonly string[] }
  | { readonly kind: 'call'; readonly name: string; readonly arguments: readonly FormulaNode[] }
  | { readonly kind: 'unary'; readonly operator: '-' | '+' | '!'; readonly operand: FormulaNode }
  | { readonly kind: 'binary'; readonly operator: BinaryOperator; readonly left: FormulaNode; readonly right: FormulaNode };
export type BinaryOperator = '+' | '-' | '*' | '/' | '^' | '&' | '=' | '!=' | '<' | '<=' | '>' | '>=' | '&&' | '||';

export class FormulaError extends Error {}

interface Token { readonly kind: 'number' | 'string' | 'name' | 'symbol' | 'end'; readonly text: string; readonly at: number }

const PATTERN = /\s+|\/\*[\s\S]*?\*\/|(\d+(?:\.\d*)?(?:[eE][+-]?\d+)?|\.\d+)|("(?:\\[\s\S]|[^"\\])*"|'(?:\\[\s\S]|[^'\\])*')|(\$?[A-Za-z_][\w]*(?:\s*\.\s*[A-Za-z_$][\w]*)*)|(&&|\|\||<>|!=|==|<=|>=|[-+*/^&=<>!(),])/y;

function tokenize(source: string): Token[] {
  const tokens: Token[] = [];
  PATTERN.lastIndex = 0;
  while (PATTERN.lastIndex < source.length) {
    const at = PATTERN.lastIndex;
    const match = PATTERN.exec(source);
    if (match === null) throw new FormulaError(`Syntax error: unexpected '${source[at]}' at position ${at + 1}`);
    const [, number, string, name, symbol] = match;
    if (number !== undefined) tokens.push({ kind: 'number', text: number, at });
    else if (string !== undefined) tokens.push({ kind: 'string', text: string.slice(1, -1).replace(/\\([\s\S])/g, (_, c: string) => ({ n: '\n', t: '\t', r: '\r' })[c] ?? c), at });
    else if (name !== undefined) tokens.push({ kind: 'name', text: name.replaceAll(/\s/g, ''), at });
    else if (symbol !== undefined) tokens.push({ kind: 'symbol', text: symbol, at });
  }
  tokens.push({ kind: 'end', text: '', at: source.length });
  return tokens;
}

/** From weak to strong; unary operators bind tighter. The power binds weaker than times, as the platform's grammar has it. */
const LEVELS: readonly (readonly string[])[] = [['||'], ['&&'], ['=', '==', '!=', '<>'], ['<', '<=', '>', '>='], ['+', '-', '&'], ['^'], ['*', '/']];
const SPELLINGS: Readonly<Record<string, string>> = { '==': '=', '<>': '!=' };

class Parser {
  readonly #tokens: Token[];
  #position = 0;

  constructor(source: string) {
    this.#tokens = tokenize(source);
  }

  parse(): FormulaNode {
    const node = this.#binary(0);
    if (this.#token.kind !== 'end') this.#unexpected();
    return node;
  }

  get #token(): Token {
    return this.#tokens[this.#position]!;
  }

  #unexpected(): never {
    const { text, at, kind } = this.#token;
    throw new FormulaError(kind === 'end' ? 'Syntax error: the formula ends too early' : `Syntax error: unexpected '${text}' at position ${at + 1}`);
  }

  #take(symbol: string): boolean {
    if (this.#token.kind !== 'symbol' || this.#token.text !== symbol) return false;
    this.#position++;
    return true;
  }

  #binary(level: number): FormulaNode {
    if (level === LEVELS.length) return this.#unary();
    let left = this.#binary(level + 1);
    while (this.#token.kind === 'symbol' && LEVELS[level]!.includes(this.#token.text)) {
      const { text } = this.#token;
      this.#position++;
      left = { kind: 'binary', operator: (SPELLINGS[text] ?? text) as BinaryOperator, left, right: this.#binary(level + 1) };
    }
    return left;
  }

  #unary(): FormulaNode {
    for (const operator of ['-', '+', '!'] as const) if (this.#take(operator)) return { kind: 'unary', operator, operand: this.#unary() };
    return this.#primary();
  }

  #primary(): FormulaNode {
    const token = this.#token;
    if (this.#take('(')) {
      const inner = this.#binary(0);
      if (!this.#take(')')) this.#unexpected();
      return inner;
    }
    this.#position++;
    if (token.kind === 'number') return { kind: 'literal', value: ApexDecimal.parse(token.text)! };
    if (token.kind === 'string') return { kind: 'literal', value: token.text };
    if (token.kind !== 'name') {
      this.#position--;
      return this.#unexpected();
    }
    if (this.#take('(')) {
      const parameters: FormulaNode[] = [];
      if (!this.#take(')')) {
        do parameters.push(this.#binary(0)); while (this.#take(','));
        if (!this.#take(')')) this.#unexpected();
      }
      return { kind: 'call', name: token.text.toUpperCase(), arguments: parameters };
    }
    const word = token.text.toUpperCase();
    if (word === 'NOT') return { kind: 'unary', operator: '!', operand: this.#unary() };
    if (word === 'TRUE' || word === 'FALSE') return { kind: 'literal', value: word === 'TRUE' };
    if (word === 'NULL') return { kind: 'literal', value: null };
    // The record type is the record's own.
    return { kind: 'path', path: token.text.replace(/^\$(?=RecordType\.)/i, '').split('.') };
  }
}

const parsed = new Map<string, FormulaNode>();

/** Throws `FormulaError` for text that is no formula. */
export function parseFormula(source: string): FormulaNode {
  let node = parsed.get(source);
  if (node === undefined) {
    node = new Parser(source).parse();
    parsed.set(source, node);
  }
  return node;
}

/** Field paths a formula reads, globals (`$User…`) left out. */
export function pathsOf(node: FormulaNode, found = new Map<string, readonly string[]>()): ReadonlyMap<string, readonly string[]> {
  switch (node.kind) {
    case 'path':
      if (!node.path[0]!.startsWith('$')) found.set(node.path.join('.').toLowerCase(), node.path);
      break;
    case 'call': for (const one of node.arguments) pathsOf(one, found); break;
    case 'unary': pathsOf(node.operand, found); break;
    case 'binary': pathsOf(node.left, found); pathsOf(node.right, found); break;
    default:
  }
  return found;
}
