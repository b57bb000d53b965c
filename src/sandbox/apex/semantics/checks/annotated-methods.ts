import type { MethodDeclaration } from '../../syntax/ast.ts';
import type { Body } from '../body.ts';
import { isObject, isPrimitive } from '../type-tools.ts';
import { typeName, type ApexType, type MethodSymbol } from '../types.ts';
import { hasKeyword, type UserType } from '../user-type.ts';
import { ANNOTATIONS } from './annotation-table.ts';

/** What an annotation asks of the method it stands on. */
interface Demands {
  readonly isStatic?: boolean;
  /** Public or global. */
  readonly isVisible?: boolean;
  readonly isGlobal?: boolean;
  readonly isTopLevel?: boolean;
  /** At most one in a type. */
  readonly isSingle?: boolean;
  readonly hasNoParameters?: boolean;
  readonly supports?: (type: ApexType, place: 'return' | 'parameter') => boolean;
}

const HTTP: Demands = { isStatic: true, isGlobal: true, isSingle: true };

/** Apex Developer Guide: Annotations; Exposing Apex Methods as SOAP Web Services. */
const DEMANDS: Readonly<Record<string, Demands>> = {
  future: { isStatic: true, isTopLevel: true, supports: (type, place) => (place === 'return' ? type.kind === 'void' : isFlat(type)) },
  invocablemethod: { isStatic: true, isVisible: true, isTopLevel: true, isSingle: true },
  testsetup: { isSingle: true },
  httpget: { ...HTTP, hasNoParameters: true }, httpdelete: { ...HTTP, hasNoParameters: true }, httppost: HTTP, httpput: HTTP, httppatch: HTTP,
  remoteaction: { isStatic: true, isVisible: true },
  auraenabled: { isVisible: true, supports: (type) => !holdsSet(type) },
  webservice: { isStatic: true, isGlobal: true, isTopLevel: true, supports: (type) => !isLocalOnly(type) },
};

/** Methods that something other than Apex calls. */
export function checkAnnotatedMethods(b: Body, type: UserType): void {
  const seen = new Set<string>();
  for (const method of [...type.methods.values()].flat()) {
    const node = method.declaration as MethodDeclaration;
    const names = method.annotations.map((annotation) => annotation.name);
    if (hasKeyword(node.modifiers, 'webservice')) names.push('webservice');
    for (const name of names) {
      const demands = DEMANDS[name];
      if (!demands) continue;
      const word = name === 'webservice' ? 'WebService' : ANNOTATIONS.get(name)!.name;
      checkDemands(b, type, method, node, word, demands);
      if (demands.isSingle && seen.has(name)) b.error(node.name, `Only one method per type can be defined with: ${word}`);
      seen.add(name);
    }
  }
}

function checkDemands(b: Body, type: UserType, method: MethodSymbol, { name, modifiers }: MethodDeclaration, word: string, demands: Demands): void {
  const isVisible = method.access === 'public' || method.access === 'global';
  if (demands.isTopLevel && type.outer) b.error(name, `${word} can only be used on methods of a top level type`);
  if (demands.isStatic && !hasKeyword(modifiers, 'static')) b.error(name, `${word} methods must be declared as static`);
  if (demands.isGlobal && method.access !== 'global') b.error(name, `${word} methods must be declared as global`);
  if (demands.isVisible && !isVisible) b.error(name, `${word} methods require at least one of the following global, public`);
  if (demands.hasNoParameters && method.parameters.length) b.error(name, `${word} methods do not support parameters`);
  if (!demands.supports) return;
  if (!demands.supports(method.returnType, 'return')) b.error(name, `${word} methods do not support return type of ${typeName(method.returnType)}`);
  for (const { type: parameter } of method.parameters) if (!demands.supports(parameter, 'parameter')) b.error(name, `${word} methods do not support parameter type of ${typeName(parameter)}`);
}

/** Primitives, and collections of them one level deep. */
function isFlat(type: ApexType): boolean {
  switch (type.kind) {
    case 'error': return true;
    case 'primitive': return !isObject(type);
    case 'list': case 'set': return isPrimitive(type.element) && !isObject(type.element);
    case 'map': return isPrimitive(type.key) && isPrimitive(type.value) && !isObject(type.value);
    default: return false;
  }
}

/** A Set anywhere in the type, or a map by object type. */
export function holdsSet(type: ApexType): boolean {
  switch (type.kind) {
    case 'set': return true;
    case 'list': return holdsSet(type.element);
    case 'map': return holdsSet(type.key) || holdsSet(type.value) || (type.key.kind === 'class' && type.key.symbol.qualifiedName === 'Schema.SObjectType');
    default: return false;
  }
}

/** Types with no form on the wire. */
function isLocalOnly(type: ApexType): boolean {
  switch (type.kind) {
    case 'set': case 'map': return true;
    case 'list': return isLocalOnly(type.element);
    case 'class': return ['System.Iterator', 'System.Pattern', 'System.Matcher', 'System.Exception'].includes(type.symbol.qualifiedName);
    default: return false;
  }
}
