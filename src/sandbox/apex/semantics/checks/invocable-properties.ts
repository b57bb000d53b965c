import type { Annotation } from '../../syntax/ast.ts';
import type { Body } from '../body.ts';
import { typeName, type ApexType } from '../types.ts';

/** Texts that stand for a value of each type that may have a default. Source: Apex Developer Guide, InvocableVariable Annotation. */
const DEFAULTS: Readonly<Record<string, RegExp>> = {
  Boolean: /^(true|false)$/i, Decimal: /^[+-]?(\d+\.?\d*|\.\d+)$/, Double: /^[+-]?(\d+\.?\d*|\.\d+)d$/i, Integer: /^[+-]?\d+$/, Long: /^[+-]?\d+l$/i, String: /^/,
};

/** `c-name`, `ns-name`, or with a colon. Source: Lightning Web Components Developer Guide, Custom Property Editors. */
const COMPONENT = /^[a-z]\w*[-:][a-z][\w-]*$/i;

/** What texts of an invocable variable or method may say, beyond being texts. `type`: the variable's. */
export function checkInvocableProperties(b: Body, annotation: Annotation, type: ApexType | null): void {
  for (const { name, value } of annotation.parameters) {
    if (!name || value.kind !== 'Literal' || value.literal.type !== 'String') continue;
    const text = value.literal.value;
    switch (name.name.toLowerCase()) {
      case 'defaultvalue': {
        if (!type || type.kind === 'error') break;
        const shape = type.kind === 'primitive' ? DEFAULTS[type.name] : undefined;
        if (!shape) b.error(name, `The ${name.name} annotation property doesn't support the ${typeName(type)} data type`);
        else if (text === '') b.error(name, `Specify a value for the ${name.name} annotation property`);
        else if (!shape.test(text)) b.error(name, `The data type of the value for the ${name.name} annotation property doesn't match the data type of the '${typeName(type)}' variable. Specify a value with a data type of ${typeName(type)}`);
        break;
      }
      case 'placeholdertext': if (text === '') b.error(name, `Specify a value for the ${name.name} annotation property`); break;
      case 'configurationeditor': if (!COMPONENT.test(text)) b.error(name, `Invalid value for property configurationEditor: ${text} is not a valid Lightning Web Component name`); break;
      default: break;
    }
  }
}
