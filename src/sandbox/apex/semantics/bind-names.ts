import type { Expression, FieldAccess, Identifier, NameExpression } from '../syntax/ast.ts';
import { bindExpression } from './bind-expressions.ts';
import type { BoundExpression } from './bound.ts';
import { rangeOf, type Body } from './body.ts';
import { intrinsic } from './bind-calls.ts';
import { nameOf } from './checks/describe.ts';
import { findField, findMethods, memberSymbol } from './members.ts';
import { componentAttribute, isPageComponent } from './page-components.ts';
import { resolveNames } from './resolve-types.ts';
import { fieldTypeOf, relationshipType } from './sobject-types.ts';
import { classOf, listOf, mapOf, T } from './type-tools.ts';
import { isMemberVisible } from './visibility.ts';
import { checkReadable } from './writable.ts';
import type { ApexType, FieldSymbol, TypeSymbol } from './types.ts';

/** What a name or dotted name turned out to be. */
export type Meaning =
  | { readonly kind: 'value'; readonly expression: BoundExpression }
  | { readonly kind: 'type'; readonly type: ApexType }
  /** `System`, a package's namespace, `Label`, `SObjectType`: more names must follow. */
  | { readonly kind: 'prefix'; readonly names: readonly string[] }
  /** `Account.fields`, `Account.SObjectType.fields`: field tokens follow. */
  | { readonly kind: 'fieldTokens'; readonly object: string; readonly describe: boolean }
  | { readonly kind: 'fieldSets'; readonly object: string };

export function bindName(b: Body, node: NameExpression): BoundExpression {
  const meaning = meaningOfName(b, node.name);
  if (meaning?.kind === 'value') return meaning.expression;
  return b.error(node, `Variable does not exist: ${node.name.name}`);
}

export function meaningOf(b: Body, node: Expression): Meaning {
  if (node.kind === 'NameExpression') return meaningOfName(b, node.name) ?? { kind: 'value', expression: b.error(node, `Variable does not exist: ${node.name.name}`) };
  if (node.kind === 'FieldAccess') return meaningOfAccess(b, node);
  return { kind: 'value', expression: bindExpression(b, node) };
}

function meaningOfName(b: Body, name: Identifier): Meaning | null {
  const local = b.findLocal(name.name);
  if (local) return { kind: 'value', expression: { kind: 'local', local, type: local.type, range: rangeOf(name) } };
  const field = fieldInScope(b, name);
  if (field) return { kind: 'value', expression: field };
  const type = resolveNames(b.program, [name.name], [], b.types);
  if (type) return { kind: 'type', type };
  const lower = name.name.toLowerCase();
  if (b.program.isNamespace(lower) || b.program.catalogue.namespaces.has(lower) || ['label', 'page', 'sobjecttype', 'component'].includes(lower)) return { kind: 'prefix', names: [name.name] };
  return null;
}

/** A field of the current class, of its superclasses, or a static of an outer class. */
export function fieldInScope(b: Body, name: Identifier): BoundExpression | null {
  let refused: { field: FieldSymbol; message: string } | null = null;
  for (let owner: TypeSymbol | null = b.owner; owner; owner = owner.outer) {
    const found = findField(b.program, { symbol: owner, arguments: new Map() }, name.name);
    if (!found) continue;
    const { field } = found;
    if (!isMemberVisible(b, field)) refused ??= { field, message: `Variable is not visible: ${field.name}` };
    else if (!field.isStatic && (owner !== b.owner || b.isStatic)) refused ??= { field, message: `Non static field cannot be referenced from a static context: ${field.name} from the type ${nameOf(field.owner)}` };
    else return readField(b, field, found.type, field.isStatic ? null : { kind: 'this', type: classOf(owner), range: null }, false, name);
  }
  // A type of the name is meant where there is one.
  return refused && !resolveNames(b.program, [name.name], [], b.types) ? b.error(name, refused.message) : null;
}

/** Reads a field or property; which of storage, getter and library access applies is decided here. */
export function readField(b: Body, field: FieldSymbol, type: ApexType, receiver: BoundExpression | null, isSafe: boolean, node: Identifier | Expression, isSuper = false): BoundExpression {
  const range = rangeOf(node);
  const place = node.kind === 'FieldAccess' ? node.name : node;
  if (!isMemberVisible(b, field)) return b.error(place, `Variable is not visible: ${field.name}`);
  if (b.target !== node) checkReadable(b, field, place);
  if (b.isBeforeInstance && receiver?.kind === 'this') return b.error(place, `Cannot reference instance variables in a constructor invocation: ${field.name}`);
  if (field.owner.kind === 'enum' && field.isStatic && !field.owner.isLibrary) return { kind: 'enumConstant', field, type: classOf(field.owner), range };
  if (field.owner.kind === 'enum' && field.isStatic) return { kind: 'libraryField', field, receiver: null, isSafe: false, type: classOf(field.owner), range };
  if (field.owner.isLibrary) return { kind: 'libraryField', field, receiver, isSafe, type: triggerType(b, field) ?? type, range };
  if (usesAccessors(field) && b.accessorOf !== field) return { kind: 'getter', field, receiver, isSafe, isSuper, type, range };
  return { kind: 'field', field, receiver, isSafe, type, range };
}

