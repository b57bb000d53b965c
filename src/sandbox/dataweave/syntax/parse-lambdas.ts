/** Functions with their parameters named. */
import { ScriptSyntaxError } from '../errors.ts';
import type { Lambda, Parameter, TypeExpression } from './ast.ts';
import type { ExpressionParser } from './parse-expression.ts';

/** `(item, index = 0) -> …`; null if it is something else in parentheses. */
export function lambda(p: ExpressionParser): Lambda | null {
  const { cursor } = p;
  cursor.skip();
  const { at } = cursor;
  // Only what may end in an arrow is tried.
  if (!/^(?:<[^()]*>\s*)?\(\s*(?:\)|[A-Za-z_]\w*\s*[,:)=])/.test(cursor.source.slice(at, at + 200))) return null;
  const head = cursor.attempt(() => {
    const given = parameters(p);
    if (!given) return null;
    const result = cursor.take(':') ? p.types.type() : null;
    return cursor.take('->') ? { parameters: given, result } : null;
  });
  return head && { kind: 'lambda', at, ...head, body: p.expression() };
}

/** Null if what is in the parentheses are no parameters. */
export function parameters(p: ExpressionParser): Parameter[] | null {
  const { cursor } = p;
  if (cursor.sees('<')) typeParameters(p);
  if (!cursor.take('(')) return null;
  const found: Parameter[] = [];
  while (!cursor.take(')')) {
    if (cursor.take('@')) {
      cursor.needWord('an annotation');
      if (cursor.take('(')) cursor.match(/[^)]*\)/y);
    }
    const name = cursor.peekWord();
    if (name === null) return null;
    cursor.at += name.length;
    let type: TypeExpression | null = null;
    if (cursor.take(':')) {
      if (!/^\s*[A-Za-z_({"'\d-]/.test(cursor.source.slice(cursor.at))) return null;
      type = tolerant(() => p.types.type());
      if (!type) return null;
    }
    const initial = cursor.sees('=') && !cursor.sees('==') ? (cursor.need('='), p.expression()) : null;
    found.push({ name, type, initial });
    if (!cursor.take(',') && !cursor.sees(')')) return null;
  }
  return found;
}

/** `<T, R <: Object>` says nothing to values. */
export function typeParameters(p: ExpressionParser): string[] {
  const { cursor } = p;
  const names: string[] = [];
  cursor.need('<');
  do {
    names.push(cursor.needWord('a name'));
    if (cursor.take('<:')) p.types.type();
  } while (cursor.take(','));
  cursor.need('>');
  return names;
}

function tolerant<T>(read: () => T): T | null {
  try {
    return read();
  } catch (error) {
    if (error instanceof ScriptSyntaxError) return null;
    throw error;
  }
}
