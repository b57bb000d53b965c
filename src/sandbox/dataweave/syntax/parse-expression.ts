import type { BinaryOperator, Declaration, Expression, NameExpression, ObjectItem } from './ast.ts';
import type { Cursor } from './cursor.ts';
import { HIGHER_ORDER } from './higher-order.ts';
import { matchCases, updateCases } from './parse-cases.ts';
import { lambda } from './parse-lambdas.ts';
import { bracketed, memberName, selector } from './parse-selectors.ts';
import { quoted } from './parse-text.ts';
import { TypeParser } from './parse-types.ts';

/** Words that can't be a function between its two arguments. */
const RESERVED = new Set(['and', 'or', 'not', 'if', 'else', 'unless', 'otherwise', 'case', 'match', 'default', 'as', 'is', 'var', 'fun', 'type', 'ns', 'import', 'input', 'output', 'annotation', 'at', 'do', 'using', 'update', 'matches', 'from', 'true', 'false', 'null']);
const BETWEEN = new Set([...RESERVED].filter((word) => word !== 'matches' && word !== 'match' && word !== 'update'));
const LEVELS: readonly (readonly BinaryOperator[])[] = [['==', '!=', '~='], ['<=', '>=', '<', '>'], ['>>', '<<', '+', '-'], ['*', '/']];
const UNNAMED = ['$', '$$', '$$$'];

/** Reads expressions. Precedence: DataWeave Reference, Precedence in DataWeave. */
export class ExpressionParser {
  readonly cursor: Cursor;
  readonly types: TypeParser;
  /** How `do { … }` reads what it declares. */
  private readonly declarations: () => Declaration[];
  /** One for each expression that would be a function if it used `$`: whether it does. */
  readonly unnamed: { isUsed: boolean }[] = [{ isUsed: false }];
  /** Functions of the script that take a function last. */
  readonly higherOrder = new Set(HIGHER_ORDER);

  constructor(cursor: Cursor, declarations: () => Declaration[]) {
    this.cursor = cursor;
    this.declarations = declarations;
    this.types = new TypeParser(cursor, (close) => this.objectItems(close));
  }

  expression(): Expression {
    const { cursor } = this;
    cursor.skip();
    const { at } = cursor;
    const whole = this.infix();
    if (cursor.sees('::') || !(cursor.sees(':') || (cursor.sees('@(') && isName(whole)))) return whole;
    return { kind: 'object', at, items: [this.memberAfter(this.nameOf(whole))] };
  }

  /** A member without braces around it: what was read is its name. */
  private nameOf(expression: Expression): NameExpression {
    if (expression.kind === 'name' && !expression.name.startsWith('$') && !expression.name.includes('::')) return { kind: 'fixed', name: expression.name, prefix: null };
    if (expression.kind === 'string') return { kind: 'fixed', name: expression.text, prefix: null };
    return { kind: 'computed', value: expression, prefix: null };
  }

