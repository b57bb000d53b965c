/** Evaluates the tree of a script. Source: DataWeave Reference, Language Guide. */
import { failScript, ScriptError } from '../errors.ts';
import { currentHost } from '../host.ts';
import type { Declaration, Expression, Lambda, NameExpression, ObjectItem, TypeExpression } from '../syntax/ast.ts';
import { namedType } from '../syntax/ast.ts';
import { parseIso } from '../values/temporal.ts';
import { attributed, Decimal, FunctionValue, isArray, itemsOf, KeyValue, NamespaceValue, ObjectValue, TypeValue, type Member, type Value } from '../values/values.ts';
import { at } from './select.ts';
import { coerceTo, described, regexOf, textOrNull } from './coerce.ts';
import { evaluateMatch } from './match.ts';
import { applyOperator } from './operators.ts';
import type { Scope } from './scope.ts';
import { Scope as NewScope } from './scope.ts';
import { attributesOf, select, type Selected } from './select.ts';
import { isOfType, TYPE_NAMES, typeNameOf, typeText } from './types.ts';
import { evaluateUpdate } from './update.ts';
import { CORE, findModule } from '../functions/modules.ts';

export function evaluate(node: Expression, scope: Scope): Value {
  currentHost().charge(1);
  try {
    return evaluateNode(node, scope);
  } catch (error) {
    if (error instanceof ScriptError && error.at === null) error.at = node.at;
    throw error;
  }
}

function evaluateNode(node: Expression, scope: Scope): Value {
  switch (node.kind) {
    case 'null': return null;
    case 'boolean': return node.value;
    case 'number': return Decimal.parse(node.text);
    case 'string': return node.text;
    case 'interpolation': return node.parts.map((part) => (typeof part === 'string' ? part : interpolated(evaluate(part, scope)))).join('');
    case 'regex': return regexOf(node.source);
    case 'temporal': return parseIso(node.text) ?? failScript(`Invalid date or period: |${node.text}|`);
    case 'type': return new TypeValue(node.type);
    case 'name': return lookUp(node.name, scope);
    case 'array': return node.items.flatMap(({ value, condition }) => (condition && !isTrue(evaluate(condition, scope)) ? [] : [evaluate(value, scope)]));
    case 'object': return new ObjectValue(membersOf(node.items, scope));
    case 'lambda': return closure(node, scope);
    case 'call': return callFunction(node, scope);
    case 'negate': {
      const value = evaluate(node.operand, scope);
      const number = coerceTo(value, 'Number');
      return number instanceof Decimal ? number.negate() : failScript(`You called the function '-' with these arguments: \n  1: ${described(value)}`);
    }
    case 'not': return !isTrue(evaluate(node.operand, scope));
    case 'and': return isTrue(evaluate(node.left, scope)) && isTrue(evaluate(node.right, scope));
    case 'or': return isTrue(evaluate(node.left, scope)) || isTrue(evaluate(node.right, scope));
    case 'default': return evaluate(node.left, scope) ?? evaluate(node.right, scope);
    case 'binary': return applyOperator(node.operator, evaluate(node.left, scope), evaluate(node.right, scope));
    case 'as': return coerce(evaluate(node.operand, scope), node.type, scope);
    case 'is': return isOfType(evaluate(node.operand, scope), node.type, (name, args) => scope.findType(name, args));
    case 'if': return evaluate(isTrue(evaluate(node.condition, scope)) ? node.then : node.otherwise, scope);
    case 'match': return evaluateMatch(evaluate(node.operand, scope), node.cases, scope);
    case 'update': return evaluateUpdate(evaluate(node.operand, scope), node.cases, scope);
    case 'do': return evaluate(node.body, declare(node.declarations, new NewScope(scope)));
    case 'select': return evaluateSelection(node, scope);
    case 'index': return at(evaluate(node.operand, scope), evaluate(node.index, scope));
    case 'filter': return evaluateFilter(node, scope);
    case 'namespaceOf': return namespaceOf(node.operand, scope);
    case 'metadata': return metadataOf(evaluate(node.operand, scope), node.name);
    case 'exists': return exists(node.operand, scope);
    case 'require': return evaluate(node.operand, scope) ?? failScript(`There is no key named '${node.operand.kind === 'select' && node.operand.selection.name?.kind === 'fixed' ? node.operand.selection.name.name : '?'}'`);
  }
}

