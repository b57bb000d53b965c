/** Source: DataWeave Reference, Values (dw::util::Values) and Tree (dw::util::Tree). */
import { failScript } from '../errors.ts';
import { described, textOrNull } from '../evaluate/coerce.ts';
import { moduleOf } from '../evaluate/functions-of.ts';
import { Decimal, FunctionValue, isArray, itemsOf, KeyValue, ObjectValue, pair, whole, type NamespaceValue, type Member, type Value } from '../values/values.ts';
import { callWith, holds, intOf } from './helpers.ts';

/** A step of a path: an object with a kind, a selector and a namespace, as the language has it. */
const element = (kind: string, selector: Value, namespace: Value): ObjectValue => new ObjectValue([pair('kind', kind), pair('selector', selector), pair('namespace', namespace)]);
const OBJECT = 'Object';
const ATTRIBUTE = 'Attribute';
const ARRAY = 'Array';

type Step = { readonly kind: string; readonly selector: string | number };

function stepOf(value: Value): Step {
  if (value instanceof Decimal) return { kind: ARRAY, selector: intOf(value) };
  if (value instanceof ObjectValue) {
    const selector = value.get('selector');
    return { kind: String(value.get('kind')), selector: selector instanceof Decimal ? intOf(selector) : (textOrNull(selector) ?? '') };
  }
  return { kind: OBJECT, selector: textOrNull(value) ?? failScript(`Expecting type is String, but it was ${described(value)}`) };
}

function updated(value: Value, path: readonly Step[], change: (before: Value) => Value): Value {
  const [step, ...rest] = path;
  if (!step) return change(value);
  if (isArray(value)) {
    if (step.kind !== ARRAY) return itemsOf(value).map((item) => updated(item, path, change));
    const at = (step.selector as number) < 0 ? itemsOf(value).length + (step.selector as number) : step.selector;
    return itemsOf(value).map((item, index) => (index === at ? updated(item, rest, change) : item));
  }
  if (!(value instanceof ObjectValue)) return value;
  return new ObjectValue(value.members.map((member) => {
    if (step.kind === ATTRIBUTE) {
      const { attributes } = member.key;
      const changed = attributes && new ObjectValue(attributes.members.map((one) => (one.key.name === step.selector ? { key: one.key, value: change(one.value) } : one)));
      return { key: new KeyValue(member.key.name, member.key.namespace, changed), value: member.value };
    }
    return member.key.name === step.selector ? { key: member.key, value: updated(member.value, rest, change) } : member;
  }), value.metadata);
}

/** Every member of a name, at any depth. */
function masked(value: Value, step: Step, change: (before: Value) => Value): Value {
  if (isArray(value)) return itemsOf(value).map((item, index) => (step.kind === ARRAY && index === step.selector ? change(item) : masked(item, step, change)));
  if (!(value instanceof ObjectValue)) return value;
  return new ObjectValue(value.members.map(({ key, value: own }) => {
    if (step.kind === OBJECT && key.name === step.selector) return { key, value: change(own) };
    const attributes = step.kind === ATTRIBUTE && key.attributes ? new ObjectValue(key.attributes.members.map((one) => (one.key.name === step.selector ? { key: one.key, value: change(one.value) } : one))) : key.attributes;
    return { key: new KeyValue(key.name, key.namespace, attributes), value: masked(own, step, change) };
  }), value.metadata);
}

/** Waits for what `with` gives it. */
const waiting = (apply: (change: (before: Value) => Value) => Value): FunctionValue =>
  new FunctionValue(['newValue'], ([replacer]) => apply((before) => (replacer instanceof FunctionValue ? callWith(replacer, before, whole(0)) : (replacer ?? null))));

export const VALUES = moduleOf({
  'attr(Namespace|Null|String, String?)': (namespace: NamespaceValue | string | null, name?: string) => (name === undefined ? element(ATTRIBUTE, namespace as string, null) : element(ATTRIBUTE, name, namespace)),
  'field(Namespace|Null|String, String?)': (namespace: NamespaceValue | string | null, name?: string) => (name === undefined ? element(OBJECT, namespace as string, null) : element(OBJECT, name, namespace)),
  'index(Number)': (at: Decimal) => element(ARRAY, at, null),
  'mask(Null, Any)': () => waiting(() => null),
  'mask(Any, Any)': (value: Value, selector: Value) => waiting((change) => masked(value, stepOf(selector), change)),
  'update(Any, Array)': (value: Value, path: readonly Value[]) => waiting((change) => updated(value, path.map(stepOf), change)),
  'update(Any, Any)': (value: Value, selector: Value) => waiting((change) => updated(value, [stepOf(selector)], change)),
});