  infix(): Expression {
    const { cursor } = this;
    let left = this.operand();
    for (;;) {
      cursor.skip();
      const { at } = cursor;
      if (cursor.sees('++') || (cursor.sees('--') && !cursor.sees('---'))) {
        const name = cursor.source.slice(at, at + 2);
        cursor.at += 2;
        left = { kind: 'call', at, callee: { kind: 'name', at, name }, args: [left, this.operand()] };
        continue;
      }
      if (cursor.take('<~')) {
        left = { kind: 'binary', at, operator: '<~', left, right: this.operand() };
        continue;
      }
      const word = cursor.peekWord();
      if (word === null) return left;
      if (word === 'default') {
        cursor.at += word.length;
        left = { kind: 'default', at, left, right: this.operand() };
      } else if ((word === 'match' || word === 'update') && /^\s*\{/.test(cursor.source.slice(at + word.length))) {
        cursor.at += word.length;
        cursor.need('{');
        left = word === 'match' ? { kind: 'match', at, operand: left, cases: matchCases(this) } : { kind: 'update', at, operand: left, cases: updateCases(this) };
      } else if (BETWEEN.has(word)) return left;
      else {
        const name = this.qualifiedName();
        left = { kind: 'call', at, callee: { kind: 'name', at, name }, args: [left, this.argument(name)] };
      }
    }
  }

  /** What a function takes last: an expression over `$` is a function there if the other is told to take one. */
  private argument(name: string): Expression {
    return this.higherOrder.has(name.split('::').at(-1)!) ? this.overUnnamed(() => this.member()) : this.operand();
  }

  /** `map name: …`: a member without braces, too. */
  private member(): Expression {
    const { at } = this.cursor;
    const operand = this.operand();
    if (!isName(operand) || this.cursor.sees('::') || !this.cursor.sees(':')) return operand;
    return { kind: 'object', at, items: [this.memberAfter(this.nameOf(operand))] };
  }

  overUnnamed(read: () => Expression): Expression {
    const scope = { isUsed: false };
    this.unnamed.push(scope);
    this.cursor.skip();
    const { at } = this.cursor;
    const body = read();
    this.unnamed.pop();
    return scope.isUsed ? { kind: 'lambda', at, parameters: UNNAMED.map((one) => ({ name: one, type: null, initial: null })), result: null, body } : body;
  }

  /** `$` in here is a value of its own, not a parameter. */
  withOwnUnnamed<T>(read: () => T): T {
    this.unnamed.push({ isUsed: false });
    const result = read();
    this.unnamed.pop();
    return result;
  }

  operand(): Expression {
    return this.or();
  }

  private or(): Expression {
    let left = this.and();
    while (this.cursor.peekWord() === 'or') {
      const { at } = this.cursor;
      this.cursor.at += 2;
      left = { kind: 'or', at, left, right: this.and() };
    }
    return left;
  }

  private and(): Expression {
    let left = this.level(0);
    while (this.cursor.peekWord() === 'and') {
      const { at } = this.cursor;
      this.cursor.at += 3;
      left = { kind: 'and', at, left, right: this.level(0) };
    }
    return left;
  }

  private level(depth: number): Expression {
    const operators = LEVELS[depth];
    if (!operators) return this.coercion();
    let left = this.level(depth + 1);
    for (;;) {
      if (depth === 1 && this.cursor.peekWord() === 'is') {
        const { at } = this.cursor;
        this.cursor.at += 2;
        left = { kind: 'is', at, operand: left, type: this.types.type() };
        continue;
      }
      const operator = this.operator(operators);
      if (!operator) return left;
      const at = this.cursor.at;
      this.cursor.at += operator.length;
      left = { kind: 'binary', at: left.at < at ? left.at : at, operator, left, right: this.level(depth + 1) };
    }
  }

  private operator(operators: readonly BinaryOperator[]): BinaryOperator | null {
    this.cursor.skip();
    const next = this.cursor.source.slice(this.cursor.at, this.cursor.at + 3);
    if (/^(?:\+\+|--|->|<~)/.test(next)) return null;
    return operators.find((one) => next.startsWith(one) && !(one.length === 1 && (next.startsWith('<<') || next.startsWith('>>')))) ?? null;
  }

  private coercion(): Expression {
    let left = this.unary();
    while (this.cursor.peekWord() === 'as') {
      const { at } = left;
      this.cursor.at += 2;
      left = { kind: 'as', at, operand: left, type: this.types.type() };
    }
    return left;
  }

  private unary(): Expression {
    const { cursor } = this;
    cursor.skip();
    const { at } = cursor;
    if (cursor.sees('-') && !cursor.sees('---')) {
      cursor.at++;
      return { kind: 'negate', at, operand: this.unary() };
    }
    if (cursor.sees('!') && !cursor.sees('!=')) {
      cursor.at++;
      return { kind: 'not', at, operand: this.unary() };
    }
    switch (cursor.peekWord()) {
      case 'not': cursor.at += 3; return { kind: 'not', at, operand: this.or() };
      case 'if': return this.conditional();
      case 'do': if (/^do\s*\{/.test(cursor.source.slice(at))) return this.block(); break;
      case 'using': if (/^using\s*\(/.test(cursor.source.slice(at))) return this.using(); break;
      case null: case undefined: break;
    }
    return lambda(this) ?? this.postfix();
  }

  private conditional(): Expression {
    const { cursor } = this;
    const { at } = cursor;
    cursor.takeWord('if');
    cursor.need('(');
    const condition = this.expression();
    cursor.need(')');
    const then = this.expression();
    if (!cursor.takeWord('else')) cursor.expected("'else'");
    return { kind: 'if', at, condition, then, otherwise: this.expression() };
  }

  private block(): Expression {
    const { cursor } = this;
    const { at } = cursor;
    cursor.takeWord('do');
    cursor.need('{');
    const declarations = this.declarations();
    const body = this.expression();
    cursor.need('}');
    return { kind: 'do', at, declarations, body };
  }

  private using(): Expression {
    const { cursor } = this;
    const { at } = cursor;
    cursor.takeWord('using');
    cursor.need('(');
    const declarations: Declaration[] = [];
    do {
      const name = cursor.needWord('a name');
      cursor.need('=');
      declarations.push({ kind: 'variable', name, type: null, value: this.expression() });
    } while (cursor.take(','));
    cursor.need(')');
    return { kind: 'do', at, declarations, body: this.expression() };
  }

  private postfix(): Expression {
    const { cursor } = this;
    let left = this.primary();
    for (;;) {
      const { at } = left;
      // Type arguments say nothing to values.
      if (left.kind === 'name' && /^<[A-Z][\w<>, |:]*>\(/.test(cursor.source.slice(cursor.at, cursor.at + 100))) {
        cursor.need('<');
        do this.types.type(); while (cursor.take(','));
        cursor.need('>');
      }
      if (cursor.seesOnLine('(') && isCallable(left)) {
        cursor.need('(');
        left = { kind: 'call', at, callee: left, args: this.args(left) };
      } else if (cursor.seesOnLine('[')) {
        cursor.need('[');
        left = bracketed(this, left);
      } else if (cursor.sees('.') && !/^\.\d/.test(cursor.source.slice(cursor.at))) left = selector(this, left);
      else if (cursor.source[cursor.at] === '?' && isSelection(left)) {
        cursor.at++;
        left = { kind: 'exists', at, operand: left };
      } else if (cursor.source[cursor.at] === '!' && cursor.source[cursor.at + 1] !== '=' && isSelection(left)) {
        cursor.at++;
        left = { kind: 'require', at, operand: left };
      } else return left;
    }
  }

  private args(callee: Expression): Expression[] {
    const { cursor } = this;
    const takesFunction = callee.kind === 'name' && this.higherOrder.has(callee.name.split('::').at(-1)!);
    const args: Expression[] = [];
    while (!cursor.take(')')) {
      args.push(takesFunction && args.length > 0 ? this.overUnnamed(() => this.expression()) : this.expression());
      if (!cursor.take(',') && !cursor.sees(')')) cursor.expected("')'");
    }
    return args;
  }

  private primary(): Expression {
    const { cursor } = this;
    cursor.skip();
    const { at } = cursor;
    const c = cursor.source[at];
    if (c === undefined) cursor.expected('an expression');
    const number = cursor.match(/\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/y);
    if (number) return { kind: 'number', at, text: number[0] };
    const text = quoted(this);
    if (text) return text;
    switch (c) {
      case '[': cursor.at++; return { kind: 'array', at, items: this.arrayItems() };
      case '{': cursor.at++; return { kind: 'object', at, items: this.objectItems('}') };
      case '(': cursor.at++; return this.parenthesized(at);
      case '/': return { kind: 'regex', at, source: cursor.match(/\/((?:[^/\\\n]|\\.)*)\//y)?.[1]?.replaceAll('\\/', '/') ?? cursor.expected('an expression') };
      case '|': return { kind: 'temporal', at, text: cursor.match(/\|([^|\n]*)\|/y)?.[1] ?? cursor.expected('a date') };
      case '$': {
        const name = cursor.match(/\$+/y)![0];
        this.unnamed.at(-1)!.isUsed = true;
        return { kind: 'name', at, name };
      }
      case '@': cursor.expected('an expression');
    }
    const word = cursor.peekWord() ?? cursor.expected('an expression');
    if (word === 'null' || word === 'true' || word === 'false') {
      cursor.at += word.length;
      return word === 'null' ? { kind: 'null', at } : { kind: 'boolean', at, value: word === 'true' };
    }
    // `{`-less members may be called as words are: `type: 1`.
    if (RESERVED.has(word) && !/^\w+\s*(?::|@\()/.test(cursor.source.slice(at)) && !['match', 'matches', 'update', 'at', 'from'].includes(word)) cursor.expected('an expression');
    return this.nameOrType(at);
  }

  private nameOrType(at: number): Expression {
    const { cursor } = this;
    const name = this.qualifiedName();
    if (name === 'Array' && cursor.source[cursor.at] === '<') {
      cursor.at = at;
      return { kind: 'type', at, type: this.types.type() };
    }
    if (cursor.source[cursor.at] === '#' && !name.includes('::')) {
      cursor.at++;
      return { kind: 'object', at, items: [this.memberAfter({ ...memberName(this), prefix: name })] };
    }
    return { kind: 'name', at, name };
  }

  private qualifiedName(): string {
    const { cursor } = this;
    let name = cursor.needWord('a name');
    while (cursor.source.startsWith('::', cursor.at)) {
      cursor.at += 2;
      name += `::${cursor.needWord('a name')}`;
    }
    return name;
  }

  private parenthesized(at: number): Expression {
    const { cursor } = this;
    const first = this.expression();
    if (cursor.take(')')) return first.kind === 'name' || first.kind === 'string' ? { kind: 'do', at, declarations: [], body: first } : first;
    if (first.kind !== 'object') cursor.expected("')'");
    // `(a: 1, b: 2)`
    const items = [...(first as Expression & { kind: 'object' }).items];
    while (cursor.take(',')) items.push(this.objectItem());
    cursor.need(')');
    return { kind: 'object', at, items };
  }

  private arrayItems(): { value: Expression; condition: Expression | null }[] {
    const { cursor } = this;
    const items: { value: Expression; condition: Expression | null }[] = [];
    while (!cursor.take(']')) {
      items.push({ value: this.expression(), condition: this.condition() });
      if (!cursor.take(',') && !cursor.sees(']')) cursor.expected("']'");
    }
    return items;
  }

  /** `if (…)` behind an item. */
  private condition(): Expression | null {
    const { cursor } = this;
    if (!cursor.takeWord('if')) return null;
    return this.infix();
  }

  objectItems(close: string): ObjectItem[] {
    const { cursor } = this;
    const items: ObjectItem[] = [];
    while (!cursor.take(close)) {
      items.push(this.objectItem());
      if (!cursor.take(',') && !cursor.sees(close)) cursor.expected(`'${close}'`);
    }
    return items;
  }

  private objectItem(): ObjectItem {
    const { cursor } = this;
    cursor.skip();
    if (!cursor.take('(')) return this.memberAfter(memberName(this));
    const value = this.expression();
    const items: ObjectItem[] | null = cursor.sees(',') && value.kind === 'object' ? [...value.items] : null;
    while (items && cursor.take(',')) items.push(this.objectItem());
    cursor.need(')');
    if (cursor.sees(':') || cursor.sees('@(')) return this.memberAfter({ kind: 'computed', value, prefix: null });
    // Parentheses that name no member: the members of what they hold become this object's.
    return { kind: 'spread', value: items ? { kind: 'object', at: value.at, items } : value, condition: this.condition() };
  }

  private memberAfter(name: NameExpression): ObjectItem {
    const { cursor } = this;
    const attributes = cursor.take('@(') ? this.objectItems(')') : null;
    cursor.take('?');
    cursor.need(':');
    const value = this.expression();
    return { kind: 'member', name, attributes, value, condition: cursor.peekWord() === 'if' ? this.condition() : null };
  }

}

const isName = (expression: Expression): boolean => expression.kind === 'name' || expression.kind === 'string' || expression.kind === 'do';
const isSelection = (expression: Expression): boolean => expression.kind === 'select' || expression.kind === 'index' || expression.kind === 'filter';
/** What may stand before the parentheses of a call. */
const isCallable = (expression: Expression): boolean => ['name', 'call', 'do', 'lambda', 'select', 'index'].includes(expression.kind);
