import { ApexBlob } from '../../runtime/blob.ts';
import { ApexList } from '../../runtime/list.ts';
import type { ApexValue } from '../../runtime/contract.ts';
import { ApexDecimal } from '../../runtime/decimal.ts';
import { fail } from '../../runtime/exception.ts';
import { inHashOrder } from '../../runtime/hash-order.ts';
import { to18 } from '../../runtime/ids.ts';
import { listTypeOf, sobjectType } from '../../runtime/runtime-types.ts';
import { setField, setRelated } from '../../runtime/records.ts';
import { SObjectRecord } from '../../runtime/sobject.ts';
import { ApexDate, ApexDatetime, ApexTime } from '../../runtime/temporal.ts';
import { current } from '../../runtime/transaction.ts';
import { parseIso, parseIsoTime } from './iso.ts';
import type { JsonNode } from './parse.ts';

const DAY = 86_400_000;
const problem = (message: string): never => fail('System.JSONException', message);
const NO_COLUMN = (field: string, object: string): never => problem(`No such column '${field}' on sobject of type ${object}`);

/** Records made from JSON keep their fields in a hash table: it decides the order in which they are written again. */
const hashed = new WeakSet<SObjectRecord>();

/** Fields in the order in which JSON has them. */
export function fieldsInOrder(record: SObjectRecord): readonly (readonly [string, ApexValue])[] {
  const fields = [...record.fields];
  if (!hashed.has(record)) return fields;
  return inHashOrder(fields, ([name]) => name);
}

/** Whether an array somewhere in a value has items. */
const hasItems = (node: JsonNode): boolean =>
  (node.kind === 'array' && node.items.length > 0) || (node.kind === 'object' && node.members.some(([, value]) => hasItems(value)));

/** A record of a type; of the type that its attributes name where the type is SObject or a parent of several types. */
export function readRecord(node: JsonNode, typeName: string, isStrict: boolean, isParent = false): ApexValue {
  if (node.kind === 'null') return null;
  const { mark } = node;
  if (node.kind !== 'object') return mark.reader.errorAt(mark, 'end', "Malformed JSON: Expected '{' at the beginning of object");
  const attributes = node.members.find(([key]) => key === 'attributes')?.[1];
  const named = attributes?.kind === 'object' ? attributes.members.find(([key]) => key === 'type')?.[1] : undefined;
  if (typeName === 'SObject' && named?.kind !== 'string') return problem('Nested object for polymorphic foreign key must have an attributes field before any other fields.');
  const { schema, org } = current();
  const object = schema.object(typeName === 'SObject' && named?.kind === 'string' ? named.value : typeName, org.namespace) ?? problem('');
  const record = new SObjectRecord(object.name);
  hashed.add(record);
  for (const [key, value] of node.members) {
    if (key === 'attributes') continue;
    const field = schema.field(object, key, org.namespace);
    if (field) {
      setField(record, field.name, fieldValue(value, field.type));
      continue;
    }
    const parent = schema.parentRelationship(object, key);
    if (parent?.relationshipName) {
      if (value.kind !== 'object' && value.kind !== 'null') problem(`The value provided for foreign key reference ${parent.relationshipName} is not a nested SObject`);
      setRelated(record, parent.relationshipName, readRecord(value, parent.referenceTo.length === 1 ? parent.referenceTo[0]! : 'SObject', isStrict, true));
      continue;
    }
    const child = schema.childRelationship(object, key);
    if (child?.name) {
      setRelated(record, child.name, children(value, child.childObject, isStrict));
      continue;
    }
    if (isParent && value.kind === 'string') problem(`Cannot deserialize instance of <unknown> from VALUE_STRING value ${value.value} or request may be missing a required field`);
    if (isStrict) NO_COLUMN(key, object.name);
    if (hasItems(value)) problem(`No field name specified on column for sobject of type ${object.name}`);
  }
  return record;
}

/** `{"totalSize":1,"done":true,"records":[…]}` */
function children(node: JsonNode, childObject: string, isStrict: boolean): ApexValue {
  if (node.kind === 'null') return null;
  if (node.kind !== 'object') return problem("QueryResult must start with '{'");
  const records = node.members.find(([name]) => name === 'records')?.[1];
  return new ApexList(listTypeOf(sobjectType(childObject)), records?.kind === 'array' ? records.items.map((item) => readRecord(item, childObject, isStrict)) : []);
}

const JSON_NAMES: Readonly<Record<string, string>> = { Integer: 'int', Double: 'double', Currency: 'currency', Percent: 'percent', Boolean: 'boolean', Date: 'date', Datetime: 'datetime', Time: 'time' };

type Unplaced<N> = N extends unknown ? Omit<N, 'mark'> : never;

/** A field's value from a text, as JSON reads one. */
export const fieldValueOfText = (text: string, type: string): ApexValue => fieldValue({ kind: 'string', value: text }, type);

function fieldValue(node: Unplaced<JsonNode>, type: string): ApexValue {
  if (node.kind === 'null') return null;
  const name = JSON_NAMES[type] ?? 'string';
  if (node.kind === 'array' || node.kind === 'object') return problem(`Cannot deserialize instance of ${name} from ${node.kind === 'array' ? 'START_ARRAY' : 'START_OBJECT'} value ${node.kind === 'array' ? '[' : '{'} or request may be missing a required field`);
  const text = node.kind === 'number' ? node.text : String(node.value);
  const token = node.kind === 'string' ? 'VALUE_STRING' : node.kind === 'boolean' ? `VALUE_${text.toUpperCase()}` : 'VALUE_NUMBER';
  const illegal = (): never => problem(`Cannot deserialize instance of ${name} from ${token} value ${text} or request may be missing a required field`);
  const number = (): number => {
    const value = node.kind === 'boolean' ? NaN : Number(text.trim() || '0');
    return Number.isFinite(value) ? value : illegal();
  };
  const moment = (): number => {
    const result = parseIso(text);
    return 'problem' in result ? illegal() : result.millis;
  };
  switch (type) {
    case 'Double': case 'Currency': case 'Percent': return ApexDecimal.fromDouble(number());
    case 'Integer': return Math.trunc(number()) | 0;
    case 'Boolean': return node.kind === 'boolean' ? node.value : /^(true|false)$/i.test(text) ? text.toLowerCase() === 'true' : illegal();
    case 'Date': return new ApexDate(Math.floor(moment() / DAY));
    case 'Datetime': return text.trim() === '' ? null : new ApexDatetime(moment());
    case 'Time': return new ApexTime(parseIsoTime(text) ?? illegal());
    case 'Base64': return new ApexBlob(new Uint8Array(Buffer.from(text, 'base64')));
    case 'Id': case 'Reference': case 'MasterDetail': return to18(text);
    default: return text;
  }
}
