/** Values in a few words, such that a value tells its type. Never runs user code: no toString, no property getter. */
import { ApexBlob } from '../../apex/runtime/blob.ts';
import type { ApexValue } from '../../apex/runtime/contract.ts';
import { ApexDecimal } from '../../apex/runtime/decimal.ts';
import { ApexDouble, doubleText } from '../../apex/runtime/double.ts';
import { ApexException } from '../../apex/runtime/exception.ts';
import { ApexList } from '../../apex/runtime/list.ts';
import { ApexMap, ApexSet } from '../../apex/runtime/map.ts';
import { ApexEnum, ApexObject } from '../../apex/runtime/object.ts';
import { SObjectRecord } from '../../apex/runtime/sobject.ts';
import { ApexDate, ApexDatetime, ApexTime } from '../../apex/runtime/temporal.ts';
import { textOf } from '../../apex/runtime/text.ts';
import type { HasText } from '../../apex/runtime/text.ts';
import { runtimeTypeOf } from '../../apex/runtime/type-checks.ts';

/** Characters of a value in a tree; of a whole value that is copied; of what is shown of an element in its parent. */
export const VALUE_LENGTH = 1000;
export const COPY_LENGTH = 1_000_000;
const PREVIEW_LENGTH = 100;
/** Control characters other than those that a literal writes. */
const UNPRINTABLE = /[^\P{Cc}\n\r\t\f\b]/u;
/** Elements and fields shown in their parent. */
const PREVIEW_COUNT = 5;

/** `declaredType` tells a Double from an Integer: both are numbers where the type is known. */
export function valueText(value: ApexValue, declaredType: string, maximum = VALUE_LENGTH): string {
  return cut(fullText(value, declaredType, maximum), maximum);
}

function fullText(value: ApexValue, declaredType: string, maximum: number): string {
  const simple = simpleText(value, declaredType, maximum);
  if (simple !== null) return simple;
  const type = runtimeTypeOf(value).name;
  if (value instanceof ApexList) return `${type} (${value.size})${preview(value.items, value.$type.element?.name ?? 'Object', '[', ']')}`;
  if (value instanceof ApexSet) return `${type} (${value.size})${preview(value.values(), value.$type.element?.name ?? 'Object', '{', '}')}`;
  if (value instanceof ApexMap) return `${type} (${value.size})${mapPreview(value)}`;
  if (value instanceof SObjectRecord) return recordText(value);
  if (value instanceof ApexException) return `${type}: ${value.message ?? 'null'}`;
  return type;
}

/** Null for what has children. */
export function simpleText(value: ApexValue, declaredType: string, maximum = VALUE_LENGTH): string | null {
  switch (typeof value) {
    case 'undefined': return 'null';
    case 'string': return quoted(value.length > maximum ? value.slice(0, maximum) : value);
    case 'number': return declaredType === 'Double' ? doubleText(value) : String(value);
    case 'boolean': return value ? 'true' : 'false';
    case 'bigint': return value.toString();
  }
  if (value === null) return 'null';
  if (value instanceof ApexDecimal || value instanceof ApexDouble) return textOf(value);
  if (value instanceof ApexDate || value instanceof ApexDatetime || value instanceof ApexTime) return value.toIso();
  if (value instanceof ApexBlob) return blobText(value, maximum);
  if (value instanceof ApexEnum) return value.name;
  // Field tokens, types and the like: the text is the library's own.
  if (value instanceof ApexObject && typeof (value as Partial<HasText>).toApexText === 'function') return textOf(value);
  return null;
}

/** The text in it, or else its bytes. */
function blobText({ bytes }: ApexBlob, maximum: number): string {
  const head = `Blob (${bytes.length} ${bytes.length === 1 ? 'byte' : 'bytes'})`;
  const shown = bytes.subarray(0, maximum);
  if (shown.length === 0) return head;
  try {
    // A cut may go through a character, which only the end of the stream would mind.
    const text = new TextDecoder('utf-8', { fatal: true }).decode(shown, { stream: shown.length < bytes.length });
    if (!UNPRINTABLE.test(text)) return `${head} ${quoted(text)}`;
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
  }
  return `${head} ${Buffer.from(shown.subarray(0, maximum / 2)).toString('hex')}`;
}

/** As an Apex literal. */
export function quoted(text: string): string {
  const escapes: Readonly<Record<string, string>> = { '\\': '\\\\', "'": "\\'", '\n': '\\n', '\r': '\\r', '\t': '\\t', '\f': '\\f', '\b': '\\b' };
  return `'${text.replaceAll(/[\\'\n\r\t\f\b]/g, character => escapes[character] ?? character)}'`;
}

/** The first fields of an object: `{label='a', next=Node}`; empty where there are none. */
export function fieldsText(fields: Iterable<readonly [name: string, value: ApexValue, type: string]>): string {
  const shown: string[] = [];
  for (const [name, value, type] of fields) {
    if (shown.length === PREVIEW_COUNT) {
      shown.push('…');
      break;
    }
    shown.push(`${name}=${cut(simpleText(value, type, PREVIEW_LENGTH) ?? partText(value), PREVIEW_LENGTH)}`);
  }
  return shown.length === 0 ? '' : ` {${shown.join(', ')}}`;
}

/** What has parts of its own, within its parent. */
function partText(value: ApexValue): string {
  const type = runtimeTypeOf(value).name;
  return value instanceof ApexList || value instanceof ApexSet || value instanceof ApexMap ? `${type} (${value.size})` : type;
}

function cut(text: string, maximum: number): string {
  return text.length > maximum ? `${text.slice(0, maximum)}…` : text;
}

function preview(values: Iterable<ApexValue>, type: string, open: string, close: string): string {
  const shown: string[] = [];
  for (const value of values) {
    if (shown.length === PREVIEW_COUNT) {
      shown.push('…');
      break;
    }
    const text = simpleText(value, type, PREVIEW_LENGTH);
    // Of larger values the parent shows the count alone.
    if (text === null) return '';
    shown.push(cut(text, PREVIEW_LENGTH));
  }
  return shown.length === 0 ? '' : ` ${open}${shown.join(', ')}${close}`;
}

function mapPreview(map: ApexMap): string {
  const shown: string[] = [];
  for (const [key, value] of map.entries()) {
    if (shown.length === PREVIEW_COUNT) {
      shown.push('…');
      break;
    }
    const keyText = simpleText(key, map.$type.key?.name ?? 'Object', PREVIEW_LENGTH);
    const text = simpleText(value, map.$type.value?.name ?? 'Object', PREVIEW_LENGTH);
    if (keyText === null || text === null) return '';
    shown.push(`${cut(keyText, PREVIEW_LENGTH)} => ${cut(text, PREVIEW_LENGTH)}`);
  }
  return shown.length === 0 ? '' : ` {${shown.join(', ')}}`;
}

function recordText(record: SObjectRecord): string {
  const shown: string[] = [];
  for (const [name, value] of record.fields) {
    if (shown.length === PREVIEW_COUNT) {
      shown.push('…');
      break;
    }
    shown.push(`${name}=${cut(simpleText(value, 'Object', PREVIEW_LENGTH) ?? '', PREVIEW_LENGTH)}`);
  }
  return `${record.objectName} {${shown.join(', ')}}`;
}
