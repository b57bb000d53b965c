/**
 * Visualforce components made in code: `new Component.Apex.OutputText(value = 'x')`, `text.styleClass`, `text.expressions.value`.
 * Every component of a page is a type with attributes of its own; here they are all ApexPages.Component, with any attribute.
 * Source: Apex Reference, ApexPages.Component Class; Visualforce Developer Guide, Dynamic Visualforce Components.
 */
import type { Identifier, NewExpression } from '../syntax/ast.ts';
import { intrinsic } from './bind-calls.ts';
import { bindExpression, convertNode } from './bind-expressions.ts';
import type { BoundExpression } from './bound.ts';
import { rangeOf, type Body } from './body.ts';
import { listOf, T } from './type-tools.ts';
import type { ApexType, FieldSymbol } from './types.ts';

const FLAGS = new Set(['rendered', 'disabled', 'escape', 'immediate', 'required', 'readonly', 'ajaxrendered', 'collapsible', 'showheader', 'multiselect', 'richtext']);
const TEXTS = new Set(['id', 'style', 'styleclass', 'title', 'layout', 'dir', 'lang', 'accesskey', 'tabindex', 'action', 'rerender', 'status']);

export const isPageComponent = (type: ApexType): boolean => type.kind === 'class' && type.symbol.qualifiedName === 'ApexPages.Component';

/** An attribute of a component, or an expression for one. */
export function componentAttribute(type: ApexType & { readonly kind: 'class' }, name: string): FieldSymbol {
  const lower = name.toLowerCase();
  return {
    kind: 'field', name, type: FLAGS.has(lower) ? T.Boolean : TEXTS.has(lower) || lower.startsWith('on') ? T.String : T.Object, owner: type.symbol, access: 'global',
    isStatic: false, isFinal: false, isTransient: false, annotations: [], slot: `f_${lower}`, getter: null, setter: null, isVirtual: false,
  };
}

export function bindNewComponent(b: Body, type: ApexType, node: NewExpression, attributes: readonly { readonly name: Identifier; readonly value: Parameters<typeof bindExpression>[1] }[]): BoundExpression {
  const elements = (of: ApexType, values: readonly BoundExpression[]): BoundExpression => ({ kind: 'newElements', elements: values, type: listOf(of), range: null });
  const names = attributes.map(({ name }): BoundExpression => ({ kind: 'literal', value: name.name, type: T.String, range: null }));
  const values = attributes.map(({ value }) => convertNode(bindExpression(b, value), T.Object));
  const method = intrinsic(b, 'ApexPages.Component', 'static ApexPages.Component create(List<String> names, List<Object> values)', [listOf(T.String), listOf(T.Object)], type);
  return { kind: 'libraryCall', method, receiver: null, arguments: [elements(T.String, names), elements(T.Object, values)], isSafe: false, isSuper: false, type, range: rangeOf(node) };
}