/** Visits what is below a value; null stands for what is left out. */
function walk(value: Value, path: readonly Value[], visit: (value: Value, path: readonly Value[]) => Value | undefined, isLeafOnly: boolean): Value {
  const below = (child: Value, step: Value): Value | undefined => {
    const own = [...path, step];
    const isLeaf = !(child instanceof ObjectValue) && !isArray(child);
    if (isLeafOnly) return isLeaf ? visit(child, own) : walk(child, own, visit, true);
    const kept = visit(child, own);
    return kept === undefined || isLeaf ? kept : walk(kept, own, visit, false);
  };
  if (isArray(value)) return itemsOf(value).map((item, at) => below(item, element(ARRAY, whole(at), null))).filter((item) => item !== undefined);
  if (!(value instanceof ObjectValue)) return value;
  return new ObjectValue(value.members.flatMap((member) => {
    const made = below(member.value, element(OBJECT, member.key.name, member.key.namespace));
    const attributes = member.key.attributes?.members.flatMap((one): Member[] => {
      const own = visit(one.value, [...path, element(OBJECT, member.key.name, member.key.namespace), element(ATTRIBUTE, one.key.name, one.key.namespace)]);
      return own === undefined ? [] : [{ key: one.key, value: own }];
    });
    return made === undefined ? [] : [{ key: new KeyValue(member.key.name, member.key.namespace, attributes?.length ? new ObjectValue(attributes) : null), value: made }];
  }), value.metadata);
}

const lastKind = (path: readonly Value[]): string => (path.at(-1) instanceof ObjectValue ? String((path.at(-1) as ObjectValue).get('kind')) : '');
const kept = (criteria: FunctionValue, isAsked: (path: readonly Value[]) => boolean) => (value: Value, path: readonly Value[]): Value | undefined => (!isAsked(path) || holds(criteria, value, path) ? value : undefined);

function someNode(value: Value, path: readonly Value[], callback: FunctionValue): boolean {
  if (holds(callback, value, path)) return true;
  if (isArray(value)) return itemsOf(value).some((item, at) => someNode(item, [...path, element(ARRAY, whole(at), null)], callback));
  return value instanceof ObjectValue && value.members.some(({ key, value: own }) => someNode(own, [...path, element(OBJECT, key.name, key.namespace)], callback));
}

export const TREE = new Map<string, Value>([
  ...moduleOf({
    'asExpressionString(Array)': (path: readonly Value[]) => path.map((one) => {
      const { kind, selector } = stepOf(one);
      return kind === ARRAY ? `[${selector}]` : kind === ATTRIBUTE ? `.@${selector}` : `.${selector}`;
    }).join(''),
    'filterArrayLeafs(Any, Function)': (value: Value, criteria: FunctionValue) => walk(value, [], kept(criteria, (path) => lastKind(path) === ARRAY), true),
    'filterObjectLeafs(Any, Function)': (value: Value, criteria: FunctionValue) => walk(value, [], kept(criteria, (path) => lastKind(path) === OBJECT), true),
    'filterTree(Any, Function)': (value: Value, criteria: FunctionValue) => walk(value, [], kept(criteria, () => true), false),
    'isArrayType(Array)': (path: readonly Value[]) => lastKind(path) === ARRAY,
    'isAttributeType(Array)': (path: readonly Value[]) => lastKind(path) === ATTRIBUTE,
    'isObjectType(Array)': (path: readonly Value[]) => lastKind(path) === OBJECT,
    'mapLeafValues(Any, Function)': (value: Value, callback: FunctionValue) => walk(value, [], (leaf, path) => callWith(callback, leaf, path), true),
    'nodeExists(Any, Function)': (value: Value, callback: FunctionValue) => someNode(value, [], callback),
  }),
  ['OBJECT_TYPE', OBJECT], ['ATTRIBUTE_TYPE', ATTRIBUTE], ['ARRAY_TYPE', ARRAY],
]);
