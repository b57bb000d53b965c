import type { MethodDeclaration } from '../../syntax/ast.ts';
import type { Body } from '../body.ts';
import { typeName, type AnnotationInfo, type MethodSymbol } from '../types.ts';
import { hasKeyword, type UserType } from '../user-type.ts';

/** From this version on tests stand in test classes only. */
const TESTS_IN_TEST_CLASSES = 28;

const annotation = (list: readonly AnnotationInfo[], name: string): AnnotationInfo | undefined => list.find((each) => each.name === name);
const isSet = (list: readonly AnnotationInfo[], property: string): boolean => annotation(list, 'istest')?.parameters.get(property) === true;

/** Test classes, test methods and their set-up (Apex Developer Guide: IsTest Annotation, TestSetup Annotation). */
export function checkTestClass(b: Body, type: UserType): void {
  const { declaration, annotations } = type;
  if (declaration.kind === 'InterfaceDeclaration' || declaration.kind === 'EnumDeclaration') return;
  const isTest = annotation(annotations, 'istest') !== undefined;
  const seesAll = isSet(annotations, 'seealldata');
  const isParallel = isSet(annotations, 'isparallel');
  if (isTest) {
    if (type.outer || type.isException) b.error(declaration.name, 'Only top-level non-exception class types can be marked as tests');
    for (const keyword of ['abstract', 'virtual']) if (hasKeyword(declaration.modifiers, keyword)) b.error(declaration.name, `IsTest classes cannot be ${keyword}`);
    if (isParallel && seesAll) b.error(declaration.name, 'Test class annotated with @isTest(IsParallel=true) cannot also be annotated with @isTest(SeeAllData=true)');
  }
  const methods = [...type.methods.values()].flat();
  const hasSetup = methods.some((method) => annotation(method.annotations, 'testsetup'));
  for (const method of methods) {
    const node = method.declaration as MethodDeclaration;
    checkTestMethod(b, type, method, node);
    if (annotation(method.annotations, 'testsetup')) checkSetup(b, type, method, node, seesAll);
    if (!isSet(method.annotations, 'seealldata')) continue;
    if (isParallel) b.error(node.name, 'Test class annotated with @isTest(IsParallel=true) cannot have any methods annotated with @isTest(SeeAllData=true)');
    if (hasSetup) b.error(node.name, 'Test class containing a test setup method cannot have any methods annotated with @isTest(SeeAllData=true)');
  }
}

function checkTestMethod(b: Body, type: UserType, method: MethodSymbol, node: MethodDeclaration): void {
  if (!method.isTestMethod) return;
  const word = annotation(method.annotations, 'istest') ? 'IsTest' : 'testMethod';
  if (!hasKeyword(node.modifiers, 'static')) b.error(node.name, `${word} methods must be declared as static`);
  if (method.returnType.kind !== 'void') b.error(node.name, `${word} methods do not support return type of ${typeName(method.returnType)}`);
  if (method.parameters.length) b.error(node.name, 'Test methods must have no arguments');
  checkHome(b, type, node, word);
}

function checkSetup(b: Body, type: UserType, method: MethodSymbol, node: MethodDeclaration, seesAll: boolean): void {
  if (!method.isStatic) b.error(node.name, 'TestSetup methods must be declared as static');
  if (method.returnType.kind !== 'void') b.error(node.name, 'Test setup method must return void');
  if (method.parameters.length) b.error(node.name, 'Test methods must have no arguments');
  if (seesAll) b.error(node.name, 'Test class cannot be annotated with @isTest(SeeAllData=true)');
  checkHome(b, type, node, 'TestSetup');
}

function checkHome(b: Body, type: UserType, node: MethodDeclaration, word: string): void {
  if (type.outer) b.error(node.name, `${word} can only be used on methods of a top level type`);
  else if (!type.isTest && type.apiVersion >= TESTS_IN_TEST_CLASSES) b.error(node.name, `Defining type for ${word} methods must be declared as IsTest`);
}
