import type { ClassDeclaration, InterfaceDeclaration, Member, Modifier, Parameter, TypeDeclaration, TypeReference } from '../apex/syntax/ast.ts';
import { parseCompilationUnit } from '../apex/syntax/parser.ts';

const EMPTY = '// Nothing of this is global.\n';

/** What others may know of a managed class (D8): its global types and members, without a line of how they work. */
export function skeletonOf(text: string): string {
  const { tree } = parseCompilationUnit(text);
  if (tree.kind === 'TriggerDeclaration' || !isGlobal(tree.modifiers)) return EMPTY;
  return `${printType(tree, '').join('\n')}\n`;
}

function printType(type: TypeDeclaration, indent: string): string[] {
  const inner = `${indent}    `;
  const head = `${indent}${keywords(type.modifiers)}`;
  if (type.kind === 'EnumDeclaration') return [`${head}enum ${type.name.name} { ${type.constants.map(each => each.name).join(', ')} }`];
  return [`${head}${headOf(type)} {`, ...(type.kind === 'ClassDeclaration' ? type.members.flatMap(member => printMember(member, inner)) : type.methods.map(method => `${inner}${typeName(method.returnType)} ${method.name.name}${parameters(method.parameters)};`)), `${indent}}`];
}

function headOf(type: ClassDeclaration | InterfaceDeclaration): string {
  if (type.kind === 'InterfaceDeclaration') return `interface ${type.name.name}${list(' extends ', type.superinterfaces)}`;
  return `class ${type.name.name}${type.superclass ? ` extends ${typeName(type.superclass)}` : ''}${list(' implements ', type.interfaces)}`;
}

function printMember(member: Member, indent: string): string[] {
  if (member.kind === 'InitializerBlock' || !isGlobal(member.modifiers)) return [];
  const head = `${indent}${keywords(member.modifiers)}`;
  switch (member.kind) {
    case 'FieldDeclaration': return [`${head}${typeName(member.type)} ${member.declarators.map(each => each.name.name).join(', ')};`];
    case 'PropertyDeclaration': return [`${head}${typeName(member.type)} ${member.name.name} { ${member.getter && !hides(member.getter.modifiers) ? 'get; ' : ''}${member.setter && !hides(member.setter.modifiers) ? 'set; ' : ''}}`];
    case 'MethodDeclaration': return [`${head}${typeName(member.returnType)} ${member.name.name}${parameters(member.parameters)};`];
    case 'ConstructorDeclaration': return [`${head}${member.name.name}${parameters(member.parameters)};`];
    default: return printType(member, indent);
  }
}

const hides = (modifiers: readonly Modifier[]): boolean => modifiers.some(each => each.kind === 'KeywordModifier' && ['public', 'private', 'protected'].includes(each.keyword));
const isGlobal = (modifiers: readonly Modifier[]): boolean => modifiers.some(each => each.kind === 'KeywordModifier' && (each.keyword === 'global' || each.keyword === 'webservice'));
const keywords = (modifiers: readonly Modifier[]): string => modifiers.flatMap(each => (each.kind === 'KeywordModifier' ? [`${each.keyword} `] : [])).join('');
const parameters = (all: readonly Parameter[]): string => `(${all.map(each => `${typeName(each.type)} ${each.name.name}`).join(', ')})`;
const list = (word: string, types: readonly TypeReference[]): string => (types.length > 0 ? `${word}${types.map(typeName).join(', ')}` : '');

function typeName(type: TypeReference | null): string {
  if (!type) return 'void';
  return `${type.names.map(({ identifier, typeArguments }) => `${identifier.name}${typeArguments.length > 0 ? `<${typeArguments.map(typeName).join(', ')}>` : ''}`).join('.')}${'[]'.repeat(type.arrayDimensions)}`;
}