export function isTrue(value: Value): boolean {
  if (typeof value === 'boolean') return value;
  const made = value === null ? undefined : coerceTo(value, 'Boolean');
  return typeof made === 'boolean' ? made : failScript(`Expecting type is Boolean, but it was ${described(value)}`);
}

function interpolated(value: Value): string {
  if (value === null) return '';
  return textOrNull(value) ?? failScript(`Cannot coerce ${described(value)} to String`);
}

function lookUp(name: string, scope: Scope): Value {
  const found = scope.find(name);
  if (found !== undefined) return found;
  const at = name.lastIndexOf('::');
  if (at >= 0) {
    const module = scope.findModule(name.slice(0, at)) ?? findModule(name.slice(0, at));
    return module?.get(name.slice(at + 2)) ?? failScript(`Unable to resolve reference of: \`${name}\`.`);
  }
  const own = CORE.get(name);
  if (own) return own;
  const namespace = scope.findNamespace(name);
  if (namespace) return namespace;
  const type = scope.findType(name, []) ?? (TYPE_NAMES.has(name) ? namedType(name) : null);
  if (type) return new TypeValue(type);
  return failScript(`Unable to resolve reference of: \`${name}\`.`);
}

function callFunction(node: Expression & { kind: 'call' }, scope: Scope): Value {
  const callee = evaluate(node.callee, scope);
  const args = node.args.map((arg) => evaluate(arg, scope));
  if (callee instanceof FunctionValue) return callee.call(args);
  return failScript(`Expecting type is Function, but it was ${described(callee)}`);
}

/** A function as a value. Arguments beyond its parameters are passed over: those who call back offer what they have. */
export function closure(lambda: Lambda, scope: Scope): FunctionValue {
  const last = lambda.parameters.at(-1)?.initial;
  return new FunctionValue(lambda.parameters.map(({ name }) => name), (args) => {
    const inner = new NewScope(scope);
    const offset = leadingDefaults(lambda, args.length);
    for (const [index, { name, type, initial }] of lambda.parameters.entries()) {
      const arg = index < offset ? undefined : args[index - offset];
      if (arg !== undefined) inner.bind(name, type ? fitted(arg, type, scope, name) : arg);
      else if (initial) inner.bind(name, evaluate(initial, inner));
      else if (name.startsWith('$')) inner.bind(name, null);
      else failScript(`Missing argument '${name}'`);
    }
    return evaluate(lambda.body, inner);
  }, last ? () => evaluate(last, scope) : undefined);
}

/** Parameters with defaults may come first: then the others take what is given. */
function leadingDefaults(lambda: Lambda, given: number): number {
  const missing = lambda.parameters.length - given;
  return missing > 0 && lambda.parameters[0]?.initial && !lambda.parameters.at(-1)!.initial ? missing : 0;
}

/** An argument as its parameter's type has it: simple values are brought to it. */
function fitted(arg: Value, type: TypeExpression, scope: Scope, name: string): Value {
  if (isOfType(arg, type, (typeName, args) => scope.findType(typeName, args))) return arg;
  if (type.kind === 'name' && TYPE_NAMES.has(type.name) && arg !== null) {
    const made = coerceTo(arg, type.name);
    if (made !== undefined) return made;
    return failScript(`Expecting type of parameter \`${name}\` is ${typeText(type)}, but it was ${described(arg)}`);
  }
  return arg;
}

/** Puts what a header declares into a scope: values are made when they are first asked for. */
export function declare(declarations: readonly Declaration[], scope: Scope): Scope {
  for (const declaration of declarations) {
    switch (declaration.kind) {
      case 'variable': scope.bindLazily(declaration.name, () => evaluate(declaration.value, scope)); break;
      case 'type': scope.declareType(declaration); break;
      case 'namespace': scope.declareNamespace(declaration.name, new NamespaceValue(declaration.name, declaration.uri)); break;
      case 'import': importInto(declaration, scope); break;
      case 'function': declareFunction(declaration, scope); break;
    }
  }
  return scope;
}

