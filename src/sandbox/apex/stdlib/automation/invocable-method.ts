/** Calls of invocable methods, by actions and by flows. Source: Apex Developer Guide, InvocableMethod Annotation and InvocableVariable Annotation. */
import { cast } from '../../runtime/casts.ts';
import type { ApexValue } from '../../runtime/contract.ts';
import { ApexDecimal } from '../../runtime/decimal.ts';
import { ApexDouble } from '../../runtime/double.ts';
import { fail } from '../../runtime/exception.ts';
import { ApexList } from '../../runtime/list.ts';
import { findLoaded } from '../../runtime/loaded-classes.ts';
import type { LoadedClass } from '../../runtime/loader.ts';
import { ApexObject, callSlot } from '../../runtime/object.ts';
import { typeOf, type RuntimeType } from '../../runtime/runtime-types.ts';
import { fieldPairs } from '../json/serialize.ts';

export interface InvocableMethod { readonly owner: LoadedClass; readonly method: LoadedClass['facts']['methods'][number] }

/** The invocable method of a class; null: there is no such class, or it has none. */
export function invocableMethodOf(className: string): InvocableMethod | null {
  const owner = findLoaded(className);
  const method = owner?.facts.methods.find((each) => each.annotations.some((annotation) => annotation.name === 'invocablemethod'));
  return owner && method ? { owner, method } : null;
}

/** Calls the method once with all invocations, parameters by name; the outputs of each, by name. */
export function callInvocable({ owner, method }: InvocableMethod, invocations: readonly (readonly (readonly [string, ApexValue])[])[]): ReadonlyMap<string, ApexValue>[] {
  const parameter = method.parameters[0];
  const element = parameter ? typeOf(parameter.type).element : null;
  const inputs = element ? [new ApexList(typeOf(parameter!.type), invocations.map((values) => inputOf(values, element, parameter!.name)))] : [];
  const answer = owner.u()[method.slot]!(...inputs) as ApexList | null | undefined;
  return invocations.map((_values, i) => outputOf(answer?.items[i] ?? null));
}

/** An object of a user's class with its fields filled by name; any other input is the value of the method's parameter. */
function inputOf(values: readonly (readonly [string, ApexValue])[], type: RuntimeType, parameter: string): ApexValue {
  const loaded = type.kind === 'class' ? findLoaded(type.name) : null;
  if (!loaded?.k) {
    const given = values.find(([name]) => name.toLowerCase() === parameter.toLowerCase()) ?? (values.length === 1 ? values[0] : undefined);
    return given ? parameterValue(given[1], type) : null;
  }
  const made = makeObject(loaded);
  for (const [name, value] of values) setMember(made, name, value);
  return made;
}

export function makeObject(loaded: LoadedClass): ApexObject {
  const made = loaded.make();
  if (loaded.facts.hasDefaultConstructor) callSlot(made, '$new$');
  return made;
}

/** Sets a field or property of an object of a user's class, by name without regard to case. */
export function setMember(target: ApexObject, name: string, value: ApexValue): void {
  const slots = target as unknown as Record<string, ApexValue>;
  for (let loaded = findLoaded(target.$type.name); loaded; loaded = loaded.facts.superclass ? findLoaded(loaded.facts.superclass) : null) {
    const field = loaded.facts.fields.find((each) => !each.isStatic && each.name.toLowerCase() === name.toLowerCase());
    if (!field) continue;
    const boxed = parameterValue(value, typeOf(field.type));
    const plain = field.type === 'Double' && boxed instanceof ApexDouble ? boxed.value : boxed;
    if (field.hasAccessors) callSlot(target, `set$${field.slot}`, plain);
    else slots[field.slot] = plain;
    return;
  }
  fail('System.InvalidParameterValueException', `Invalid parameter ${name} for ${target.$type.name}`);
}

/** Numbers of flows are Decimals, whatever the parameter is; a text takes one, too. */
function parameterValue(value: ApexValue, type: RuntimeType): ApexValue {
  if (value instanceof ApexDecimal && type.name === 'Integer') return Number(value.toBigInt()) | 0;
  if (value instanceof ApexDecimal && type.name === 'Long') return value.toBigInt();
  if (value instanceof ApexDecimal && type.name === 'String') return value.stripTrailingZeros().toPlainString();
  if (value instanceof ApexList && type.element && type.kind === 'list') return new ApexList(type, value.items.map((item) => parameterValue(item, type.element!)));
  return cast(value, type);
}

function outputOf(value: ApexValue): ReadonlyMap<string, ApexValue> {
  if (value instanceof ApexObject && findLoaded(value.$type.name)?.k) return new Map(fieldPairs(value));
  return new Map(value === null ? [] : [['output', value]]);
}
