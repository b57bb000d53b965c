/** `update { case … }`. Source: DataWeave Reference, Update Operator. */
import { failScript } from '../errors.ts';
import type { UpdateCase, UpdateStep } from '../syntax/ast.ts';
import { Decimal, isArray, itemsOf, KeyValue, ObjectValue, type NamespaceValue, type Value } from '../values/values.ts';
import { described } from './coerce.ts';
import { evaluate, isTrue, nameIn } from './interpreter.ts';
import { Scope } from './scope.ts';

type Step = { readonly kind: 'field' | 'attribute'; readonly name: string; readonly namespace: NamespaceValue | null } | { readonly kind: 'index'; readonly index: number };

export function evaluateUpdate(value: Value, cases: readonly UpdateCase[], scope: Scope): Value {
  let updated = value;
  for (const one of cases) {
    const path = one.path.map((step) => resolve(step, scope));
    updated = apply(updated, path, one.isUpsert, (before) => {
      const inner = new Scope(scope).bind('$', before);
      if (one.name !== null) inner.bind(one.name, before);
      return one.condition && !isTrue(evaluate(one.condition, inner)) ? before : evaluate(one.body, inner);
    });
  }
  return updated;
}

function resolve(step: UpdateStep, scope: Scope): Step {
  if (step.kind !== 'index') return { kind: step.kind, ...nameIn(step.name, scope) };
  const index = evaluate(step.index, scope);
  if (index instanceof Decimal) return { kind: 'index', index: Number(index.toBigInt()) };
  if (typeof index === 'string') return { kind: 'field', name: index, namespace: null };
  return failScript(`Expecting type is Number, but it was ${described(index)}`);
}

function apply(value: Value, path: readonly Step[], isUpsert: boolean, change: (before: Value) => Value): Value {
  const [step, ...rest] = path;
  if (!step) return change(value);
  if (step.kind === 'index') {
    if (!isArray(value)) return value;
    const items = [...itemsOf(value)];
    const index = step.index < 0 ? items.length + step.index : step.index;
    if (index < items.length && index >= 0) items[index] = apply(items[index]!, rest, isUpsert, change);
    else if (isUpsert) items.push(apply(null, rest, isUpsert, change));
    return items;
  }
  const isMatch = (key: KeyValue): boolean => key.name === step.name && (step.namespace === null || key.namespace?.uri === step.namespace.uri);
  if (isArray(value)) return itemsOf(value).map((item) => (item instanceof ObjectValue ? apply(item, path, isUpsert, change) : item));
  const object = value instanceof ObjectValue ? value : isUpsert && value === null ? new ObjectValue([]) : null;
  if (!object) return value;
  if (step.kind === 'field' && rest[0]?.kind === 'attribute') return applyToAttribute(object, isMatch, rest[0], isUpsert, change);
  if (!object.members.some(({ key }) => isMatch(key))) {
    return isUpsert ? new ObjectValue([...object.members, { key: new KeyValue(step.name, step.namespace), value: apply(null, rest, true, change) }], object.metadata) : object;
  }
  return new ObjectValue(object.members.map((member) => (isMatch(member.key) ? { key: member.key, value: apply(member.value, rest, isUpsert, change) } : member)), object.metadata);
}

function applyToAttribute(object: ObjectValue, isMatch: (key: KeyValue) => boolean, step: Step & { kind: 'field' | 'attribute' }, isUpsert: boolean, change: (before: Value) => Value): Value {
  return new ObjectValue(object.members.map((member) => {
    if (!isMatch(member.key)) return member;
    const attributes = apply(member.key.attributes ?? new ObjectValue([]), [{ ...step, kind: 'field' }], isUpsert, change);
    return { key: new KeyValue(member.key.name, member.key.namespace, attributes as ObjectValue), value: member.value };
  }), object.metadata);
}
