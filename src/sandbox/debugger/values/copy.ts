/** A whole value as text for other programs: a String as it is, what has parts as JSON. Never runs user code. */
import { ApexBlob } from '../../apex/runtime/blob.ts';
import type { ApexValue } from '../../apex/runtime/contract.ts';
import { ApexDecimal } from '../../apex/runtime/decimal.ts';
import { ApexDouble } from '../../apex/runtime/double.ts';
import { ApexException } from '../../apex/runtime/exception.ts';
import { ApexList } from '../../apex/runtime/list.ts';
import { ApexMap, ApexSet } from '../../apex/runtime/map.ts';
import { SObjectRecord } from '../../apex/runtime/sobject.ts';
import { textOf } from '../../apex/runtime/text.ts';
import type { FieldView } from '../host.ts';
import { COPY_LENGTH, simpleText, valueText } from './text.ts';

/** Values in one copy. */
const MAX_PARTS = 100_000;

type FieldsOf = (value: ApexValue) => readonly FieldView[] | null;

/** `fieldsOf`: those of an object that may be shown. */
export function copyText(value: ApexValue, type: string, fieldsOf: FieldsOf): string {
  if (typeof value === 'string') return value;
  if (value === null || value === undefined || !hasParts(value, fieldsOf)) return valueText(value, type, COPY_LENGTH);
  const json = JSON.stringify(new Copy(fieldsOf).of(value, type), null, 2);
  return json.length > COPY_LENGTH ? `${json.slice(0, COPY_LENGTH)}…` : json;
}

function hasParts(value: ApexValue, fieldsOf: FieldsOf): boolean {
  return value instanceof ApexList || value instanceof ApexSet || value instanceof ApexMap || value instanceof SObjectRecord || (fieldsOf(value)?.length ?? 0) > 0;
}

class Copy {
  readonly #fieldsOf: FieldsOf;
  /** What is being copied: an object may lead back to itself. */
  readonly #open = new Set<object>();
  #parts = 0;

  constructor(fieldsOf: FieldsOf) {
    this.#fieldsOf = fieldsOf;
  }

  of(value: ApexValue, type: string): unknown {
    if (this.#parts++ > MAX_PARTS) return '…';
    if (value === null || value === undefined) return null;
    if (typeof value === 'string' || typeof value === 'boolean' || typeof value === 'number') return value;
    if (typeof value === 'bigint') return Number.isSafeInteger(Number(value)) ? Number(value) : String(value);
    if (value instanceof ApexDecimal || value instanceof ApexDouble) return Number(textOf(value));
    if (value instanceof ApexBlob) return Buffer.from(value.bytes).toString('base64');
    if (typeof value !== 'object' || !hasParts(value, this.#fieldsOf)) return simpleText(value, type, COPY_LENGTH) ?? valueText(value, type, COPY_LENGTH);
    if (this.#open.has(value)) return '(circular)';
    this.#open.add(value);
    const parts = this.#partsOf(value);
    this.#open.delete(value);
    return parts;
  }

  #partsOf(value: object): unknown {
    if (value instanceof ApexList) return value.items.map(item => this.of(item, value.$type.element?.name ?? 'Object'));
    if (value instanceof ApexSet) return [...value.values()].map(item => this.of(item, value.$type.element?.name ?? 'Object'));
    if (value instanceof ApexMap) return this.#named([...value.entries()].map(([key, item]) => [typeof key === 'string' ? key : valueText(key, value.$type.key?.name ?? 'Object'), item, value.$type.value?.name ?? 'Object']));
    if (value instanceof SObjectRecord) return this.#named([...value.fields, ...value.relationships ?? []].map(([name, item]) => [name, item, 'Object']));
    const fields = this.#named((this.#fieldsOf(value) ?? []).filter(field => !field.compute).map(field => [field.name, field.read(), field.type]));
    return value instanceof ApexException ? Object.assign(Object.create(null), { message: value.message, stackTrace: value.stackTraceText }, fields) as object : fields;
  }

  #named(parts: readonly (readonly [name: string, value: ApexValue, type: string])[]): object {
    const copy = Object.create(null) as Record<string, unknown>;
    for (const [name, value, type] of parts) copy[name] = this.of(value, type);
    return copy;
  }
}
