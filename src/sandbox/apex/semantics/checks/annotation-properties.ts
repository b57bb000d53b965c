import type { Annotation, Expression, Modifier } from '../../syntax/ast.ts';
import type { Body } from '../body.ts';
import { ANNOTATIONS, type PropertyType } from './annotation-table.ts';

/** The properties given to annotations: their names, the kind of their values, and those that may not be left out. */
export function checkAnnotationProperties(b: Body, modifiers: readonly Modifier[]): void {
  for (const modifier of modifiers) if (modifier.kind === 'Annotation') checkAnnotation(b, modifier);
}

function checkAnnotation(b: Body, annotation: Annotation): void {
  const rule = ANNOTATIONS.get(annotation.name.name.toLowerCase());
  if (!rule) return;
  for (const { name, value } of annotation.parameters) {
    const type = rule.properties[name?.name.toLowerCase() ?? 'value'];
    const place = name ?? annotation.name;
    const since = SINCE[`${rule.name}.${name?.name.toLowerCase()}`];
    if (since !== undefined && b.unit.source.apiVersion < since) b.error(place, `Annotation property, ${name!.name} on ${rule.name}, must be in version ${since} or higher`);
    if (rule.name === 'IsTest' && name?.name.toLowerCase() === 'testfor') checkTested(b, name.name, value, place);
    if (!type) b.error(place, `No such property, ${name?.name ?? 'value'}, defined on this annotation: ${rule.name}`);
    else checkValue(b, rule.name, name?.name ?? 'value', type, value, place);
  }
  for (const name of rule.required ?? []) {
    if (!annotation.parameters.some((parameter) => parameter.name?.name.toLowerCase() === name.toLowerCase())) b.error(annotation.name, `Required property is missing: ${name}`);
  }
  if (rule.name === 'JsonAccess' && !annotation.parameters.length) b.error(annotation.name, 'At least one JSON serialization control parameter must be specified');
}

/** Versions from which on properties may be given. */
const SINCE: Readonly<Record<string, number>> = { 'IsTest.seealldata': 23, 'IsTest.isparallel': 40, 'RemoteAction.callout': 48, 'AuraEnabled.scope': 49 };

/** `testFor='ApexClass:Orders, ApexTrigger:OrderTrigger'`. */
function checkTested(b: Body, property: string, value: Expression, place: { start: number; end: number }): void {
  if (value.kind !== 'Literal' || value.literal.type !== 'String') return;
  for (const item of value.literal.value.split(',')) {
    const match = /^\s*(ApexClass|ApexTrigger)\s*:\s*(.*?)\s*$/i.exec(item);
    if (!match) b.error(place, `Invalid prefix for property ${property}. Specify ${property} in the format 'prefix:name, ...' where prefix is ApexClass or ApexTrigger. Use commas to separate multiple type names in the same format.`);
    else if (!match[2]) b.error(place, `Invalid value for property ${property}, expected Apex ${/class/i.test(match[1]!) ? 'class' : 'trigger'} name is missing or empty`);
    else if (/class/i.test(match[1]!) ? !b.program.findByFullName(match[2], b.namespace) : !b.program.triggers().some(({ trigger }) => trigger!.name.toLowerCase() === match[2]!.replace(/^\w+\./, '').toLowerCase())) {
      b.error(place, `Invalid value for property ${property} expected Apex ${/class/i.test(match[1]!) ? 'class' : 'trigger'} ${match[2]} not found`);
    }
  }
}

/** A text is let pass for a Boolean, a Boolean not for a text. */
function checkValue(b: Body, annotation: string, property: string, type: PropertyType, value: Expression, place: { start: number; end: number }): void {
  if (value.kind !== 'Literal') return;
  const { literal } = value;
  if (type !== 'BOOLEAN' && literal.type === 'Boolean') b.error(place, `Invalid value for property ${property} expected type ${type === 'STRING' ? type : 'String'}`);
  else if (typeof type !== 'string' && literal.type === 'String' && !type.some((word) => word.toLowerCase() === literal.value.toLowerCase())) {
    b.error(place, `Annotation property, ${property} on ${annotation}, unknown value: ${literal.value}`);
  }
}
