import type { CallExpression, Expression } from '../syntax/ast.ts';
import { bindExpression, convertNode, onlyRow } from './bind-expressions.ts';
import { fieldInScope, libraryClass, meaningOf, type Meaning } from './bind-names.ts';
import type { BoundExpression } from './bound.ts';
import { rangeOf, type Body } from './body.ts';
import { bulkFault, putAllFault, recordsFault, sortFault } from './checks/bulk-calls.ts';
import { signatureOf } from './checks/describe.ts';
import { findMethods, memberSymbol } from './members.ts';
import { candidate, resolveOverload, type Candidate } from './overloads.ts';
import { resolveNames } from './resolve-types.ts';
import { classOf, isPrimitive, listOf, mapOf, substitute, T } from './type-tools.ts';
import { typeName, type ApexType, type MethodSymbol, type TypeSymbol } from './types.ts';
import { hiddenType, isMemberVisible } from './visibility.ts';

export function bindArguments(b: Body, nodes: readonly Expression[]): BoundExpression[] {
  return nodes.map((node) => bindExpression(b, node));
}

export function bindCall(b: Body, node: CallExpression): BoundExpression {
  if (node.isConstructorCall) return b.error(node, `Call to '${node.name.name.toLowerCase()}()' must be the first statement in a constructor method`);
  const args = bindArguments(b, node.arguments);
  if (args.some((argument) => argument.type.kind === 'error')) {
    if (node.receiver && node.receiver.kind !== 'SuperExpression') meaningOf(b, node.receiver);
    return { kind: 'literal', value: null, type: T.error, range: rangeOf(node) };
  }
  if (!node.receiver) return bindUnqualified(b, node, args);
  if (node.receiver.kind === 'SuperExpression') return bindSuper(b, node, args);
  const receiver = hiddenClass(b, node) ?? meaningOf(b, node.receiver);
  switch (receiver.kind) {
    case 'value': return bindOnValue(b, receiver.expression, node, args);
    case 'type': return bindOnType(b, receiver.type, node, args);
    case 'fieldTokens': {
      const symbol = b.program.catalogue.find('Schema.SObjectTypeFields')!;
      const describe: BoundExpression = { kind: 'sobjectDescribe', object: receiver.object, type: libraryClass(b, 'Schema.DescribeSObjectResult'), range: null };
      const fields = b.program.catalogue.find('Schema.DescribeSObjectResult')?.fields.get('fields');
      if (!fields) break;
      return choose(b, findMethods(b.program, { symbol, arguments: new Map() }, node.name.name, () => true), args, node, { kind: 'libraryField', field: fields, receiver: describe, isSafe: false, type: classOf(symbol), range: null }, classOf(symbol));
    }
    default: break;
  }
  return b.error(node.name, `Method does not exist or incorrect signature: ${signature(node.name.name, args)}`);
}

/**
 * A field hides a class of its name only from calls of methods that its value has: `Test.isRunningTest()` works where a superclass
 * has a static `Test`. Source: Apex Developer Guide, Namespace, Class, and Variable Name Precedence.
 */
function hiddenClass(b: Body, node: CallExpression): Meaning | null {
  if (node.receiver?.kind !== 'NameExpression' || b.findLocal(node.receiver.name.name)) return null;
  const type = resolveNames(b.program, [node.receiver.name.name], [], b.types);
  const start = type && memberSymbol(b.program, type);
  if (!start || !findMethods(b.program, start, node.name.name, (method) => method.isStatic).length) return null;
  const field = fieldInScope(b, node.receiver.name);
  const own = field && memberSymbol(b.program, field.type);
  return own && !findMethods(b.program, own, node.name.name, () => true).length ? { kind: 'type', type } : null;
}

const signature = (name: string, args: readonly BoundExpression[]): string => `void ${name}(${args.map((argument) => typeName(argument.type)).join(', ')})`;

