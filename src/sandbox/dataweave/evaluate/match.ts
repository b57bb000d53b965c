/** `match { case … }`. Source: DataWeave Reference, Pattern Matching in DataWeave. */
import { failScript } from '../errors.ts';
import type { MatchCase } from '../syntax/ast.ts';
import { isArray, itemsOf, ObjectValue, RegexValue, type Value } from '../values/values.ts';
import { described, textOrNull } from './coerce.ts';
import { equals } from './equality.ts';
import { evaluate, isTrue } from './interpreter.ts';
import { Scope } from './scope.ts';
import { isOfType } from './types.ts';
import { groupsOf, wholeMatch } from '../text/matching.ts';

export function evaluateMatch(value: Value, cases: readonly MatchCase[], scope: Scope): Value {
  for (const one of cases) {
    const inner = new Scope(scope).bind('$', value);
    if (one.name !== null) inner.bind(one.name, value);
    if (fits(value, one, inner)) return evaluate(one.body, inner);
  }
  return failScript(`Unable to match any pattern with value ${described(value)}`);
}

/** Whether a case takes a value; what it names is bound. */
function fits(value: Value, { name, pattern }: MatchCase, scope: Scope): boolean {
  switch (pattern.kind) {
    case 'else': return true;
    case 'type': return isOfType(value, pattern.type, (typeName, args) => scope.findType(typeName, args));
    case 'literal': return equals(value, evaluate(pattern.value, scope));
    case 'condition': return isTrue(evaluate(pattern.value, scope));
    case 'regex': {
      const regex = evaluate(pattern.value, scope);
      const text = textOrNull(value);
      if (!(regex instanceof RegexValue) || text === null) return false;
      const found = wholeMatch(regex, text);
      if (!found) return false;
      scope.bind('$', groupsOf(text, found));
      if (name !== null) scope.bind(name, groupsOf(text, found));
      return true;
    }
    case 'empty': return pattern.of === 'array' ? isArray(value) && itemsOf(value).length === 0 : value instanceof ObjectValue && value.members.length === 0;
    case 'array': {
      if (!isArray(value) || itemsOf(value).length === 0) return false;
      const [head, ...tail] = itemsOf(value);
      scope.bind(pattern.head, head!).bind(pattern.tail, tail);
      return true;
    }
    case 'object': {
      if (!(value instanceof ObjectValue) || value.members.length === 0) return false;
      const [head, ...tail] = value.members;
      scope.bind(pattern.key, head!.key).bind(pattern.value, head!.value).bind(pattern.tail, new ObjectValue(tail));
      return true;
    }
  }
}