/** Whether reads and writes of a property go through generated methods: it has a body, or may be overridden. */
export function usesAccessors(field: FieldSymbol): boolean {
  return field.kind === 'property' && (field.isVirtual || field.getter?.isAutomatic === false || field.setter?.isAutomatic === false);
}

/** Trigger.new and its kin are typed by the trigger's object. */
function triggerType(b: Body, field: FieldSymbol): ApexType | null {
  if (!b.triggerObject || field.owner.qualifiedName !== 'System.Trigger') return null;
  const record: ApexType = { kind: 'sobject', name: b.triggerObject };
  switch (field.name.toLowerCase()) {
    case 'new': case 'old': return listOf(record);
    case 'newmap': case 'oldmap': return mapOf(T.Id, record);
    default: return null;
  }
}

export function bindFieldAccess(b: Body, node: FieldAccess): BoundExpression {
  const meaning = meaningOfAccess(b, node);
  if (meaning.kind === 'value') return meaning.expression;
  return b.error(node.name, `Variable does not exist: ${node.name.name}`);
}

function meaningOfAccess(b: Body, node: FieldAccess): Meaning {
  const value = (expression: BoundExpression): Meaning => ({ kind: 'value', expression });
  if (node.receiver.kind === 'SuperExpression') {
    if (b.isStatic) return value(b.error(node, 'Super cannot be referenced in a static context'));
    const parent = b.owner?.superclass;
    const found = parent?.kind === 'class' ? findField(b.program, memberSymbol(b.program, parent)!, node.name.name) : null;
    if (!found || !b.owner) return value(b.error(node.name, `Variable does not exist: ${node.name.name}`));
    return value(readField(b, found.field, found.type, { kind: 'this', type: classOf(b.owner), range: null }, false, node, true));
  }
  if (isPackageVersion(node) && b.namespace === null && !meaningOfName(b, node.receiver.name)) return value(b.error(node.receiver, 'Package.Version Requires a namespaced org'));
  const receiver = meaningOf(b, node.receiver);
  const name = node.name.name;
  switch (receiver.kind) {
    case 'value':
      if (receiver.expression.kind === 'sobjectTypeToken' && name.toLowerCase() === 'fields') return { kind: 'fieldTokens', object: receiver.expression.object, describe: false };
      return value(memberOfValue(b, receiver.expression, node));
    case 'type': {
      // The class has the methods; everything else behind it is a label or a package's namespace.
      if (receiver.type.kind === 'class' && receiver.type.symbol.qualifiedName === 'System.Label') return memberOfPrefix(b, ['Label'], node)!;
      const member = memberOfType(b, receiver.type, node);
      if (member) return member;
      // `System` and `Database` name a class and a namespace: `System.Assert`, `Database.SaveResult`.
      const prefix = node.receiver.kind === 'NameExpression' ? memberOfPrefix(b, [node.receiver.name.name], node) : null;
      return prefix ?? value(b.error(node.name, `Variable does not exist: ${name}`));
    }
    case 'prefix': return memberOfPrefix(b, receiver.names, node) ?? value(b.error(node, `Variable does not exist: ${receiver.names[0]}`));
    case 'fieldTokens': {
      const object = b.program.schema.object(receiver.object, b.namespace)!;
      const field = b.program.schema.field(object, name, b.namespace) ?? b.program.schema.parentRelationship(object, name, b.namespace);
      if (!field) return value(b.error(node.name, `Invalid field ${name} for SObject ${receiver.object}`));
      return receiver.describe
        ? value({ kind: 'fieldDescribe', object: object.name, field: field.name, type: libraryClass(b, 'Schema.DescribeFieldResult'), range: rangeOf(node) })
        : value({ kind: 'sobjectFieldToken', object: object.name, field: field.name, type: libraryClass(b, 'Schema.SObjectField'), range: rangeOf(node) });
    }
    case 'fieldSets':
      return value(b.error(node, `NotSupported: SObjectType.${receiver.object}.FieldSets.${name}`));
  }
}

/** `Package.Version`, behind which a package names its own versions. */
const isPackageVersion = (node: FieldAccess): node is FieldAccess & { readonly receiver: NameExpression } =>
  node.receiver.kind === 'NameExpression' && node.receiver.name.name.toLowerCase() === 'package' && node.name.name.toLowerCase() === 'version';