function bindUnqualified(b: Body, node: CallExpression, args: BoundExpression[]): BoundExpression {
  const name = node.name.name;
  const loose = b.looseMethods.get(name.toLowerCase());
  if (loose) return choose(b, loose.map((method) => candidate(method, new Map())), args, node, null, null);
  let sawInstance = false;
  for (let owner: TypeSymbol | null = b.owner; owner; owner = owner.outer) {
    const isOwn = owner === b.owner;
    const all = findMethods(b.program, { symbol: owner, arguments: new Map() }, name, () => true);
    const callable = all.filter((c) => c.method.isStatic || (isOwn && !b.isStatic));
    const visible = callable.filter((c) => isMemberVisible(b, c.method));
    const usable = visible.length ? visible : callable;
    if (usable.length === 0) {
      sawInstance ||= all.length > 0;
      continue;
    }
    const receiver: BoundExpression | null = b.isStatic || !isOwn ? null : { kind: 'this', type: classOf(owner), range: null };
    const outer = owner.outer;
    const resolution = resolveOverload(usable, args.map((argument) => argument.type));
    if (resolution.kind === 'none' && outer && findMethods(b.program, { symbol: outer, arguments: new Map() }, name, (m) => m.isStatic).length) continue;
    return choose(b, usable, args, node, receiver, classOf(owner));
  }
  if (sawInstance) return b.error(node.name, `Non static method cannot be referenced from a static context: ${signature(name, args)}`);
  return b.error(node.name, `Method does not exist or incorrect signature: ${signature(name, args)} from the type ${b.owner?.qualifiedName ?? 'anon'}`);
}

function bindSuper(b: Body, node: CallExpression, args: BoundExpression[]): BoundExpression {
  const parent = b.owner?.superclass;
  if (b.isStatic) return b.error(node, 'Super cannot be referenced in a static context');
  if (parent?.kind !== 'class' || !b.owner) return b.error(node, `No super type defined: ${b.owner?.name ?? 'anon'}`);
  const candidates = findMethods(b.program, { symbol: parent.symbol, arguments: new Map() }, node.name.name, (method) => !method.isStatic);
  return choose(b, candidates, args, node, { kind: 'this', type: classOf(b.owner), range: null }, parent, true);
}

function bindOnValue(b: Body, receiver: BoundExpression, node: CallExpression, args: BoundExpression[]): BoundExpression {
  const type = receiver.type;
  if (type.kind === 'error') return { kind: 'literal', value: null, type: T.error, range: rangeOf(node) };
  const start = memberSymbol(b.program, type);
  if (!start) return b.error(node.name, `Method does not exist or incorrect signature: ${signature(node.name.name, args)} from the type ${typeName(type)}`);
  let candidates = findMethods(b.program, start, node.name.name, (method) => !method.isStatic);
  // Members of Exception that are typed for every exception class live on System.Exception.
  if (candidates.length === 0 && isPrimitive(type, 'Id')) candidates = findMethods(b.program, memberSymbol(b.program, T.String)!, node.name.name, (method) => !method.isStatic);
  const special = specialField(b, receiver, node, args);
  if (special) return special;
  if (candidates.length === 0 && node.name.name.toLowerCase() === 'adderror') return b.error(node.name, `addError must be invoked on an expression that is an exact SObject field reference`);
  if (candidates.length === 0) {
    const statics = findMethods(b.program, start, node.name.name, (method) => method.isStatic);
    if (statics.length && resolveOverload(statics, args.map((argument) => argument.type)).kind === 'found') return b.error(node.name, `Static method cannot be referenced from a non static context: ${signature(node.name.name, args)}`);
  }
  return choose(b, candidates, args, node, receiver, type);
}

