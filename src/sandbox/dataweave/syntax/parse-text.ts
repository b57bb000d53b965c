/** Text in quotes. Source: DataWeave Reference, String. */
import type { Expression } from './ast.ts';
import type { ExpressionParser } from './parse-expression.ts';

/** Text in quotes, if any comes: `$(…)`, `$name` and unnamed parameters in it are expressions. */
export function quoted(p: ExpressionParser): (Expression & { kind: 'string' | 'interpolation' }) | null {
  const { cursor } = p;
  const { at, source } = cursor;
  const quote = source[at];
  if (quote !== '"' && quote !== "'" && quote !== '`') return null;
  cursor.at++;
  const parts: (string | Expression)[] = [];
  let text = '';
  for (;;) {
    const c = source[cursor.at];
    if (c === undefined) cursor.fail('Unclosed string');
    cursor.at++;
    if (c === quote) break;
    if (c === '\\') text += escape(p);
    else if (c === '$' && (/[A-Za-z_(]/.test(source[cursor.at] ?? '') || p.unnamed.length > 1)) {
      parts.push(text);
      text = '';
      if (source[cursor.at] === '(') {
        cursor.at++;
        parts.push(p.expression());
        cursor.need(')');
      } else if (/[A-Za-z_]/.test(source[cursor.at] ?? '')) parts.push({ kind: 'name', at: cursor.at, name: cursor.needWord('a name') });
      else {
        cursor.at--;
        p.unnamed.at(-1)!.isUsed = true;
        parts.push({ kind: 'name', at: cursor.at, name: cursor.match(/\$+/y)![0] });
      }
    } else text += c;
  }
  if (parts.length === 0) return { kind: 'string', at, text };
  return { kind: 'interpolation', at, parts: [...parts, text] };
}

function escape(p: ExpressionParser): string {
  const { cursor } = p;
  const c = cursor.source[cursor.at++];
  switch (c) {
    case 'n': return '\n';
    case 't': return '\t';
    case 'r': return '\r';
    case 'b': return '\b';
    case 'f': return '\f';
    case 'u': {
      const code = cursor.match(/[\da-fA-F]{4}/y)?.[0] ?? cursor.fail('Invalid unicode escape');
      return String.fromCharCode(parseInt(code, 16));
    }
    case '"': case "'": case '`': case '\\': case '$': case '/': return c;
    default: return `\\${c ?? ''}`;
  }
}
