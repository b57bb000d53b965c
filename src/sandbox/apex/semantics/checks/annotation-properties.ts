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
    if (!type) b.error(place, `No such property, ${name?.name ?? 'value'}, defined on this annotation: ${rule.name}`);
    else checkValue(b, rule.name, name?.name ?? 'value', type, value, place);
  }
  for (const name of rule.required ?? []) {
    if (!annotation.parameters.some((parameter) => parameter.name?.name.toLowerCase() === name.toLowerCase())) b.error(annotation.name, `Required property is missing: ${name}`);
  }
  if (rule.name === 'JsonAccess' && !annotation.parameters.length) b.error(annotation.name, 'At least one JSON serialization control parameter must be specified');
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
