/** Small flows as metadata, for tables of programs. Elements are joined by name; the first one given is where the flow starts. */

const tag = (name: string, content: string): string => `<${name}>${content}</${name}>`;
const escape = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** A reference is written `@path`; numbers and booleans are themselves; `2026-01-31` is a date. */
export type Operand = string | number | boolean;

export function operand(value: Operand): string {
  if (typeof value === 'number') return tag('numberValue', String(value));
  if (typeof value === 'boolean') return tag('booleanValue', String(value));
  if (value.startsWith('@')) return tag('elementReference', value.slice(1));
  return /^\d{4}-\d{2}-\d{2}$/.test(value) ? tag('dateValue', value) : tag('stringValue', escape(value));
}

export const connector = (target: string | undefined, name = 'connector'): string => (target === undefined ? '' : tag(name, tag('targetReference', target)));
const node = (name: string, next?: string, fault?: string): string => tag('name', name) + tag('label', name.replaceAll('_', ' ')) + connector(next) + connector(fault, 'faultConnector');

/** `[target, operator, value]`. */
export const assignment = (name: string, items: readonly (readonly [string, string, Operand])[], next?: string): string => (
  tag('assignments', node(name, next) + items.map(([target, operator, value]) => tag('assignmentItems', tag('assignToReference', target) + tag('operator', operator) + tag('value', operand(value)))).join(''))
);

/** `[left, operator, right]`. */
export type Condition = readonly [string, string, Operand];
export const conditions = (items: readonly Condition[], logic = 'and'): string => tag('conditionLogic', logic) + items.map(([left, operator, right]) => tag('conditions', tag('leftValueReference', left) + tag('operator', operator) + tag('rightValue', operand(right)))).join('');
/** Outcomes in their order: `[name, conditions, next, logic?]`. */
export const decision = (name: string, outcomes: readonly (readonly [string, readonly Condition[], string | undefined, string?])[], otherwise?: string): string => (
  tag('decisions', node(name) + connector(otherwise, 'defaultConnector') + tag('defaultConnectorLabel', 'Default') + outcomes.map(([outcome, items, next, logic]) => tag('rules', tag('name', outcome) + conditions(items, logic) + connector(next) + tag('label', outcome))).join(''))
);

export const loop = (name: string, collection: string, body: string, after?: string, more = ''): string => tag('loops', node(name) + tag('collectionReference', collection) + tag('iterationOrder', 'Asc') + connector(body, 'nextValueConnector') + connector(after, 'noMoreValuesConnector') + more);
export const filters = (items: readonly (readonly [string, string, Operand])[], logic = 'and'): string => tag('filterLogic', logic) + items.map(([field, operator, value]) => tag('filters', tag('field', field) + tag('operator', operator) + tag('value', operand(value)))).join('');
export const fields = (values: Readonly<Record<string, Operand>>): string => Object.entries(values).map(([field, value]) => tag('inputAssignments', tag('field', field) + tag('value', operand(value)))).join('');
/** `more`: filters, fields, `storeOutputAutomatically`… */
export const element = (kind: string, name: string, more: string, next?: string, fault?: string): string => tag(kind, node(name, next, fault) + more);
export const lookup = (name: string, object: string, more: string, next?: string): string => element('recordLookups', name, tag('object', object) + tag('storeOutputAutomatically', 'true') + more, next);
export const FIRST = tag('getFirstRecordOnly', 'true');
export const ALL = tag('getFirstRecordOnly', 'false');

export const inputs = (kind: string, values: Readonly<Record<string, Operand>>): string => Object.entries(values).map(([name, value]) => tag(kind, tag('name', name) + tag('value', operand(value)))).join('');
export const outputs = (kind: string, values: Readonly<Record<string, string>>): string => Object.entries(values).map(([name, target]) => tag(kind, tag('assignToReference', target) + tag('name', name))).join('');

/** `type`: `String`, `String[]`, `Account`, `Account[]`, `Apex:Box`. */
export function variable(name: string, type: string, value?: Operand, more = ''): string {
  const isCollection = type.endsWith('[]');
  const item = type.replace('[]', '');
  const plain = ['String', 'Number', 'Currency', 'Boolean', 'Date', 'DateTime', 'Picklist', 'Multipicklist'].includes(item);
  const data = plain ? tag('dataType', item) + (item === 'Number' || item === 'Currency' ? tag('scale', '2') : '') : item.startsWith('Apex:') ? tag('dataType', 'Apex') + tag('apexClass', item.slice(5)) : tag('dataType', 'SObject') + tag('objectType', item);
  return tag('variables', tag('name', name) + data + tag('isCollection', String(isCollection)) + tag('isInput', 'true') + tag('isOutput', 'true') + (value === undefined ? '' : tag('value', operand(value))) + more);
}

/** What it makes (`String`, `Contact`, `Apex:Box`) by actions `[type, field, value, aggregated field?]`; `=…` is a formula. */
export function transform(name: string, type: string, more: string, actions: readonly (readonly [string, string | null, string, string?])[], next?: string): string {
  const data = ['String', 'Number'].includes(type) ? tag('dataType', type) + (type === 'Number' ? tag('scale', '2') : '') : type.startsWith('Apex:') ? tag('dataType', 'Apex') + tag('apexClass', type.slice(5)) : tag('dataType', 'SObject') + tag('objectType', type);
  const valueOf = (value: string): string => tag('value', value.startsWith('=') ? tag('formulaDataType', 'String') + tag('formulaExpression', escape(value.slice(1))) : operand(value));
  const made = actions.map(([kind, field, value, aggregated]) => tag('transformValueActions', (field === null ? '' : tag('outputFieldApiName', field)) + tag('transformType', kind) + (kind === 'Map' ? valueOf(value) : inputs('inputParameters', { aggregationValues: value, ...(aggregated === undefined ? {} : { aggregationField: aggregated }) }))));
  return tag('transforms', node(name, next) + data + more + tag('transformValues', made.join('')));
}

export const formula = (name: string, type: string, expression: string): string => tag('formulas', tag('name', name) + tag('dataType', type) + (type === 'Number' ? tag('scale', '2') : '') + tag('expression', escape(expression)));
export const template = (name: string, text: string): string => tag('textTemplates', tag('name', name) + tag('isViewedAsPlainText', 'true') + tag('text', escape(text)));
export const constant = (name: string, type: string, value: Operand): string => tag('constants', tag('name', name) + tag('dataType', type) + tag('value', operand(value)));

export interface FlowOptions { readonly status?: string; readonly processType?: string; readonly start?: string; readonly more?: string; readonly label?: string }

/** A flow that starts with the element `first`. */
export function flow(first: string | undefined, parts: readonly string[], options: FlowOptions = {}): string {
  const { status = 'Active', processType = 'AutoLaunchedFlow', start = '', more = '', label = 'Small flow' } = options;
  return `<?xml version="1.0" encoding="UTF-8"?><Flow xmlns="http://soap.sforce.com/2006/04/metadata"><apiVersion>64.0</apiVersion>${parts.join('')}<label>${label}</label><processType>${processType}</processType>${tag('start', connector(first) + start)}<status>${status}</status>${more}</Flow>`;
}

/** What triggers a flow: `trigger('Account', 'RecordAfterSave', 'Create', …filters)`. */
export const trigger = (object: string, type: string, on: string | null, more = ''): string => tag('object', object) + tag('triggerType', type) + (on === null ? '' : tag('recordTriggerType', on)) + more;