/** `record.Field.addError('…')`: the error belongs to the field of the record, not to the field's value. */
function specialField(b: Body, receiver: BoundExpression, node: CallExpression, args: BoundExpression[]): BoundExpression | null {
  if (node.name.name.toLowerCase() !== 'adderror' || receiver.kind !== 'sobjectField' || receiver.isRelationship) return null;
  if (node.isSafe) return b.error(node.name, 'Safe navigation operator is not allowed between SObject field and addError');
  const sobject = b.program.catalogue.find('System.SObject')!;
  const field: BoundExpression = { kind: 'literal', value: receiver.name, type: T.String, range: null };
  const first = args[0];
  const text = first && isPrimitive(first.type, 'String') ? first : first ? convertNode(first, T.Object) : null;
  if (!text) return null;
  const key = args.length > 1 ? 'void addError(String field, String message, Boolean escape)' : 'void addError(String field, String message)';
  const method = sobject.methods.get('adderror')!.find((m) => m.libraryKey === key);
  if (!method) return null;
  const message: BoundExpression = isPrimitive(text.type, 'String') ? text : { kind: 'binary', operator: '+', operandType: T.String, left: { kind: 'literal', value: '', type: T.String, range: null }, right: text, type: T.String, range: null };
  return { kind: 'libraryCall', method, receiver: receiver.receiver, arguments: [field, message, ...args.slice(1)], isSafe: false, isSuper: false, type: T.void, range: rangeOf(node) };
}

function bindOnType(b: Body, type: ApexType, node: CallExpression, args: BoundExpression[]): BoundExpression {
  const name = node.name.name.toLowerCase();
  if (type.kind === 'sobject') {
    const result = bindOnObjectType(b, type.name, name, node, args);
    if (result) return result;
  }
  if (type.kind === 'class' && type.symbol.kind === 'enum') {
    const result = bindOnEnum(b, type, name, node, args);
    if (result) return result;
  }
  const statics = type.kind === 'sobject' ? b.program.catalogue.find(`System.${type.name}`) : null;
  const start = statics ? { symbol: statics, arguments: new Map<string, ApexType>() } : memberSymbol(b.program, type);
  let candidates = start ? findMethods(b.program, start, name, (method) => method.isStatic) : [];
  if (candidates.length === 0 && start && !start.symbol.isLibrary && findMethods(b.program, start, name, (method) => !method.isStatic && !method.owner.isLibrary).length) {
    return b.error(node.name, `Non static method cannot be referenced from a static context: ${signature(node.name.name, args)}`);
  }
  // The published list leaves `static` out where a class has nothing but static members.
  if (candidates.length === 0 && start?.symbol.isLibrary) candidates = findMethods(b.program, start, name, (method) => method.owner === start.symbol);
  return choose(b, candidates, args, node, null, type);
}

/** Static members of an enum: values() and valueOf(name). */
function bindOnEnum(b: Body, type: ApexType & { kind: 'class' }, name: string, node: CallExpression, args: BoundExpression[]): BoundExpression | null {
  const range = rangeOf(node);
  const literal: BoundExpression = { kind: 'typeLiteral', literal: type, type: classOf(b.program.catalogue.find('System.Type')!), range: null };
  const call = (key: string, parameters: readonly ApexType[], returns: ApexType): BoundExpression => ({
    kind: 'libraryCall', method: intrinsic(b, 'System.Enum', key, parameters, returns), receiver: null, arguments: [literal, ...args], isSafe: false, isSuper: false, type: returns, range,
  });
  if (name === 'values' && args.length === 0) return call('static List<Object> values(Type enumType)', [T.Object], listOf(type));
  if (name === 'valueof' && args.length === 1 && isPrimitive(args[0]!.type, 'String')) return call('static Object valueOf(Type enumType, String name)', [T.Object, T.String], type);
  return null;
}

