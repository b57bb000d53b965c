import type { Declaration, FormatDirective, Script, TypeExpression } from './ast.ts';
import { Cursor } from './cursor.ts';
import { ExpressionParser } from './parse-expression.ts';
import { parameters, typeParameters } from './parse-lambdas.ts';
import { withPlace, ScriptSyntaxError } from '../errors.ts';

const SHORT_NAMES: Readonly<Record<string, string>> = {
  json: 'application/json', csv: 'application/csv', xml: 'application/xml', apex: 'application/apex', java: 'application/java', text: 'text/plain', dw: 'application/dw', yaml: 'application/yaml',
  urlencoded: 'application/x-www-form-urlencoded', ndjson: 'application/x-ndjson', properties: 'text/x-java-properties', binary: 'application/octet-stream',
};

/** Reads a script: a header of directives, `---`, and the body; without a header, the body alone. Throws ScriptSyntaxError. */
export function parseScript(source: string): Script {
  return new ScriptParser(source).script();
}

class ScriptParser {
  private readonly cursor: Cursor;
  private readonly expressions: ExpressionParser;
  private readonly inputs: { name: string; format: FormatDirective | null }[] = [];
  private output: FormatDirective | null = null;

  constructor(source: string) {
    this.cursor = new Cursor(source);
    this.expressions = new ExpressionParser(this.cursor, () => {
      const declarations = this.declarations();
      this.cursor.need('---');
      return declarations;
    });
  }

  script(): Script {
    const { cursor } = this;
    try {
      cursor.skip();
      const version = cursor.match(/%dw\s+([\d.]+)/y);
      if (version && !version[1]!.startsWith('2.')) cursor.fail(`Unsupported version ${version[1]}`);
      const declarations = this.declarations();
      const hasHeader = version !== null || declarations.length > 0 || this.inputs.length > 0 || this.output !== null;
      if (!cursor.take('---') && hasHeader) cursor.expected("'---'");
      const body = this.expressions.expression();
      cursor.skip();
      if (cursor.at < cursor.source.length) cursor.expected('end of input');
      return { source: cursor.source, header: { inputs: this.inputs, output: this.output, declarations }, body };
    } catch (error) {
      if (error instanceof ScriptSyntaxError) throw new ScriptSyntaxError(withPlace(error.message, cursor.source, error.at ?? 0));
      throw error;
    }
  }

  /** Directives until something else comes. */
  private declarations(): Declaration[] {
    const { cursor } = this;
    const found: Declaration[] = [];
    for (;;) {
      while (cursor.sees('@')) this.annotation();
      const word = cursor.peekWord();
      const rest = cursor.source.slice(cursor.at + (word?.length ?? 0));
      // `type: 1` is a member of the body.
      if (word === null || !/^\s*[*"'A-Za-z_(<]/.test(rest)) return found;
      switch (word) {
        case 'var': found.push(this.variable()); break;
        case 'fun': found.push(this.fun()); break;
        case 'type': found.push(this.typeDeclaration()); break;
        case 'ns': found.push(this.namespace()); break;
        case 'import': found.push(this.import()); break;
        case 'input': this.input(); break;
        case 'output': {
          cursor.takeWord('output');
          if (cursor.take(':')) this.expressions.types.type();
          this.output = this.format();
          break;
        }
        case 'annotation': cursor.fail('Annotations can only be defined in modules'); break;
        default: return found;
      }
    }
  }

  /** Says nothing to values. */
  private annotation(): void {
    const { cursor } = this;
    cursor.need('@');
    cursor.needWord('an annotation');
    if (cursor.take('(')) cursor.match(/[^)]*\)/y);
  }

  private variable(): Declaration {
    const { cursor } = this;
    cursor.takeWord('var');
    const name = cursor.needWord('a name');
    const type = cursor.take(':') ? this.expressions.types.type() : null;
    cursor.need('=');
    if (isFunctionType(type)) this.expressions.higherOrder.delete(name);
    return { kind: 'variable', name, type, value: this.expressions.expression() };
  }

