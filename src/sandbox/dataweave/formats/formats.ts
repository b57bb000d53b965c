/** Which format a content type means, and texts to values and back. */
import { failScript, NotSupportedHere } from '../errors.ts';
import { decodeBytes, encodeText } from '../evaluate/coerce.ts';
import type { FormatDirective } from '../syntax/ast.ts';
import { BinaryValue, type Value } from '../values/values.ts';
import { readCsv, writeCsv } from './csv.ts';
import { readDw, writeDw } from './dw.ts';
import { readJson, readLines, writeJson, writeLines } from './json.ts';
import { readProperties, readUrlEncoded, writeProperties, writeText, writeUrlEncoded } from './plain.ts';
import { stringOf, type Properties } from './properties.ts';
import { readXml, writeXml } from './xml.ts';

interface Format {
  readonly read: (text: string, properties: Properties) => Value;
  readonly write: (value: Value, properties: Properties) => string;
}

const FORMATS: readonly (readonly [RegExp, Format])[] = [
  [/^[\w*]+\/(?:[\w.*-]+\+)?json$/, { read: readJson, write: writeJson }],
  [/^[\w*]+\/csv$/, { read: readCsv, write: writeCsv }],
  [/^[\w*]+\/(?:[\w.*-]+\+)?xml$/, { read: readXml, write: writeXml }],
  [/^text\/plain$/, { read: (text) => text, write: writeText }],
  [/^[\w*]+\/dw$/, { read: readDw, write: writeDw }],
  [/^[\w*]+\/x-(?:nd|ld)json$/, { read: readLines, write: writeLines }],
  [/^[\w*]+\/x-www-form-urlencoded$/, { read: readUrlEncoded, write: writeUrlEncoded }],
  [/^[\w*]+\/x-java-properties$/, { read: readProperties, write: writeProperties }],
];

/** Formats of the language that Apex leaves out (Apex Developer Guide, Limitations of DataWeave in Apex): they are unknown there. */
const UNKNOWN = /xlsx|avro|flatfile|fixedwidth|copybook|cobol|protobuf|spreadsheet/;

/** Values pass as they are, to Apex and from it. */
export const isApex = (mimeType: string): boolean => /^application\/(?:apex|java)$/.test(mimeType);
const isBinary = (mimeType: string): boolean => mimeType === 'application/octet-stream';

function formatOf(mimeType: string): Format {
  const found = FORMATS.find(([pattern]) => pattern.test(mimeType))?.[1];
  if (found) return found;
  if (/yaml|multipart/.test(mimeType)) throw new NotSupportedHere(`content type ${mimeType}`);
  return failScript(`Unknown content type \`${mimeType}\``);
}

/** Refuses what is no content type here. */
export function checkFormat({ mimeType }: FormatDirective): void {
  if (UNKNOWN.test(mimeType)) failScript(`Unknown content type \`${mimeType}\``);
  if (!isApex(mimeType) && !isBinary(mimeType)) formatOf(mimeType);
}

export function readFormat(content: string | Uint8Array, { mimeType, properties }: FormatDirective): Value {
  if (isBinary(mimeType)) return new BinaryValue(typeof content === 'string' ? new Uint8Array(Buffer.from(content, 'utf8')) : content);
  return formatOf(mimeType).read(typeof content === 'string' ? content : decodeBytes(content, stringOf(properties, 'encoding', 'UTF-8')), properties);
}

export function writeFormat(value: Value, { mimeType, properties }: FormatDirective): string | Uint8Array {
  if (isBinary(mimeType)) return value instanceof BinaryValue ? value.bytes : encodeText(writeText(value), 'UTF-8');
  return formatOf(mimeType).write(value, properties);
}
