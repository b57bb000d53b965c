import type { Body } from './body.ts';
import { checkAnnotatedMethods } from './checks/annotated-methods.ts';
import { checkConstructors } from './checks/constructors.ts';
import { checkDeprecations } from './checks/deprecations.ts';
import { checkDuplicateMembers } from './checks/duplicate-members.ts';
import { checkExposedMembers } from './checks/exposed-members.ts';
import { checkImplementations } from './checks/implementations.ts';
import { checkMembers } from './checks/members.ts';
import { checkOverrides } from './checks/overrides.ts';
import { checkSupertypes, isCircular } from './checks/supertypes.ts';
import { checkTestClass } from './checks/test-classes.ts';
import { checkTypeDeclaration } from './checks/type-declaration.ts';
import type { UserType } from './user-type.ts';

/** Errors about a type and its members as declared; those inside of bodies are found where the bodies are bound. */
export function checkType(b: Body, type: UserType): void {
  checkSupertypes(b, type);
  if (isCircular(type)) return;
  checkTypeDeclaration(b, type);
  checkMembers(b, type);
  checkDuplicateMembers(b, type);
  checkOverrides(b, type);
  checkImplementations(b, type);
  checkConstructors(b, type);
  checkTestClass(b, type);
  checkAnnotatedMethods(b, type);
  checkExposedMembers(b, type);
  checkDeprecations(b, type);
}
