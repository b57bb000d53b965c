import { ApexBlob } from '../../runtime/blob.ts';
import type { ApexValue } from '../../runtime/contract.ts';
import { idFromText } from '../../runtime/conversions.ts';
import { ApexDecimal } from '../../runtime/decimal.ts';
import { ApexDouble } from '../../runtime/double.ts';
import type { RuntimeType } from '../../runtime/runtime-types.ts';
import { ApexDate, ApexDatetime, ApexTime } from '../../runtime/temporal.ts';
import { parseIso, parseIsoTime, type IsoResult } from './iso.ts';
import type { JsonNode } from './parse.ts';

const DAY = 86_400_000;
const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/;

/** What java.math.BigDecimal says of a text that is no number. */
export function decimalProblem(text: string): string {
  const bad = [...text].find((c, i) => !(/[0-9.eE]/.test(c) || ((c === '-' || c === '+') && (i === 0 || /[eE]/.test(text[i - 1]!)))));
  return bad === undefined ? 'N/A' : `Character ${bad} is neither a decimal digit number, decimal point, nor "e" notation exponential mark.`;
}

/** Where a whole number leaves its type's range. */
export function wholeNumber(text: string, bits: 32 | 64): { readonly value: bigint } | { readonly problem: string } {
  const value = /^-?\d+$/.test(text) ? BigInt(text) : ApexDecimal.parse(text)!.toBigInt();
  return value === BigInt.asIntN(bits, value) ? { value } : { problem: `Numeric value (${text}) out of range of ${bits === 32 ? 'int' : 'long'}` };
}

/** A primitive of a type, boxed. */
export function primitiveValue(node: JsonNode, type: RuntimeType): ApexValue {
  const { mark } = node;
  const at = (side: 'start' | 'end', message: string): never => mark.reader.errorAt(mark, side, message);
  if (node.kind === 'null') return null;
  if (node.kind === 'array' || node.kind === 'object') return at('end', 'Illegal value for primitive');
  const text = node.kind === 'number' ? node.text : String(node.value);
  const mismatch = (): never => at('start', 'Value does not match expected type');
  const date = (result: IsoResult): number => ('problem' in result ? at('start', result.problem) : result.millis);
  const number = (): string => (node.kind !== 'boolean' && NUMBER.test(text) ? text : mismatch());
  const whole = (bits: 32 | 64): bigint => {
    const result = wholeNumber(number(), bits);
    return 'problem' in result ? at('end', result.problem) : result.value;
  };
  switch (type.name) {
    case 'String': return text;
    case 'Id': return idFromText(text);
    case 'Boolean': return node.kind === 'boolean' ? node.value : at('end', `Illegal value for boolean: ${text}`);
    case 'Integer': return Number(whole(32));
    case 'Long': return whole(64);
    case 'Double': return new ApexDouble(Number(number()));
    case 'Decimal': return (node.kind === 'boolean' ? null : ApexDecimal.parse(text)) ?? at('start', decimalProblem(text));
    case 'Date': return new ApexDate(Math.floor(date(parseIso(text)) / DAY));
    case 'Datetime': return new ApexDatetime(date(parseIso(text)));
    case 'Time': return new ApexTime(parseIsoTime(text) ?? at('start', `Invalid format: "${text}"`));
    case 'Blob': return new ApexBlob(new Uint8Array(Buffer.from(text, 'base64')));
    default: return mismatch();
  }
}
