/** Parts that elements of flows have in common. Source: Metadata API Developer Guide, Flow (FlowElementReferenceOrValue, FlowCondition, FlowRecordFilter, FlowConnector). */
import { children, text } from '../../data/metadata/xml.ts';
import type { XmlElement } from '../../data/metadata/xml.ts';
import type { FlowCriteria, FlowDataType, FlowFieldValue, FlowFilters, FlowNamedValue, FlowOperand, FlowOutput } from '../contract.ts';

/** Texts of flows keep their blanks, names have none. */
export function nameIn(element: XmlElement, tag: string): string | null {
  const found = text(element, tag)?.trim();
  return found === undefined || found === '' ? null : found;
}

/** The value in a child element; null where there is none. */
export function operandOf(element: XmlElement, tag: string): FlowOperand | null {
  const value = children(element, tag)[0];
  if (value === undefined) return null;
  if (value['stringValue'] !== undefined) return { kind: 'text', text: text(value, 'stringValue') ?? '' };
  if (value['elementReference'] !== undefined) return { kind: 'reference', path: nameIn(value, 'elementReference') ?? '' };
  if (value['numberValue'] !== undefined) return { kind: 'number', text: nameIn(value, 'numberValue') ?? '' };
  if (value['booleanValue'] !== undefined) return { kind: 'boolean', value: nameIn(value, 'booleanValue') === 'true' };
  if (value['dateValue'] !== undefined) return { kind: 'date', text: nameIn(value, 'dateValue') ?? '' };
  if (value['dateTimeValue'] !== undefined) return { kind: 'dateTime', text: nameIn(value, 'dateTimeValue') ?? '' };
  if (value['formulaExpression'] !== undefined) return { kind: 'formula', text: text(value, 'formulaExpression') ?? '', dataType: (nameIn(value, 'formulaDataType') ?? 'String') as FlowDataType };
  const [name] = Object.keys(value).filter((key) => !key.startsWith('#') && !key.startsWith('@'));
  return name === undefined ? null : { kind: 'other', name };
}

/** Where a connector leads; null without one. */
export function targetOf(element: XmlElement, tag: string): string | null {
  const connector = children(element, tag)[0];
  return connector === undefined ? null : nameIn(connector, 'targetReference');
}

export function criteriaOf(element: XmlElement): FlowCriteria {
  return {
    conditions: children(element, 'conditions').map((one) => ({ left: nameIn(one, 'leftValueReference') ?? '', operator: nameIn(one, 'operator') ?? 'EqualTo', right: operandOf(one, 'rightValue') })),
    logic: nameIn(element, 'conditionLogic') ?? 'and', formula: text(element, 'formula'),
  };
}

export function filtersOf(element: XmlElement): FlowFilters {
  return {
    items: children(element, 'filters').map((one) => ({ field: nameIn(one, 'field') ?? '', operator: nameIn(one, 'operator') ?? 'EqualTo', value: operandOf(one, 'value') })),
    logic: nameIn(element, 'filterLogic'),
  };
}

export function fieldValuesOf(element: XmlElement): FlowFieldValue[] {
  return children(element, 'inputAssignments').map((one) => ({ field: nameIn(one, 'field') ?? '', value: operandOf(one, 'value') }));
}

export function namedValuesOf(element: XmlElement, tag: string): FlowNamedValue[] {
  return children(element, tag).map((one) => ({ name: nameIn(one, 'name') ?? '', value: operandOf(one, 'value') }));
}

export function outputsOf(element: XmlElement, tag: string, name: 'name' | 'field'): FlowOutput[] {
  return children(element, tag).map((one) => ({ name: nameIn(one, name) ?? '', target: nameIn(one, 'assignToReference') ?? '' }));
}

