import type { NewExpression } from '../syntax/ast.ts';
import { bindArguments, convertArguments, resolveCall } from './bind-calls.ts';
import { bindExpression, convertTo, onlyRow } from './bind-expressions.ts';
import type { BoundExpression } from './bound.ts';
import { rangeOf, type Body } from './body.ts';
import { initializerFault } from './collection-initializers.ts';
import { candidate } from './overloads.ts';
import { bindNewComponent, isPageComponent } from './page-components.ts';
import { bindNewInterview } from './flow-types.ts';
import { bindNewScript } from './script-classes.ts';
import { fieldTypeOf, relationshipType } from './sobject-types.ts';
import { sameType, T } from './type-tools.ts';
import { bindType } from './type-references.ts';
import { typeName, type ApexType } from './types.ts';
import { isVisible } from './visibility.ts';
import { checkRecordField } from './writable.ts';

export function bindNew(b: Body, node: NewExpression): BoundExpression {
  const range = rangeOf(node);
  const type = bindType(b, node.type);
  if (type.kind === 'error') return { kind: 'literal', value: null, type, range };
  const creator = node.creator;
  switch (creator.kind) {
    case 'size': {
      const size = convertTo(b, bindExpression(b, creator.size), T.Integer, creator.size);
      return { kind: 'newSized', size, type, range };
    }
    case 'elements': {
      if (type.kind !== 'list' && type.kind !== 'set') {
        if (type.kind === 'map' && creator.elements.length === 0) return { kind: 'newMap', entries: [], type, range };
        return b.error(node, `Invalid initializer type ${typeName(type)}`);
      }
      const elements = creator.elements.map((element) => convertTo(b, mapRow(b, bindExpression(b, element), type.element), type.element, element, (from, to) => `Initial expression is of incorrect type, expected: ${to} but was: ${from}`));
      return { kind: 'newElements', elements, type, range };
    }
    case 'entries': {
      if (type.kind !== 'map') return b.error(node, `Invalid initializer type ${typeName(type)}`);
      const entries = creator.entries.map((entry) => ({
        key: convertTo(b, bindExpression(b, entry.key), type.key, entry.key, (from) => `Invalid key type ${from} for ${typeName(type)}`),
        value: convertTo(b, bindExpression(b, entry.value), type.value, entry.value, (from) => `Invalid value type ${from} for ${typeName(type)}`),
      }));
      return { kind: 'newMap', entries, type, range };
    }
    case 'fields': {
      if (isPageComponent(type)) return bindNewComponent(b, type, node, creator.fields);
      if (type.kind !== 'sobject') return b.error(node, `Invalid constructor syntax, name=value pairs can only be used for SObjects: ${typeName(type)}`);
      return bindRecord(b, type.name, creator.fields, type, node);
    }
    case 'arguments': return bindConstruction(b, type, node, creator.arguments);
  }
}

/** The values of a map are let pass for the one record among them, as a query's rows are. */
const mapRow = (b: Body, value: BoundExpression, element: ApexType): BoundExpression =>
  onlyRow(b, value, element, (method) => method.owner.qualifiedName === 'System.Map' && method.name.toLowerCase() === 'values') ?? value;

function bindRecord(b: Body, object: string, fields: readonly { readonly name: { readonly name: string; readonly start: number; readonly end: number }; readonly value: Parameters<typeof bindExpression>[1] }[], type: ApexType, node: NewExpression): BoundExpression {
  const bound: { name: string; isRelationship: boolean; value: BoundExpression }[] = [];
  const given = new Set<string>();
  for (const field of fields) {
    if (given.has(field.name.name.toLowerCase())) b.error(field.name, `Duplicate field initialization: ${field.name.name}`);
    given.add(field.name.name.toLowerCase());
    const value = bindExpression(b, field.value);
    const relationship = relationshipType(b, object, field.name.name);
    const target = relationship ?? fieldTypeOf(b, object, field.name.name);
    if (!target) {
      b.error(field.name, `Field does not exist: ${field.name.name} on ${object}`);
      continue;
    }
    if (!relationship) checkRecordField(b, object, target.name, field.name);
    bound.push({ name: target.name, isRelationship: relationship !== null, value: convertTo(b, value, target.type, field.value) });
  }
  return { kind: 'newSObject', fields: bound, type, range: rangeOf(node) };
}

function bindConstruction(b: Body, type: ApexType, node: NewExpression, argumentNodes: Parameters<typeof bindArguments>[1]): BoundExpression {
  const range = rangeOf(node);
  const args = bindArguments(b, argumentNodes);
  const generated = args.length === 0 ? bindNewScript(b, type, node) : bindNewInterview(b, type, node, args);
  if (generated) return generated;
  if (args.some((argument) => argument.type.kind === 'error')) return { kind: 'literal', value: null, type, range };
  if (type.kind === 'sobject') {
    if (type.name === 'SObject') return b.error(node, 'SObject is not constructable: SObject');
    if (args.length) return b.error(node, `Type requires name=value pair construction: ${type.name}`);
    return { kind: 'newSObject', fields: [], type, range };
  }
  if (type.kind === 'list' || type.kind === 'set' || type.kind === 'map') {
    if (args.length === 0) return { kind: 'newCollection', source: null, type, range };
    const source = args[0]!;
    if (args.length === 1) {
      const fault = initializerFault(type, source.type);
      if (fault) return b.error(argumentNodes[0]!, fault);
      return sameType(source.type, T.Integer) ? { kind: 'newSized', size: source, type, range } : { kind: 'newCollection', source, type, range };
    }
    return b.error(node, `Constructor not defined: [${typeName(type)}].<Constructor>(${args.map((argument) => typeName(argument.type)).join(', ')})`);
  }
  if (type.kind !== 'class') return b.error(node, `Type cannot be constructed: ${typeName(type)}`);
  const symbol = type.symbol;
  if (symbol.kind !== 'class') return b.error(node, `Type cannot be constructed: ${typeName(type)}`);
  if (symbol.isAbstract && !symbol.isLibrary) return b.error(node, `Abstract classes cannot be constructed: ${typeName(type)}`);
  const { resolution, args: chosen } = resolveCall(b, symbol.constructors.map((constructor) => candidate(constructor, new Map())), args);
  if (resolution.kind === 'ambiguous') return b.error(node, `Ambiguous method signature: void <init>(${args.map((argument) => typeName(argument.type)).join(', ')})`);
  if (resolution.kind === 'none') {
    return b.error(node, `Constructor not defined: [${typeName(type)}].<Constructor>(${args.map((argument) => typeName(argument.type)).join(', ')})`);
  }
  if (!isVisible(b, symbol, resolution.candidate.method.access, resolution.candidate.method.annotations)) return b.error(node, `Constructor is not visible: [${typeName(type)}].<Constructor>(${args.map((argument) => typeName(argument.type)).join(', ')})`);
  const converted = convertArguments(chosen, resolution.candidate.parameters);
  const base = { constructor: resolution.candidate.method, arguments: converted, type, range };
  return symbol.isLibrary ? { kind: 'libraryNew', ...base } : { kind: 'new', ...base };
}
