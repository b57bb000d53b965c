/** Plain JSON values of a record's fields, as data files and the API's clients write them. */
import { plainOfText } from '../bootstrap.ts';
import type { Column } from '../layout.ts';
import type { PlainValue, ValueBridge } from '../values.ts';
import { toApex, toStored } from '../values.ts';

/** Undefined: it is no value for that column. */
export function apexOfJson(bridge: ValueBridge, column: Column, value: string | number | boolean): unknown {
  const stored = toStored(column, plainOfText(column.storage, String(value)));
  const isBad = stored === undefined || (stored === null && value !== '') || (typeof stored === 'number' && Number.isNaN(stored)) || (column.storage === 'boolean' && !/^(true|false)$/i.test(String(value)));
  return isBad ? undefined : toApex(bridge, column.storage, column.scale, stored);
}

/** A number that JavaScript can't hold exactly becomes text, as does what has no JSON form. */
export function jsonOfPlain(plain: PlainValue): string | number | boolean | null {
  switch (plain.kind) {
    case 'boolean': case 'string': case 'integer': case 'double': return plain.value;
    case 'date': return new Date(plain.value * 86_400_000).toISOString().slice(0, 10);
    case 'datetime': return new Date(plain.value).toISOString();
    case 'time': return new Date(plain.value).toISOString().slice(11);
    case 'long': return Number.isSafeInteger(Number(plain.value)) ? Number(plain.value) : plain.value.toString();
    case 'decimal': return Number(plain.unscaled) / 10 ** plain.scale;
    case 'blob': return Buffer.from(plain.value).toString('base64');
    default: return null;
  }
}