export function libraryClass(b: Body, name: string): ApexType {
  const symbol = b.program.catalogue.find(name);
  return symbol ? classOf(symbol, symbol.typeParameters.map(() => T.Object)) : T.Object;
}

function memberOfValue(b: Body, receiver: BoundExpression, node: FieldAccess): BoundExpression {
  const name = node.name.name;
  const type = receiver.type;
  if (type.kind === 'error') return { kind: 'literal', value: null, type: T.error, range: rangeOf(node) };
  if (type.kind === 'sobject') return sobjectMember(b, receiver, type.name, node);
  // `[SELECT …].Name` and `list.Name` where a query's only row is meant.
  if (type.kind === 'list' && receiver.kind === 'soql' && type.element.kind === 'sobject') {
    return sobjectMember(b, { ...receiver, yields: node.isSafe ? 'optional' : 'record', type: type.element }, type.element.name, node);
  }
  // Reasons of sharing are texts: `Invoice__Share.RowCause.Team__c`.
  if (receiver.kind === 'sobjectFieldToken' && receiver.field === 'RowCause' && /share$/i.test(receiver.object)) return { kind: 'literal', value: name, type: T.String, range: rangeOf(node) };
  const part = describePart(b, receiver, node);
  if (part) return part;
  const start = memberSymbol(b.program, type);
  const found = start ? findField(b.program, start, name) : null;
  if (!found && type.kind === 'class' && isPageComponent(type)) {
    const attribute = componentAttribute(type, name);
    return readField(b, attribute, attribute.type, receiver, node.isSafe, node);
  }
  if (!found) return getterAsField(b, receiver, node) ?? b.error(node.name, `Variable does not exist: ${name}`);
  if (found.field.isStatic) return found.field.owner.isLibrary || b.isEvaluation ? readField(b, found.field, found.type, null, false, node) : b.error(node.name, `Static field cannot be referenced from a non static context: ${found.field.name} from the type ${nameOf(found.field.owner)}`);
  return readField(b, found.field, found.type, receiver, node.isSafe, node);
}

/** `SObjectType.Account.fields.Name` and `SObjectType.Account.FieldSets.Main`: a describe result by a name that is checked. */
function describePart(b: Body, receiver: BoundExpression, node: FieldAccess): BoundExpression | null {
  if (receiver.kind !== 'libraryField' || receiver.receiver?.kind !== 'sobjectDescribe') return null;
  const object = b.program.schema.object(receiver.receiver.object, b.namespace);
  const name = node.name.name;
  const range = rangeOf(node);
  if (!object) return null;
  if (receiver.field.name.toLowerCase() === 'fields') {
    const field = b.program.schema.field(object, name, b.namespace);
    return field ? { kind: 'fieldDescribe', object: object.name, field: field.name, type: libraryClass(b, 'Schema.DescribeFieldResult'), range } : b.error(node.name, `Variable does not exist: ${name}`);
  }
  if (receiver.field.name.toLowerCase() !== 'fieldsets') return null;
  const set = [...object.fieldSets.keys()].find((each) => [name, `${b.namespace ?? ''}__${name}`].some((given) => given.toLowerCase() === each.toLowerCase()));
  if (set === undefined) return b.error(node.name, `Variable does not exist: ${name}`);
  const returns = libraryClass(b, 'Schema.FieldSet');
  const method = intrinsic(b, 'Schema.SObjectTypeFieldSets', 'static Schema.FieldSet byName(String object, String name)', [T.String, T.String], returns);
  const text = (value: string): BoundExpression => ({ kind: 'literal', value, type: T.String, range: null });
  return { kind: 'libraryCall', method, receiver: null, arguments: [text(object.name), text(set)], isSafe: false, isSuper: false, type: returns, range };
}

/** Results of Schema, Database and Messaging have their getters as fields too: `result.success`, `entry.value`. */
function getterAsField(b: Body, receiver: BoundExpression, node: FieldAccess): BoundExpression | null {
  const { type } = receiver;
  if (type.kind !== 'class' || !type.symbol.isLibrary || !/^(Schema|Database|Messaging)\./.test(type.symbol.qualifiedName)) return null;
  for (const prefix of ['get', 'is']) {
    const method = findMethods(b.program, { symbol: type.symbol, arguments: new Map() }, prefix + node.name.name, (each) => !each.isStatic && each.parameters.length === 0)[0]?.method;
    if (method) return { kind: 'libraryCall', method, receiver, arguments: [], isSafe: node.isSafe, isSuper: false, type: method.returnType, range: rangeOf(node) };
  }
  return null;
}

