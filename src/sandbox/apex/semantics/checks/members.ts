import type { ClassDeclaration, ConstructorDeclaration, FieldDeclaration, Identifier, InterfaceDeclaration, MethodDeclaration, Modifier, PropertyDeclaration } from '../../syntax/ast.ts';
import type { Body } from '../body.ts';
import { bindType } from '../type-references.ts';
import { accessOf, hasKeyword, type UserType } from '../user-type.ts';
import { checkAnnotationProperties } from './annotation-properties.ts';
import { checkModifiers, printed, type Elements } from './modifiers.ts';
import { checkNamespaceAccessible } from './namespace-accessible.ts';

/** From this version on abstract and overriding methods say who may call them. */
const VISIBLE_OVERRIDES = 65;

/** The members of a class or interface as declared: modifiers, bodies, accessors, the types they name. */
export function checkMembers(b: Body, type: UserType): void {
  const { declaration } = type;
  if (declaration.kind === 'InterfaceDeclaration') checkInterfaceMethods(b, declaration);
  if (declaration.kind !== 'ClassDeclaration') return;
  for (const member of declaration.members) {
    switch (member.kind) {
      case 'FieldDeclaration': checkField(b, type, member); break;
      case 'PropertyDeclaration': checkProperty(b, type, member); break;
      case 'MethodDeclaration': checkMethod(b, type, declaration, member); break;
      case 'ConstructorDeclaration': checkConstructor(b, type, member); break;
      default: break;
    }
  }
}

/** Methods of an interface have the visibility of the interface and say nothing of their own. */
function checkInterfaceMethods(b: Body, declaration: InterfaceDeclaration): void {
  for (const method of declaration.methods) {
    for (const modifier of method.modifiers) b.error(method.name, `${printed(modifier)} is not allowed on methods`);
    checkSignature(b, method);
  }
}

function checkDeclared(b: Body, type: UserType, modifiers: readonly Modifier[], elements: Elements, name: Identifier): void {
  checkModifiers(b, modifiers, elements, name, type.outer !== null);
  checkAnnotationProperties(b, modifiers);
  checkNamespaceAccessible(b, type, modifiers, elements, name);
  if (accessOf(modifiers) === 'global' && type.access !== 'global' && !b.isAnonymous) b.error(name, `Defining type for global ${elements} must be declared as global`);
}

function checkSignature(b: Body, node: MethodDeclaration | ConstructorDeclaration): void {
  if (node.kind === 'MethodDeclaration' && node.returnType) bindType(b, node.returnType);
  for (const parameter of node.parameters) {
    checkModifiers(b, parameter.modifiers, 'parameters', parameter.name, false);
    bindType(b, parameter.type);
  }
}

function checkMethod(b: Body, type: UserType, owner: ClassDeclaration, node: MethodDeclaration): void {
  const { modifiers, name } = node;
  const has = (keyword: string): boolean => hasKeyword(modifiers, keyword);
  checkDeclared(b, type, modifiers, 'methods', name);
  checkSignature(b, node);
  if (has('abstract')) {
    if (node.body) b.error(name, 'Abstract methods cannot have a body');
    if (!hasKeyword(owner.modifiers, 'abstract')) b.error(name, 'Defining type for abstract methods must be declared as abstract');
    else if (type.access === 'global' && accessOf(modifiers) !== 'global') b.error(name, 'global defined types requires that abstract methods must be declared as global');
  } else if (!node.body) {
    b.error(name, 'Method must have a body');
  }
  const access = accessOf(modifiers);
  for (const keyword of ['abstract', 'override'] as const) {
    if (has(keyword) && type.apiVersion >= VISIBLE_OVERRIDES && (access === null || access === 'private')) b.error(name, `${keyword} methods require at least one of the following global, public, protected`);
  }
  if (access === 'protected' && !has('override') && !has('static') && !type.isVirtual && !owner.superclass) b.error(name, 'New protected methods cannot be defined in non-virtual classes');
}

function checkConstructor(b: Body, type: UserType, node: ConstructorDeclaration): void {
  checkDeclared(b, type, node.modifiers, 'constructors', node.name);
  checkSignature(b, node);
}

function checkField(b: Body, type: UserType, node: FieldDeclaration): void {
  bindType(b, node.type);
  for (const { name } of node.declarators) checkDeclared(b, type, node.modifiers, 'fields', name);
}

const WIDTH = { private: 0, protected: 1, public: 2, global: 3 } as const;

function checkProperty(b: Body, type: UserType, node: PropertyDeclaration): void {
  bindType(b, node.type);
  checkDeclared(b, type, node.modifiers, 'properties', node.name);
  if (!node.getter && !node.setter) b.error(node.name, 'Property must have at least one accessor');
  for (const accessor of [node.getter, node.setter]) {
    const access = accessor && accessOf(accessor.modifiers);
    if (access && WIDTH[access] > WIDTH[accessOf(node.modifiers) ?? 'private']) b.error(node.name, `Accessors cannot be more visible than their property: ${node.name.name}`);
  }
}