/** Which arguments a declared function takes as they are. */
const accepted = new WeakMap<FunctionValue, (args: readonly Value[]) => boolean>();

/** Functions of one name are told apart by their arguments: the first that takes them as they are, or else the last. */
function declareFunction({ name, lambda }: Declaration & { kind: 'function' }, scope: Scope): void {
  const own = closure(lambda, scope);
  const takes = (args: readonly Value[]): boolean =>
    args.length <= lambda.parameters.length && lambda.parameters.every(({ type, initial }, index) => (index < args.length ? !type || isOfType(args[index]!, type, (typeName, typeArgs) => scope.findType(typeName, typeArgs)) : initial !== null));
  const before = scope.findHere(name);
  const takenBefore = before instanceof FunctionValue ? accepted.get(before) : undefined;
  const chosen = before instanceof FunctionValue && takenBefore ? new FunctionValue(own.parameters, (args) => (takenBefore(args) ? before : own).call(args)) : own;
  accepted.set(chosen, (args) => (takenBefore?.(args) ?? false) || takes(args));
  scope.bind(name, chosen);
}

function importInto(declaration: Declaration & { kind: 'import' }, scope: Scope): void {
  const { module, alias, names } = declaration;
  const members = findModule(module) ?? failScript(`Unable to resolve module with identifier ${module}.`);
  if (alias !== null) scope.importModule(alias, members);
  else if (names === null) for (const [name, value] of members) scope.bind(name, value);
  else for (const one of names) scope.bind(one.alias, members.get(one.name) ?? failScript(`Unable to resolve reference of: \`${one.name}\`.`));
}

export function membersOf(items: readonly ObjectItem[], scope: Scope): Member[] {
  return items.flatMap((item): Member[] => {
    if (item.condition && !isTrue(evaluate(item.condition, scope))) return [];
    if (item.kind === 'spread') return spread(evaluate(item.value, scope));
    const key = keyOf(item.name, scope);
    const attributes = item.attributes ? new ObjectValue(membersOf(item.attributes, scope)) : key.attributes;
    return [attributed({ key: new KeyValue(key.name, key.namespace, attributes), value: evaluate(item.value, scope) })];
  });
}

function spread(value: Value): Member[] {
  if (value === null) return [];
  if (value instanceof ObjectValue) return [...value.members];
  if (isArray(value)) return itemsOf(value).flatMap((item) => spread(item));
  return failScript(`Expecting type is Object, but it was ${described(value)}`);
}

function keyOf(name: NameExpression, scope: Scope): KeyValue {
  const { name: text, namespace, key } = nameIn(name, scope);
  return key ?? new KeyValue(text, namespace);
}

export function nameIn(name: NameExpression, scope: Scope): Selected & { readonly key?: KeyValue } {
  const namespace = name.prefix === null ? null : (scope.findNamespace(name.prefix) ?? failScript(`Unable to resolve namespace \`${name.prefix}\`.`));
  if (name.kind === 'fixed') return { name: name.name, namespace };
  const value = evaluate(name.value, scope);
  if (value instanceof KeyValue) return { name: value.name, namespace: namespace ?? value.namespace, key: namespace ? new KeyValue(value.name, namespace, value.attributes) : value };
  return { name: textOrNull(value) ?? failScript(`Expecting type is Key, but it was ${described(value)}`), namespace };
}

function evaluateSelection(node: Expression & { kind: 'select' }, scope: Scope): Value {
  const { selection } = node;
  const wanted = selection.name && nameIn(selection.name, scope);
  if (selection.of === 'attribute' && !selection.isDeep && node.operand.kind === 'select') {
    const member = memberAt(node.operand, scope);
    if (member) return attributesOf(member.key.attributes, selection.isMultiple, wanted);
  }
  return select(evaluate(node.operand, scope), selection, wanted);
}