function sobjectMember(b: Body, receiver: BoundExpression, object: string, node: FieldAccess): BoundExpression {
  const name = node.name.name;
  const range = rangeOf(node);
  const relationship = relationshipType(b, object, name);
  if (relationship) return { kind: 'sobjectField', receiver, name: relationship.name, isRelationship: true, isSafe: node.isSafe, type: relationship.type, range };
  const field = fieldTypeOf(b, object, name);
  if (field) return { kind: 'sobjectField', receiver, name: field.name, isRelationship: false, isSafe: node.isSafe, type: field.type, range };
  return b.error(node.name, `Variable does not exist: ${name}`);
}

function memberOfType(b: Body, type: ApexType, node: FieldAccess): Meaning | null {
  const name = node.name.name;
  const lower = name.toLowerCase();
  const range = rangeOf(node);
  if (type.kind === 'sobject') {
    if (lower === 'sobjecttype') return { kind: 'value', expression: { kind: 'sobjectTypeToken', object: type.name, type: libraryClass(b, 'Schema.SObjectType'), range } };
    if (lower === 'fields') return { kind: 'fieldTokens', object: type.name, describe: false };
    const object = b.program.schema.object(type.name, b.namespace);
    const field = object ? (b.program.schema.field(object, name, b.namespace) ?? b.program.schema.parentRelationship(object, name, b.namespace)) : undefined;
    if (object && field) return { kind: 'value', expression: { kind: 'sobjectFieldToken', object: object.name, field: field.name, type: libraryClass(b, 'Schema.SObjectField'), range } };
    return null;
  }
  const start = memberSymbol(b.program, type);
  if (!start) return null;
  if (start.symbol.qualifiedName === 'Schema.SObjectType') {
    const object = b.program.schema.object(name, b.namespace);
    if (object) return { kind: 'value', expression: { kind: 'sobjectDescribe', object: object.name, type: libraryClass(b, 'Schema.DescribeSObjectResult'), range } };
  }
  const inner = type.kind === 'class' ? resolveNames(b.program, [...nameParts(type.symbol), name], [], b.types) : null;
  const found = findField(b.program, start, name);
  if (found && !inner && !found.field.isStatic && !found.field.owner.isLibrary) return { kind: 'value', expression: b.error(node.name, `Non static field cannot be referenced from a static context: ${found.field.name} from the type ${nameOf(found.field.owner)}`) };
  if (found && (found.field.isStatic || found.field.owner.isLibrary)) return { kind: 'value', expression: readField(b, found.field, found.type, null, false, node) };
  return inner ? { kind: 'type', type: inner } : null;
}

function nameParts(symbol: TypeSymbol): string[] {
  const parts = symbol.qualifiedName.split('.');
  return symbol.namespace ? [symbol.namespace, ...parts] : parts;
}

function memberOfPrefix(b: Body, names: readonly string[], node: FieldAccess): Meaning | null {
  const head = names[0]!.toLowerCase();
  const name = node.name.name;
  const range = rangeOf(node);
  if (head === 'label') {
    const space = names[1];
    // `Label.c.name` names the own namespace.
    const text = b.program.label(name, space === undefined || space.toLowerCase() === 'c' ? b.namespace : space);
    if (text !== undefined) return { kind: 'value', expression: { kind: 'literal', value: text, type: T.String, range } };
    if (space === undefined && (['c', 'site'].includes(name.toLowerCase()) || b.program.isNamespace(name))) return { kind: 'prefix', names: ['Label', name] };
    return { kind: 'value', expression: b.error(node.name, `External string does not exist: ${name}`) };
  }
  if (head === 'sobjecttype' || (names.length === 2 && names[1]!.toLowerCase() === 'sobjecttype')) {
    const object = b.program.schema.object(name, b.namespace);
    if (object) return { kind: 'value', expression: { kind: 'sobjectDescribe', object: object.name, type: libraryClass(b, 'Schema.DescribeSObjectResult'), range } };
    return null;
  }
  if (head === 'page') {
    const page = b.program.pageName(name, b.namespace);
    if (page === null) return { kind: 'value', expression: b.error(node.name, `Page does not exist: ${name}`) };
    const symbol = b.program.catalogue.find('System.PageReference')!;
    const method = symbol.constructors.find((c) => c.libraryKey === 'new(String partialURL)');
    if (method) return { kind: 'value', expression: { kind: 'libraryNew', constructor: method, arguments: [{ kind: 'literal', value: `/apex/${page.toLowerCase()}`, type: T.String, range: null }], type: classOf(symbol), range } };
    return null;
  }
  const type = resolveNames(b.program, [...names, name], [], b.types);
  if (type) return { kind: 'type', type };
  if (['sobjecttype', 'page'].includes(name.toLowerCase())) return { kind: 'prefix', names: [name] };
  return null;
}

export { memberOfValue };