  private fun(): Declaration {
    const { cursor } = this;
    cursor.takeWord('fun');
    cursor.skip();
    const { at } = cursor;
    const name = cursor.match(/\+\+|--/y)?.[0] ?? cursor.needWord('a name');
    const given = parameters(this.expressions) ?? cursor.expected('parameters');
    const result = cursor.take(':') ? this.expressions.types.type() : null;
    cursor.need('=');
    // A function of that name hides the language's own.
    if (given.length > 1 && isFunctionType(given.at(-1)!.type)) this.expressions.higherOrder.add(name);
    else this.expressions.higherOrder.delete(name);
    return { kind: 'function', name, lambda: { kind: 'lambda', at, parameters: given, result, body: this.expressions.expression() } };
  }

  private typeDeclaration(): Declaration {
    const { cursor } = this;
    cursor.takeWord('type');
    const name = cursor.needWord('a name');
    const names = cursor.sees('<') ? typeParameters(this.expressions) : [];
    cursor.need('=');
    return { kind: 'type', name, parameters: names, type: this.expressions.types.type() };
  }

  private namespace(): Declaration {
    const { cursor } = this;
    cursor.takeWord('ns');
    const name = cursor.needWord('a prefix');
    cursor.skip();
    return { kind: 'namespace', name, uri: cursor.match(/\S+/y)?.[0] ?? cursor.expected('a URI') };
  }

  /** `import * from dw::core::Strings`, `import a as b, c from …`, `import dw::core::Strings as S`. */
  private import(): Declaration {
    const { cursor } = this;
    cursor.takeWord('import');
    const names: { name: string; alias: string }[] = [];
    if (cursor.take('*')) {
      if (!cursor.takeWord('from')) cursor.expected("'from'");
      return { kind: 'import', module: this.modulePath(), alias: null, names: null };
    }
    for (;;) {
      const path = this.modulePath();
      const alias = cursor.takeWord('as') ? cursor.needWord('a name') : null;
      if (names.length === 0 && !cursor.sees(',') && cursor.peekWord() !== 'from') {
        return { kind: 'import', module: path, alias: alias ?? path.split('::').at(-1)!, names: [] };
      }
      names.push({ name: path, alias: alias ?? path });
      if (cursor.take(',')) continue;
      if (!cursor.takeWord('from')) cursor.expected("'from'");
      return { kind: 'import', module: this.modulePath(), alias: null, names };
    }
  }

  private modulePath(): string {
    const { cursor } = this;
    let path = cursor.needWord('a module');
    while (cursor.take('::')) path += `::${cursor.needWord('a name')}`;
    return path;
  }

  private input(): void {
    const { cursor } = this;
    cursor.takeWord('input');
    const name = cursor.needWord('a name');
    if (cursor.take(':')) this.expressions.types.type();
    this.inputs.push({ name, format: /^[ \t]*[a-z*]/.test(cursor.source.slice(cursor.at)) ? this.format() : null });
  }

  /** `application/csv separator=';', header=false`; properties stay on the line or follow a comma. */
  private format(): FormatDirective {
    const { cursor } = this;
    cursor.skip();
    const text = cursor.match(/[\w*.+-]+(?:\/[\w*.+-]+)?/y)?.[0] ?? cursor.expected('a format');
    if (!text.includes('/') && SHORT_NAMES[text] === undefined) cursor.fail(`Unable to resolve data format with id ${text}`);
    if (cursor.match(/[ \t]+with[ \t]+\w+/y)) cursor.skip();
    const properties = new Map<string, string | number | boolean>();
    for (;;) {
      const name = cursor.match(/(?:[ \t]*,\s*|[ \t]+)(\w+)[ \t]*=[ \t]*/y)?.[1];
      if (name === undefined) return { mimeType: SHORT_NAMES[text] ?? text, properties };
      const value = this.expressions.expression();
      if (value.kind === 'string') properties.set(name, value.text);
      else if (value.kind === 'number') properties.set(name, Number(value.text));
      else if (value.kind === 'boolean') properties.set(name, value.value);
      else cursor.fail(`Property ${name} must be a literal`);
    }
  }
}

const isFunctionType = (type: TypeExpression | null): boolean => type?.kind === 'function';
