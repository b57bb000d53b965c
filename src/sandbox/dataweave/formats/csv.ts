/** Rows as objects of texts. Source: DataWeave Reference, CSV Format. */
import { failScript } from '../errors.ts';
import { described, textOrNull } from '../evaluate/coerce.ts';
import { isArray, itemsOf, KeyValue, ObjectValue, type Member, type Value } from '../values/values.ts';
import { flagOf, numberOf, stringOf, type Properties } from './properties.ts';

interface Dialect { readonly separator: string; readonly quote: string; readonly escape: string }

const dialectOf = (properties: Properties): Dialect => ({ separator: stringOf(properties, 'separator', ','), quote: stringOf(properties, 'quote', '"'), escape: stringOf(properties, 'escape', '\\') });

export function readCsv(text: string, properties: Properties): Value {
  const skipsEmpty = flagOf(properties, 'ignoreEmptyLine', true);
  let rows = rowsOf(text.replace(/^\ufeff/, ''), dialectOf(properties)).filter((row) => !(skipsEmpty && row.length === 1 && row[0] === ''));
  if (!flagOf(properties, 'header', true)) {
    return rows.slice(numberOf(properties, 'bodyStartLineNumber', 0)).map((row) => new ObjectValue(row.map((value, index): Member => ({ key: new KeyValue(`column_${index}`), value }))));
  }
  const headerLine = numberOf(properties, 'headerLineNumber', 0);
  const header = rows[headerLine] ?? [];
  rows = rows.slice(Math.max(headerLine + 1, numberOf(properties, 'bodyStartLineNumber', 0)));
  return rows.map((row) => new ObjectValue(row.map((value, index): Member => ({ key: new KeyValue(header[index] ?? `column_${index}`), value }))));
}

function rowsOf(text: string, { separator, quote, escape }: Dialect): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  let value = '';
  let isQuoted = false;
  let isEmpty = true;
  const endRow = (): void => {
    row.push(value);
    rows.push(row);
    row = [];
    value = '';
    isEmpty = true;
  };
  for (let at = 0; at < text.length; at++) {
    const c = text[at]!;
    isEmpty = false;
    if (isQuoted) {
      if (c === quote && text[at + 1] === quote) value += text[++at]!;
      else if (c === quote) isQuoted = false;
      else if (c === escape && (text[at + 1] === quote || text[at + 1] === escape)) value += text[++at]!;
      else value += c;
    } else if (c === quote && value === '') isQuoted = true;
    else if (text.startsWith(separator, at)) {
      at += separator.length - 1;
      row.push(value);
      value = '';
    } else if (c === '\n' || c === '\r') {
      if (c === '\r' && text[at + 1] === '\n') at++;
      endRow();
    } else if (c === escape && (text.startsWith(separator, at + 1) || text[at + 1] === quote || text[at + 1] === escape)) value += text[++at]!;
    else value += c;
  }
  if (isQuoted) failScript('Unexpected end of input: a quoted value is not closed');
  if (!isEmpty) endRow();
  return rows;
}

export function writeCsv(value: Value, properties: Properties): string {
  const { separator, quote, escape } = dialectOf(properties);
  const line = stringOf(properties, 'lineSeparator', '\n');
  const quoted = (text: string): string => quote + text.replaceAll(quote, (escape === '' ? quote : escape) + quote) + quote;
  const needsQuotes = (text: string): boolean => text.includes(separator) || text.includes(quote) || /[\r\n]/.test(text) || /^\s|\s$/.test(text);
  const cell = (text: string, isAlways: boolean): string => (isAlways || needsQuotes(text) ? quoted(text) : text);
  const rows = rowsToWrite(value);
  const header = rows[0]?.members.map(({ key }) => key.name) ?? [];
  const out: string[] = [];
  if (flagOf(properties, 'header', true) && header.length > 0) out.push(header.map((name) => cell(name, flagOf(properties, 'quoteHeader', false))).join(separator));
  // Columns are told by the first row's names.
  for (const row of rows) {
    const values = header.map((name, index) => (row.members[index]?.key.name === name ? row.members[index]!.value : row.get(name)));
    out.push(values.map((one) => cell(one === null ? '' : (textOrNull(one) ?? failScript(`Cannot coerce ${described(one)} to String`)), flagOf(properties, 'quoteValues', false))).join(separator));
  }
  return out.map((one) => one + line).join('');
}

function rowsToWrite(value: Value): ObjectValue[] {
  if (value instanceof ObjectValue) {
    // An object of rows, or a row.
    const rows = value.members.map((member) => member.value);
    return rows.length > 0 && rows.every((row) => row instanceof ObjectValue) ? (rows as ObjectValue[]) : [value];
  }
  if (value === null || !isArray(value)) return failScript(`CSV format expects an array of objects, but it was ${described(value)}`);
  return itemsOf(value).map((row) => (row instanceof ObjectValue ? row : failScript(`CSV format expects an array of objects, but it has ${described(row)}`)));
}
