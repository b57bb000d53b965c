import type { ObjectItem, TypeExpression } from './ast.ts';
import { NotSupportedHere } from '../errors.ts';
import type { Cursor } from './cursor.ts';

/** Reads types as `as`, `is`, parameters and `type` have them. Source: DataWeave Reference, Type System. */
export class TypeParser {
  private readonly cursor: Cursor;
  /** How members in braces behind a type's name are read. */
  private readonly objectItems: (close: string) => ObjectItem[];
  constructor(cursor: Cursor, objectItems: (close: string) => ObjectItem[]) {
    this.cursor = cursor;
    this.objectItems = objectItems;
  }

  type(): TypeExpression {
    const members = [this.intersection()];
    while (this.cursor.sees('|') && !this.cursor.sees('|}')) {
      this.cursor.need('|');
      members.push(this.intersection());
    }
    return members.length === 1 ? members[0]! : { kind: 'union', members };
  }

  private intersection(): TypeExpression {
    const members = [this.single()];
    while (this.cursor.take('&')) members.push(this.single());
    return members.length === 1 ? members[0]! : { kind: 'intersection', members };
  }

  private single(): TypeExpression {
    const { cursor } = this;
    if (cursor.sees('(')) return this.parenthesized();
    if (cursor.sees('{')) return this.objectType();
    cursor.skip();
    const text = cursor.match(/"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)'/y);
    if (text) return { kind: 'literal', value: text[1] ?? text[2]! };
    const number = cursor.match(/-?\d+(?:\.\d+)?/y);
    if (number) return { kind: 'literal', value: Number(number[0]) };
    let name = cursor.needWord('a type');
    if (name === 'true' || name === 'false') return { kind: 'literal', value: name === 'true' };
    while (cursor.take('::')) name += `::${cursor.needWord('a name')}`;
    const args: TypeExpression[] = [];
    if (cursor.seesOnLine('<') && !cursor.seesOnLine('<~') && !cursor.seesOnLine('<=')) {
      cursor.need('<');
      do {
        args.push(this.type());
        if (cursor.take('<:')) this.type();
      } while (cursor.take(','));
      cursor.need('>');
    }
    if (/^\.[A-Za-z_]/.test(cursor.source.slice(cursor.at, cursor.at + 2))) throw new NotSupportedHere('selection from types');
    const metadata = cursor.seesOnLine('{') ? (cursor.need('{'), this.objectItems('}')) : null;
    return { kind: 'name', name, args, metadata };
  }

  /** `(Number) -> String`, or a type in parentheses. */
  private parenthesized(): TypeExpression {
    const { cursor } = this;
    cursor.need('(');
    const parameters: TypeExpression[] = [];
    while (!cursor.take(')')) {
      const start = cursor.at;
      const name = cursor.peekWord();
      if (name !== null) {
        cursor.at += name.length;
        cursor.take('?');
        if (cursor.sees('::') || !cursor.take(':')) cursor.at = start;
      }
      parameters.push(this.type());
      if (!cursor.take(',') && !cursor.sees(')')) cursor.expected("')'");
    }
    if (cursor.take('->')) return { kind: 'function', parameters, result: this.type() };
    return parameters.length === 1 ? parameters[0]! : cursor.expected("'->'");
  }

  private objectType(): TypeExpression {
    const { cursor } = this;
    cursor.need('{');
    const closing = cursor.take('|') ? '|}' : cursor.take('-') ? '-}' : '}';
    const fields: { name: string | null; isOptional: boolean; isRepeated: boolean; type: TypeExpression }[] = [];
    while (!cursor.take(closing)) {
      let name: string | null = null;
      if (cursor.take('(')) {
        this.type();
        cursor.need(')');
      } else {
        cursor.skip();
        const quoted = cursor.match(/"([^"]*)"|'([^']*)'/y);
        name = quoted ? (quoted[1] ?? quoted[2]!) : cursor.needWord('a name');
        if (cursor.source[cursor.at] === '#' && cursor.take('#')) name = cursor.needWord('a name');
        if (name === '_') name = null;
      }
      if (cursor.take('@(')) this.attributes();
      const isRepeated = cursor.take('*');
      const isOptional = cursor.take('?');
      cursor.need(':');
      fields.push({ name, isOptional, isRepeated, type: this.type() });
      if (!cursor.take(',') && !cursor.sees(closing)) cursor.expected(`'${closing}'`);
    }
    return { kind: 'objectType', isClosed: closing === '|}', fields };
  }

  /** Attributes are read over: nothing is decided by their types. */
  private attributes(): void {
    const { cursor } = this;
    while (!cursor.take(')')) {
      cursor.needWord('a name');
      if (cursor.take('#')) cursor.needWord('a name');
      cursor.take('?');
      cursor.need(':');
      this.type();
      cursor.take(',');
    }
  }
}
