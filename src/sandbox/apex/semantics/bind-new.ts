import type { NewExpression } from '../syntax/ast.ts';
import { bindArguments, convertArguments, resolveCall } from './bind-calls.ts';
import { bindExpression, convertTo } from './bind-expressions.ts';
import type { BoundExpression } from './bound.ts';
import { rangeOf, type Body } from './body.ts';
import { isAssignable } from './conversions.ts';
import { candidate } from './overloads.ts';
import { bindNewComponent, isPageComponent } from './page-components.ts';
import { resolveType } from './resolve-types.ts';
import { fieldTypeOf, relationshipType } from './sobject-types.ts';
import { T } from './type-tools.ts';
import { typeName, type ApexType } from './types.ts';

export function bindNew(b: Body, node: NewExpression): BoundExpression {
  const range = rangeOf(node);
  const type = resolveType(b.program, node.type, b.types);
  if (!type) return b.error(node.type, `Invalid type: ${b.unit.source.text.slice(node.type.start, node.type.end)}`);
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
      const elements = creator.elements.map((element) => convertTo(b, bindExpression(b, element), type.element, element, (from, to) => `Initial expression is of incorrect type, expected: ${to} but was: ${from}`));
      return { kind: 'newElements', elements, type, range };
    }
    case 'entries': {
      if (type.kind !== 'map') return b.error(node, `Invalid initializer type ${typeName(type)}`);
      const wrong = (from: string, to: string): string => `Initial expression is of incorrect type, expected: ${to} but was: ${from}`;
      const entries = creator.entries.map((entry) => ({
        key: convertTo(b, bindExpression(b, entry.key), type.key, entry.key, wrong), value: convertTo(b, bindExpression(b, entry.value), type.value, entry.value, wrong),
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

function bindRecord(b: Body, object: string, fields: readonly { readonly name: { readonly name: string; readonly start: number; readonly end: number }; readonly value: Parameters<typeof bindExpression>[1] }[], type: ApexType, node: NewExpression): BoundExpression {
  const bound: { name: string; isRelationship: boolean; value: BoundExpression }[] = [];
  for (const field of fields) {
    const value = bindExpression(b, field.value);
    const relationship = relationshipType(b, object, field.name.name);
    const target = relationship ?? fieldTypeOf(b, object, field.name.name);
    if (!target) {
      b.error(field.name, `Field does not exist: ${field.name.name} on ${object}`);
      continue;
    }
    bound.push({ name: target.name, isRelationship: relationship !== null, value: convertTo(b, value, target.type, field.value) });
  }
  return { kind: 'newSObject', fields: bound, type, range: rangeOf(node) };
}

function bindConstruction(b: Body, type: ApexType, node: NewExpression, argumentNodes: Parameters<typeof bindArguments>[1]): BoundExpression {
  const range = rangeOf(node);
  const args = bindArguments(b, argumentNodes);
  if (args.some((argument) => argument.type.kind === 'error')) return { kind: 'literal', value: null, type, range };
  if (type.kind === 'sobject') {
    if (args.length) return b.error(node, `Constructor not defined: [${type.name}].<Constructor>(${args.map((argument) => typeName(argument.type)).join(', ')})`);
    return { kind: 'newSObject', fields: [], type, range };
  }
  if (type.kind === 'list' || type.kind === 'set' || type.kind === 'map') {
    if (args.length === 0) return { kind: 'newCollection', source: null, type, range };
    const source = args[0]!;
    const isInteger = source.type.kind === 'primitive' && source.type.name === 'Integer';
    if (args.length === 1 && type.kind === 'list' && isInteger) return { kind: 'newSized', size: source, type, range };
    const fits = type.kind === 'map'
      ? source.type.kind === 'map' || source.type.kind === 'list' || source.type.kind === 'null'
      : source.type.kind === 'list' || source.type.kind === 'set' || source.type.kind === 'null' || (source.type.kind === 'class' && isAssignable(source.type, { kind: 'class', symbol: b.program.catalogue.find('System.Iterable')!, typeArguments: [] }));
    if (args.length === 1 && fits) return { kind: 'newCollection', source, type, range };
    return b.error(node, `Constructor not defined: [${typeName(type)}].<Constructor>(${args.map((argument) => typeName(argument.type)).join(', ')})`);
  }
  if (type.kind !== 'class') return b.error(node, `Type cannot be constructed: ${typeName(type)}`);
  const symbol = type.symbol;
  if (symbol.isAbstract && !symbol.isLibrary) return b.error(node, `Type cannot be constructed: ${typeName(type)}`);
  const { resolution, args: chosen } = resolveCall(b, symbol.constructors.map((constructor) => candidate(constructor, new Map())), args);
  if (resolution.kind === 'ambiguous') return b.error(node, `Ambiguous method signature: void <init>(${args.map((argument) => typeName(argument.type)).join(', ')})`);
  if (resolution.kind === 'none') {
    return b.error(node, `Constructor not defined: [${typeName(type)}].<Constructor>(${args.map((argument) => typeName(argument.type)).join(', ')})`);
  }
  const converted = convertArguments(chosen, resolution.candidate.parameters);
  const base = { constructor: resolution.candidate.method, arguments: converted, type, range };
  return symbol.isLibrary ? { kind: 'libraryNew', ...base } : { kind: 'new', ...base };
}