/** Custom settings, custom metadata and tokens on an object's name. */
function bindOnObjectType(b: Body, object: string, name: string, node: CallExpression, args: BoundExpression[]): BoundExpression | null {
  const range = rangeOf(node);
  const record: ApexType = { kind: 'sobject', name: object };
  const schema = b.program.schema.object(object, b.namespace);
  if (name === 'getsobjecttype' && args.length === 0) return { kind: 'sobjectTypeToken', object, type: libraryClass(b, 'Schema.SObjectType'), range };
  if (!schema || (schema.kind !== 'customSetting' && schema.kind !== 'customMetadata')) return null;
  const owner = schema.kind === 'customSetting' ? 'System.CustomSetting' : 'System.CustomMetadata';
  const call = (key: string, returns: ApexType): BoundExpression => ({
    kind: 'libraryCall', method: intrinsic(b, owner, key, args.map((argument) => argument.type), returns), receiver: null,
    arguments: [{ kind: 'literal', value: schema.name, type: T.String, range: null }, ...args], isSafe: false, isSuper: false, type: returns, range,
  });
  if (name === 'getall' && args.length === 0 && schema.customSettingType === 'Hierarchy') return b.error(node.name, `Method only supports list type Custom Settings: ${schema.name}`);
  if (name === 'getall' && args.length === 0) return call('static Map<String,SObject> getAll(String object)', mapOf(T.String, record));
  if (name === 'getinstance' && args.length === 0) return call('static SObject getInstance(String object)', record);
  if (name === 'getinstance' && args.length === 1) return call('static SObject getInstance(String object, String key)', record);
  if (name === 'getvalues' && args.length === 1) return call('static SObject getValues(String object, String key)', record);
  if (name === 'getorgdefaults' && args.length === 0) return call('static SObject getOrgDefaults(String object)', record);
  return null;
}

