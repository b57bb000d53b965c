import type { Annotation, FieldDeclaration, MethodDeclaration, PropertyDeclaration } from '../../syntax/ast.ts';
import type { Body } from '../body.ts';
import { typeName, type ApexType, type MethodSymbol } from '../types.ts';
import { accessOf, hasKeyword, type UserType } from '../user-type.ts';
import { holdsSet } from './annotated-methods.ts';
import { checkInvocableProperties } from './invocable-properties.ts';
import { checkNamespaceAccessible } from './namespace-accessible.ts';

/** Rules of single annotations that no table of demands states. */
export function checkExposedMembers(b: Body, type: UserType): void {
  const { declaration } = type;
  if (declaration.kind !== 'ClassDeclaration') return;
  const methods = [...type.methods.values()].flat();
  for (const method of methods) {
    const node = method.declaration as MethodDeclaration;
    for (const { name } of method.annotations) {
      if (name === 'auraenabled') checkAuraMethod(b, method, node);
      else if (name === 'invocablemethod') checkInvocableMethod(b, method, node);
      else if (name === 'readonly') checkReadOnly(b, method, node);
      else if (name.startsWith('http') && !hasAnnotation(declaration.modifiers, 'restresource')) b.error(node.name, `Defining type for ${annotationOf(node, name)} methods must be declared as RestResource`);
    }
  }
  checkOverloads(b, methods);
  checkNamespaceAccessible(b, type.outer, declaration.modifiers, 'classes', declaration.name);
  for (const member of declaration.members) if (member.kind === 'FieldDeclaration' || member.kind === 'PropertyDeclaration') checkField(b, type, member);
  for (const modifier of declaration.modifiers) if (modifier.kind === 'Annotation' && modifier.name.name.toLowerCase() === 'restresource') checkRestResource(b, type, modifier);
}

const hasAnnotation = (modifiers: MethodDeclaration['modifiers'], name: string): boolean => modifiers.some((modifier) => modifier.kind === 'Annotation' && modifier.name.name.toLowerCase() === name);

/** `HttpGet`, whatever its case in the source. */
function annotationOf(node: MethodDeclaration, lower: string): string {
  const verb = lower.slice(4);
  return hasAnnotation(node.modifiers, lower) ? `Http${verb[0]!.toUpperCase()}${verb.slice(1)}` : lower;
}

function checkAuraMethod(b: Body, method: MethodSymbol, node: MethodDeclaration): void {
  const field = method.owner.fields.get(method.name.toLowerCase());
  if (field?.annotations.some((annotation) => annotation.name === 'auraenabled') && method.owner.apiVersion >= DISTINCT_AURA_NAMES) b.error(node.name, `AuraEnabled method and variable cannot have the same name: ${method.name}`);
  if (method.isStatic) return;
  if (method.parameters.length) b.error(node.name, 'Non static AuraEnabled methods may not have parameters');
  if (!method.name.toLowerCase().startsWith('get')) b.error(node.name, "Non static AuraEnabled methods must be named with a prefix 'get'");
}

function checkInvocableMethod(b: Body, method: MethodSymbol, node: MethodDeclaration): void {
  const beside = node.modifiers.filter((modifier): modifier is Annotation => modifier.kind === 'Annotation').map((modifier) => modifier.name.name.toLowerCase());
  if (beside.some((name) => !['invocablemethod', 'deprecated', 'suppresswarnings', 'testvisible'].includes(name))) b.error(node.name, 'The only annotation that can be used with InvocableMethod is Deprecated');
  for (const modifier of node.modifiers) if (modifier.kind === 'Annotation' && modifier.name.name.toLowerCase() === 'invocablemethod') checkInvocableProperties(b, modifier, null);
  if (method.parameters.length > 1) b.error(node.name, 'Only one parameter is supported on methods with @Invocable annotation');
  for (const { type } of method.parameters) if (!isInvocable(type)) b.error(node.name, `Unsupported parameter type ${typeName(type)}. Valid invocable parameters must be List types like List<T> where T is a supported type`);
}

function isInvocable(type: ApexType): boolean {
  return type.kind === 'error' || (type.kind === 'list' && type.element.kind !== 'set' && type.element.kind !== 'map');
}

