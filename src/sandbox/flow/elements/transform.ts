/** Makes values of others, one for each item of a collection or one of all. Source: Metadata API Developer Guide, Flow (FlowTransform); Salesforce Help, "Flow Element: Transform". */
import type { ApexValue } from '../../apex/runtime/contract.ts';
import { ApexDecimal } from '../../apex/runtime/decimal.ts';
import { notSupported } from '../../apex/runtime/exception.ts';
import { ApexList } from '../../apex/runtime/list.ts';
import { findLoaded } from '../../apex/runtime/loaded-classes.ts';
import type { ApexObject } from '../../apex/runtime/object.ts';
import { SObjectRecord } from '../../apex/runtime/sobject.ts';
import { makeObject, setMember } from '../../apex/stdlib/automation/invocable-method.ts';
import type { FlowOperand, TransformElement } from '../contract.ts';
import type { Interview } from '../interview.ts';
import { readPath, writeField } from '../records.ts';
import { itemKey, operandValue } from '../references.ts';
import { converted, decimalOf, flowText, itemTypeOf, listOfItems } from '../values.ts';
import { itemsAt } from './simple.ts';

export function transform(interview: Interview, element: TransformElement): string | null {
  const made = element.isCollection ? listOfItems(itemTypeOf(element), eachItem(interview, element)) : valueOf(interview, element);
  interview.stored.set(element.name.toLowerCase(), made);
  return element.next;
}

const EACH = /([\w$.]+)\[\$EachItem\]/i;

/** The collection whose items the values are taken of: `Get_Contacts[$EachItem].Email`. */
function sourceOf({ actions }: TransformElement): string | null {
  const texts = actions.map(({ value }) => (value === null ? '' : textOfOperand(value)));
  return texts.map((text) => EACH.exec(text)?.[1]).find((path) => path !== undefined) ?? null;
}

const textOfOperand = (operand: FlowOperand): string => (operand.kind === 'reference' ? operand.path : 'text' in operand ? operand.text : '');

function eachItem(interview: Interview, element: TransformElement): ApexValue[] {
  const source = sourceOf(element);
  if (source === null) return notSupported('flow transform to a collection of no collection');
  const key = itemKey(source);
  const made = itemsAt(interview, source).map((item) => {
    interview.variables.set(key, item);
    return valueOf(interview, element);
  });
  interview.variables.delete(key);
  return made;
}

function valueOf(interview: Interview, element: TransformElement): ApexValue {
  const { dataType, objectType, apexClass, actions, scale } = element;
  const [whole] = actions;
  if (whole !== undefined && whole.field === null) return converted(resultOf(interview, whole), dataType, scale);
  if (dataType === 'SObject') {
    const record = new SObjectRecord(objectType ?? '');
    for (const action of actions) writeField(record, action.field!, resultOf(interview, action), interview.namespace);
    return record;
  }
  const loaded = apexClass === null ? null : findLoaded(apexClass);
  if (!loaded?.k) return notSupported(`flow transform to ${apexClass ?? dataType}`);
  const object: ApexObject = makeObject(loaded);
  for (const action of actions) setMember(object, action.field!, resultOf(interview, action));
  return object;
}

function resultOf(interview: Interview, { type, value, inputs }: TransformElement['actions'][number]): ApexValue {
  const input = (name: string): ApexValue => operandValue(interview, inputs.find((one) => one.name === name)?.value ?? null);
  switch (type) {
    case 'Map': return operandValue(interview, value);
    case 'Count': return ApexDecimal.fromInteger(collection(input('aggregationValues')).length);
    case 'Sum': {
      const field = input('aggregationField');
      const numbers = collection(input('aggregationValues')).map((item) => decimalOf(field === null || !(item instanceof SObjectRecord) ? item : (readPath(item, flowText(field).split('.'), interview.namespace) ?? null)));
      return numbers.reduce<ApexDecimal>((sum, number) => (number === null ? sum : sum.plus(number)), ApexDecimal.ZERO);
    }
    default: return notSupported(`flow transform ${type}`);
  }
}

const collection = (value: ApexValue): readonly ApexValue[] => (value instanceof ApexList ? value.items : []);