/** A library member that no catalogue states, because the language provides it on each type. */
export function intrinsic(b: Body, owner: string, libraryKey: string, parameters: readonly ApexType[], returnType: ApexType): MethodSymbol {
  const base = b.program.catalogue.find('System.Object')!;
  const name = /(\w+)\(/.exec(libraryKey)![1]!;
  return {
    name, owner: { ...pick(base), qualifiedName: owner, name: owner.slice(7) }, isConstructor: false, access: 'global', isStatic: true, isAbstract: false, isVirtual: false, isOverride: false,
    isTestMethod: false, annotations: [], returnType, parameters: parameters.map((type, i) => ({ name: `p${i}`, type })), slot: name.toLowerCase(), bridgeSlots: [], libraryKey, declaration: null,
  };
}

function pick(symbol: TypeSymbol): TypeSymbol {
  return {
    kind: symbol.kind, name: symbol.name, qualifiedName: symbol.qualifiedName, namespace: null, isLibrary: true, outer: null, access: 'global', isAbstract: false, isVirtual: true, sharing: null,
    isTest: false, annotations: [], apiVersion: symbol.apiVersion, typeParameters: [], superclass: null, interfaces: [], fields: new Map(), methods: new Map(), constructors: [], inner: new Map(),
    enumConstants: [], declaration: null, source: null,
  };
}

/** Chooses the overload and builds the call. `receiver` null: static, or an unqualified call from a static context. */
function choose(b: Body, candidates: readonly Candidate[], given: BoundExpression[], node: CallExpression, receiver: BoundExpression | null, on: ApexType | null, isSuper = false): BoundExpression {
  const { resolution, args } = resolveCall(b, candidates, given);
  if (resolution.kind === 'none') {
    const fault = receiver && (wholeFault(node, receiver.type, args) ?? sortFault(node.name.name, receiver.type, args));
    if (fault) return b.error(node.name, fault);
    return b.error(node.name, `Method does not exist or incorrect signature: ${signature(node.name.name, args)} from the type ${on ? typeName(on) : 'anon'}`);
  }
  if (resolution.kind === 'ambiguous') return b.error(node.name, `Ambiguous method signature: ${signature(node.name.name, args)}`);
  const { method, parameters } = resolution.candidate;
  checkCall(b, method, node, receiver, args, isSuper);
  const converted = convertArguments(args, parameters);
  const returns = returnTypeOf(b, method, receiver, on);
  const base = { arguments: converted, isSafe: node.isSafe, isSuper, type: returns, range: rangeOf(node) };
  const target = method.isStatic ? null : receiver;
  if (method.owner.isLibrary) return { kind: 'libraryCall', method, receiver: target, ...base };
  return { kind: 'call', method, receiver: target, ...base };
}

/** Calls that pass a whole collection have words of their own for one that doesn't fit. */
const wholeFault = (node: CallExpression, receiver: ApexType, args: readonly BoundExpression[]): string | null => bulkFault(node.name.name, receiver, args) ?? putAllFault(node.name.name, receiver, args);

/** Whether the method that was chosen may be called from here. */
function checkCall(b: Body, method: MethodSymbol, node: CallExpression, receiver: BoundExpression | null, args: readonly BoundExpression[], isSuper: boolean): void {
  if (!isMemberVisible(b, method)) b.error(node.name, `Method is not visible: ${signatureOf(method)}`);
  if (isSuper && method.isAbstract && !method.owner.isLibrary) b.error(node.name, `Abstract method cannot be called directly: ${signatureOf(method)}`);
  if (b.isBeforeInstance && !method.isStatic && receiver?.kind === 'this') b.error(node.name, `Cannot reference instance methods in a constructor invocation: ${method.name}`);
  if (method.owner.isLibrary) {
    const fault = receiver && (wholeFault(node, receiver.type, args) ?? recordsFault(node.name.name, receiver.type));
    if (fault) b.error(node.name, fault);
    if (method.owner.qualifiedName === 'System.SObject' && method.name.toLowerCase() === 'recalculateformulas' && b.unit.source.apiVersion >= 57) {
      b.error(node.name, 'SObject.recalculateFormulas() is deprecated as of API version 57.0. Use Formula.recalculateFormulas() instead');
    }
    return;
  }
  // A collection of what can't be named may be passed on.
  const hidden = method.returnType.kind === 'class' ? hiddenType(b, method.returnType) : null;
  if (hidden) b.error(node.name, `Method return type ${typeName(hidden)} is not visible for: ${signatureOf(method)}`);
}

/** Where no overload takes a query's list, one that takes its only row may. */
export function resolveCall(b: Body, candidates: readonly Candidate[], args: readonly BoundExpression[]): { readonly resolution: ReturnType<typeof resolveOverload>; readonly args: readonly BoundExpression[] } {
  const resolution = resolveOverload(candidates, args.map((argument) => argument.type));
  if (resolution.kind !== 'none') return { resolution, args };
  const rows = args.map((argument, i) => {
    if (argument.type.kind !== 'list' || argument.type.element.kind !== 'sobject') return argument;
    // A dynamic query doesn't say of what: the parameter does, if only one could be meant.
    const wanted = candidates.flatMap(({ parameters }) => (parameters.length === args.length && parameters[i]!.kind === 'sobject' ? [parameters[i]] : []));
    return onlyRow(b, argument, argument.kind === 'soql' ? argument.type.element : (wanted.length === 1 ? wanted[0]! : T.SObject)) ?? argument;
  });
  const byRows = rows.some((argument, i) => argument !== args[i]) ? resolveOverload(candidates, rows.map((argument) => argument.type)) : resolution;
  return byRows.kind === 'none' ? { resolution, args } : { resolution: byRows, args: rows };
}

export function convertArguments(args: readonly BoundExpression[], parameters: readonly ApexType[]): BoundExpression[] {
  return args.map((argument, i) => convertNode(argument, parameters[i]!));
}

function returnTypeOf(b: Body, method: MethodSymbol, receiver: BoundExpression | null, on: ApexType | null): ApexType {
  const type = on ?? receiver?.type ?? null;
  if (type && method.owner.isLibrary) {
    // clone() and deepClone() of collections and records keep the receiver's type.
    if ((type.kind === 'sobject' || type.kind === 'class') && method.name === 'clone') return type;
    if (type.kind === 'map' && method.name.toLowerCase() === 'getsobjecttype') return method.returnType;
    let current = memberSymbol(b.program, type);
    for (let guard = 0; current && guard < 20; guard++) {
      if (current.symbol === method.owner) return substitute(method.returnType, current.arguments);
      const parent: ApexType | undefined = [current.symbol.superclass, ...current.symbol.interfaces].find((p): p is ApexType => p?.kind === 'class' && reaches(p.symbol, method.owner));
      current = parent ? memberSymbol(b.program, substitute(parent, current.arguments)) : null;
    }
  }
  return method.returnType.kind === 'parameter' ? T.Object : method.returnType;
}

function reaches(from: TypeSymbol, to: TypeSymbol): boolean {
  if (from === to) return true;
  return [from.superclass, ...from.interfaces].some((parent) => parent?.kind === 'class' && reaches(parent.symbol, to));
}