/** The member that a selection by name finds, where it finds one in an object. */
function memberAt(node: Expression, scope: Scope): Member | null {
  if (node.kind !== 'select' || node.selection.of !== 'value' || node.selection.isDeep || node.selection.isMultiple || !node.selection.name) return null;
  const target = evaluate(node.operand, scope);
  const { name, namespace } = nameIn(node.selection.name, scope);
  return target instanceof ObjectValue ? (target.find(name, namespace) ?? null) : null;
}

function namespaceOf(node: Expression, scope: Scope): Value {
  const member = memberAt(node, scope);
  if (member) return member.key.namespace;
  const value = evaluate(node, scope);
  return value instanceof KeyValue ? value.namespace : null;
}

function exists(node: Expression, scope: Scope): boolean {
  if (node.kind === 'select' && node.selection.name && !node.selection.isDeep && node.selection.of === 'value') {
    const target = evaluate(node.operand, scope);
    const wanted = nameIn(node.selection.name, scope);
    if (target instanceof ObjectValue) return target.find(wanted.name, wanted.namespace) !== undefined;
    return isArray(target) && itemsOf(target).some((item) => item instanceof ObjectValue && item.find(wanted.name, wanted.namespace) !== undefined);
  }
  return evaluate(node, scope) !== null;
}

/** `[?( … )]`: what is left of an array or an object; null if nothing is. */
function evaluateFilter(node: Expression & { kind: 'filter' }, scope: Scope): Value {
  const target = evaluate(node.operand, scope);
  if (target === null) return null;
  const keep = closure(node.condition, scope);
  if (target instanceof ObjectValue) {
    const members = target.members.filter(({ key, value }) => isTrue(keep.call([value, key])));
    return members.length === 0 ? null : new ObjectValue(members);
  }
  if (!isArray(target)) return failScript(`Expecting type is Array, but it was ${described(target)}`);
  const items = itemsOf(target).filter((item, index) => isTrue(keep.call([item, Decimal.fromInteger(index)])));
  return items.length === 0 ? null : items;
}

export function metadataOf(value: Value, name: string): Value {
  const metadata = value !== null && typeof value === 'object' && 'metadata' in value ? value.metadata : null;
  return metadata?.get(name) ?? null;
}

/** `as`: through the script's own types to one of the language's. */
export function coerce(value: Value, type: TypeExpression, scope: Scope): Value {
  if (type.kind === 'name') {
    const own = scope.findType(type.name, type.args);
    if (own) return coerce(value, own, scope);
    const metadata = type.metadata ? new ObjectValue(membersOf(type.metadata, scope)) : null;
    const made = coerceTo(value, type.name, metadata);
    if (made !== undefined) {
      const item = type.name === 'Array' ? type.args[0] : undefined;
      return item && isArray(made) ? itemsOf(made).map((one) => coerce(one, item, scope)) : made;
    }
    if (value === null) return failScript(`Cannot coerce Null (null) to ${type.name}`);
    return failScript(`Cannot coerce ${described(value)} to ${type.name}`);
  }
  if (isOfType(value, type, (name, args) => scope.findType(name, args))) return value;
  if (type.kind === 'union') {
    for (const member of type.members) {
      try {
        return coerce(value, member, scope);
      } catch (error) {
        if (!(error instanceof ScriptError)) throw error;
      }
    }
  }
  if (type.kind === 'literal') {
    const made = coerceTo(value, typeof type.value === 'string' ? 'String' : typeof type.value === 'number' ? 'Number' : 'Boolean');
    if (made !== undefined && isOfType(made, type, () => null)) return made;
  }
  if (type.kind === 'objectType' && value instanceof ObjectValue) return coerceMembers(value, type, scope);
  return failScript(`Cannot coerce ${typeNameOf(value)} to ${typeText(type)}`);
}

function coerceMembers(value: ObjectValue, type: TypeExpression & { kind: 'objectType' }, scope: Scope): Value {
  return new ObjectValue(value.members.map((member) => {
    const field = type.fields.find(({ name }) => name === member.key.name);
    return field ? { key: member.key, value: coerce(member.value, field.type, scope) } : member;
  }), value.metadata);
}
