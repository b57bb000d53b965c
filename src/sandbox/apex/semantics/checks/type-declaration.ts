import type { Body } from '../body.ts';
import { accessOf, type UserType } from '../user-type.ts';
import { checkAnnotationProperties } from './annotation-properties.ts';
import { checkModifiers } from './modifiers.ts';

const ELEMENTS = { class: 'classes', interface: 'interfaces', enum: 'enums' } as const;

/** A class, interface or enum as declared: its modifiers, its name, and where it stands. */
export function checkTypeDeclaration(b: Body, type: UserType): void {
  const { declaration, outer } = type;
  const { name, modifiers } = declaration;
  checkModifiers(b, modifiers, ELEMENTS[type.kind], name, outer !== null);
  checkAnnotationProperties(b, modifiers);
  const access = accessOf(modifiers);
  if (!outer && !type.isTest && access !== 'public' && access !== 'global') b.error(name, 'Top-level type must have public or global visibility');
  if (outer && access === 'global' && outer.access !== 'global') b.error(name, `Enclosing type for global ${ELEMENTS[type.kind]} in apex must be declared as global`);
  if (outer?.outer) b.error(name, 'Inner types are not allowed to have inner types');
  checkExceptionName(b, type);
  if (declaration.kind !== 'ClassDeclaration') return;
  const names = new Set(outer ? [outer.name.toLowerCase()] : [type.name.toLowerCase()]);
  for (const member of declaration.members) {
    if (member.kind === 'InitializerBlock' && member.isStatic && outer) b.error(member, 'Inner types are not allowed to have static blocks');
    if (member.kind !== 'ClassDeclaration' && member.kind !== 'InterfaceDeclaration' && member.kind !== 'EnumDeclaration') continue;
    const lower = member.name.name.toLowerCase();
    if (names.has(lower)) b.error(member.name, `Type name already in use: ${member.name.name}`);
    names.add(lower);
  }
}

/** The names of exception classes end in Exception, and no others do. */
function checkExceptionName(b: Body, type: UserType): void {
  const { declaration } = type;
  if (declaration.kind !== 'ClassDeclaration') return;
  const endsSo = type.name.toLowerCase().endsWith('exception');
  if (type.isException && !endsSo) b.error(declaration.name, `Classes extending Exception must have a name ending in 'Exception': ${type.name}`);
  if (!type.isException && endsSo && (!declaration.superclass || type.superclass)) b.error(declaration.name, `Exception class must extend another Exception class: ${type.name}`);
}