function checkReadOnly(b: Body, method: MethodSymbol, node: MethodDeclaration): void {
  const first = method.parameters[0]?.type;
  const isScheduled = method.name.toLowerCase() === 'execute' && method.parameters.length === 1 && first?.kind === 'class' && first.symbol.qualifiedName === 'System.SchedulableContext';
  if (!isScheduled && !hasKeyword(node.modifiers, 'webservice') && !hasAnnotation(node.modifiers, 'remoteaction')) {
    b.error(node.name, 'Only WebService, RemoteAction or Schedulable.execute(SchedulableContext) methods can be marked ReadOnly');
  }
  const replica = method.annotations.find((annotation) => annotation.name === 'readonly')?.parameters.get('usereplica');
  if (!hasKeyword(node.modifiers, 'static') && String(replica).toLowerCase() === 'preferred') b.error(node.name, 'ReadOnly methods with useReplica=preferred parameter must be declared as static');
}

/** From this version on Lightning components find a member by its name alone. Source: Apex Developer Guide, AuraEnabled Annotation. */
const DISTINCT_AURA_NAMES = 55;

/** Callers from outside can't tell overloads apart. */
function checkOverloads(b: Body, methods: readonly MethodSymbol[]): void {
  methods.forEach((method, i) => {
    const node = method.declaration as MethodDeclaration;
    const earlier = methods.slice(0, i).filter((other) => other.name.toLowerCase() === method.name.toLowerCase());
    const isService = (each: MethodSymbol): boolean => hasKeyword((each.declaration as MethodDeclaration).modifiers, 'webservice');
    const isRemote = (each: MethodSymbol): boolean => hasAnnotation((each.declaration as MethodDeclaration).modifiers, 'remoteaction');
    const isAura = (each: MethodSymbol): boolean => each.annotations.some((annotation) => annotation.name === 'auraenabled');
    if (isAura(method) && earlier.some(isAura) && method.owner.apiVersion >= DISTINCT_AURA_NAMES) b.error(node.name, `Overload of AuraEnabled method: ${method.name} overload is not permitted`);
    if (isService(method) && earlier.some(isService)) b.error(node.name, `Web Service does not support two web service methods with the same name: ${method.name}`);
    if (isRemote(method) && earlier.some((other) => isRemote(other) && other.parameters.length === method.parameters.length)) {
      b.error(node.name, 'Remote Action does not support two remote action methods with the same name and same number of parameters');
    }
  });
}

function checkField(b: Body, type: UserType, node: FieldDeclaration | PropertyDeclaration): void {
  const names = node.kind === 'FieldDeclaration' ? node.declarators.map((declarator) => declarator.name) : [node.name];
  const isStatic = hasKeyword(node.modifiers, 'static');
  for (const name of names) {
    const field = type.fields.get(name.name.toLowerCase());
    if (!field) continue;
    if (hasAnnotation(node.modifiers, 'auraenabled') && node.kind === 'FieldDeclaration') {
      if (isStatic) b.error(name, 'AuraEnabled fields cannot be static');
      if (holdsSet(field.type)) b.error(name, `AuraEnabled fields do not support type of ${typeName(field.type)}`);
    }
    if (hasAnnotation(node.modifiers, 'invocablevariable') && node.kind === 'FieldDeclaration') {
      for (const modifier of node.modifiers) if (modifier.kind === 'Annotation' && modifier.name.name.toLowerCase() === 'invocablevariable') checkInvocableProperties(b, modifier, field.type);
      const access = accessOf(node.modifiers);
      if (access !== 'public' && access !== 'global') b.error(name, 'InvocableVariable fields require at least one of the following global, public');
      for (const keyword of ['static', 'final']) if (hasKeyword(node.modifiers, keyword)) b.error(name, `InvocableVariable fields cannot be ${keyword}`);
    }
  }
}

/** Apex Developer Guide: RestResource Annotation. */
function checkRestResource(b: Body, type: UserType, annotation: Annotation): void {
  if (type.access !== 'global') b.error(type.declaration.name, 'RestResource classes must be declared as global');
  const mapping = annotation.parameters.find((parameter) => parameter.name?.name.toLowerCase() === 'urlmapping');
  if (mapping?.value.kind !== 'Literal' || mapping.value.literal.type !== 'String') return;
  const url = mapping.value.literal.value;
  const place = mapping.name ?? annotation.name;
  if (url === '') b.error(place, 'Rest Resource url cannot be empty');
  else if (url.length > 255) b.error(place, 'Rest Resource url cannot be longer than 255 characters');
  else if (!url.startsWith('/')) b.error(place, "Rest Resource url must begin with a forward slash, '/'");
  else if (/[^/]\*/.test(url)) b.error(place, "Rest Resource url wildcard, '*', must be preceded by a forward slash, '/'");
  else if (/\*[^/]/.test(url)) b.error(place, "Rest Resource url wildcard, '*', must be followed by a forward slash, '/', or be the last character");
}
