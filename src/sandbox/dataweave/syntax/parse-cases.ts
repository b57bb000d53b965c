/** What stands in the braces of `match` and `update`. Source: DataWeave Reference, Pattern Matching; Update Operator. */
import type { MatchCase, Pattern, UpdateCase, UpdateStep } from './ast.ts';
import type { ExpressionParser } from './parse-expression.ts';
import { memberName } from './parse-selectors.ts';

export function matchCases(p: ExpressionParser): MatchCase[] {
  const { cursor } = p;
  const cases: MatchCase[] = [];
  while (!cursor.take('}')) {
    let name: string | null = null;
    let pattern: Pattern;
    if (cursor.takeWord('else')) {
      pattern = { kind: 'else' };
      // `else name -> …` names what is left.
      const own = cursor.peekWord();
      if (own !== null && !cursor.sees('->')) name = cursor.needWord('a name');
    } else {
      if (!cursor.takeWord('case')) cursor.expected("'case'");
      const named = cursor.attempt(() => {
        const word = cursor.peekWord();
        if (word === null || ['is', 'matches', 'if', 'true', 'false', 'null'].includes(word)) return null;
        cursor.at += word.length;
        if (cursor.take(':')) return word;
        return cursor.sees('->') || ['is', 'matches', 'if'].includes(cursor.peekWord() ?? '') ? word : null;
      });
      name = named;
      pattern = cursor.sees('->') ? { kind: 'else' } : p.withOwnUnnamed(() => readPattern(p));
    }
    cursor.need('->');
    cases.push({ name, pattern, body: p.withOwnUnnamed(() => p.expression()) });
    cursor.take(',');
  }
  return cases;
}

function readPattern(p: ExpressionParser): Pattern {
  const { cursor } = p;
  if (cursor.takeWord('is')) return { kind: 'type', type: p.types.type() };
  if (cursor.takeWord('matches')) return { kind: 'regex', value: p.operand() };
  if (cursor.takeWord('if')) return { kind: 'condition', value: p.infix() };
  cursor.skip();
  const array = cursor.match(/\[\s*(?:(\w+)\s*~\s*(\w+)\s*)?\]/y);
  if (array) return array[1] === undefined ? { kind: 'empty', of: 'array' } : { kind: 'array', head: array[1], tail: array[2]! };
  const object = cursor.match(/\{\s*(?:(\w+)\s*:\s*(\w+)\s*~\s*(\w+)\s*)?\}/y);
  if (object) return object[1] === undefined ? { kind: 'empty', of: 'object' } : { kind: 'object', key: object[1], value: object[2]!, tail: object[3]! };
  return { kind: 'literal', value: p.operand() };
}

export function updateCases(p: ExpressionParser): UpdateCase[] {
  const { cursor } = p;
  const cases: UpdateCase[] = [];
  while (!cursor.take('}')) {
    if (!cursor.takeWord('case')) cursor.expected("'case'");
    let name: string | null = null;
    if (!cursor.sees('.') && !cursor.sees('[')) {
      name = cursor.needWord('a name');
      if (!cursor.takeWord('at')) cursor.expected("'at'");
    }
    const path: UpdateStep[] = [];
    for (;;) {
      if (cursor.take('.@')) path.push({ kind: 'attribute', name: memberName(p) });
      else if (cursor.take('.')) path.push({ kind: 'field', name: memberName(p) });
      else if (cursor.take('[')) {
        path.push({ kind: 'index', index: p.expression() });
        cursor.need(']');
      } else break;
    }
    const isUpsert = cursor.take('!');
    const condition = cursor.takeWord('if') ? p.withOwnUnnamed(() => p.infix()) : null;
    cursor.need('->');
    cases.push({ name, path, isUpsert, condition, body: p.withOwnUnnamed(() => p.expression()) });
    cursor.take(',');
  }
  return cases;
}
