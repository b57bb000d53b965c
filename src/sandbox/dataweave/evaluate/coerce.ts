/** `as`: values brought to other types. Source: DataWeave Reference, Type Coercion with DataWeave. */
import { parseRegex } from '../../apex/stdlib/regex/parse.ts';
import { RegexSyntaxError } from '../../apex/stdlib/regex/syntax.ts';
import { Regex } from '../../apex/stdlib/regex/regex.ts';
import { failScript } from '../errors.ts';
import { formatTemporal, parseTemporal, type ResolverMode } from '../text/date-pattern.ts';
import { formatNumber, parseNumber } from '../text/number-pattern.ts';
import type { RoundingMode } from '../../apex/runtime/decimal.ts';
import { DateTimeValue, DateValue, isClocked, isoText, LocalDateTimeValue, LocalTimeValue, parseIso, parsePeriod, PeriodValue, TimeValue, TimeZoneValue, type Clocked } from '../values/temporal.ts';
import { BinaryValue, TextValue, Decimal, isArray, itemsOf, KeyValue, NamespaceValue, ObjectValue, RangeValue, RegexValue, TypeValue, UriValue, whole, type Value } from '../values/values.ts';
import { isNamedType, typeNameOf, typeText, type TypeName } from './types.ts';

/** A message's view of a value: `String ("a")`. */
export function described(value: Value): string {
  const text = value === null ? 'null' : isArray(value) ? `[${itemsOf(value).map((item) => textOrNull(item) ?? '…').join(', ')}]` : textOrNull(value);
  const shown = typeof value === 'string' ? JSON.stringify(value) : (text ?? (value instanceof ObjectValue ? `{${value.members.map(({ key, value: one }) => `${key.name}: ${textOrNull(one) ?? '…'}`).join(', ')}}` : '…'));
  return `${typeNameOf(value)} (${shown})`;
}

/** Text of a value that has one; null: an object, an array and the like. */
export function textOrNull(value: Value, metadata: ObjectValue | null = null): string | null {
  if (typeof value === 'string') return value;
  if (value === null) return null;
  if (typeof value === 'boolean') return String(value);
  const format = metadata?.get('format') ?? null;
  const locale = stringIn(metadata, 'locale');
  if (value instanceof Decimal) return typeof format === 'string' || locale ? formatNumber(value, typeof format === 'string' ? format : '#.################', locale, (stringIn(metadata, 'roundMode') ?? 'HALF_UP') as RoundingMode) : value.toPlainString();
  if (value instanceof KeyValue) return value.name;
  if (value instanceof TextValue || value instanceof UriValue) return value.text;
  if (isClocked(value)) {
    const pattern = typeof format === 'string' ? format : stringIn(value.metadata, 'format');
    return pattern === null ? isoText(value) : formatTemporal(value, pattern, locale ?? stringIn(value.metadata, 'locale'));
  }
  if (value instanceof PeriodValue || value instanceof TimeZoneValue) return isoText(value);
  if (value instanceof RegexValue) return value.source;
  if (value instanceof BinaryValue) return decodeBytes(value.bytes, stringIn(metadata, 'encoding') ?? 'UTF-8');
  if (value instanceof TypeValue) return typeText(value.type);
  if (value instanceof NamespaceValue) return value.uri;
  if (value instanceof RangeValue) return value.items().map((item) => textOrNull(item)).join(',');
  return null;
}

const stringIn = (metadata: ObjectValue | null, name: string): string | null => {
  const value = metadata?.get(name) ?? null;
  return typeof value === 'string' ? value : null;
};

/** What JavaScript's decoders call an encoding. */
export function decodeBytes(bytes: Uint8Array, encoding: string): string {
  try {
    return new TextDecoder(encoding).decode(bytes);
  } catch {
    return failScript(`Unsupported encoding: ${encoding}`);
  }
}

export function encodeText(text: string, encoding: string): Uint8Array {
  const name = encoding.toLowerCase().replaceAll(/[-_]/g, '');
  if (name === 'utf8') return new Uint8Array(Buffer.from(text, 'utf8'));
  if (name === 'utf16' || name === 'utf16le') return new Uint8Array(Buffer.from(text, 'utf16le'));
  if (name === 'iso88591' || name === 'latin1') return new Uint8Array(Buffer.from(text, 'latin1'));
  if (name === 'usascii' || name === 'ascii') return new Uint8Array(Buffer.from(text, 'ascii'));
  return failScript(`Unsupported encoding: ${encoding}`);
}

/** The value as a type by name; undefined: it can't be. Throws for a text that ought to be one and isn't. */
export function coerceTo(value: Value, type: string, metadata: ObjectValue | null = null): Value | undefined {
  if (value === null) return type === 'Null' || type === 'Any' ? null : undefined;
  if (type === 'Any') return value;
  const own = typeNameOf(value);
  if (own === type && !metadata && !(value instanceof TextValue)) return value;
  switch (type as TypeName | 'CDATA') {
    case 'String': return own === 'Array' ? undefined : (textOrNull(value, metadata) ?? undefined);
    case 'CDATA': case 'CData': {
      const text = textOrNull(value);
      return text === null ? undefined : new TextValue(text, true);
    }
    case 'Key': {
      const text = textOrNull(value);
      return value instanceof KeyValue ? value : text === null ? undefined : new KeyValue(text);
    }
    case 'Number': return toNumber(value, metadata);
    case 'Boolean': return toBoolean(value);
    case 'Array': return value instanceof RangeValue ? value.items() : isArray(value) ? value : undefined;
    case 'Object': return value instanceof ObjectValue ? new ObjectValue(value.members, metadata ?? value.metadata) : undefined;
    case 'Binary': return toBinary(value, metadata);
    case 'Regex': return value instanceof RegexValue ? value : typeof value === 'string' ? regexOf(value) : undefined;
    case 'Uri': return value instanceof UriValue ? value : typeof value === 'string' ? new UriValue(value) : undefined;
    case 'Period': {
      const period = typeof value === 'string' ? parsePeriod(value) : null;
      return value instanceof PeriodValue ? value : (period ?? undefined);
    }
    case 'TimeZone': {
      if (value instanceof DateTimeValue || value instanceof TimeValue) return value.zone;
      return value instanceof TimeZoneValue ? value : ((typeof value === 'string' ? TimeZoneValue.parse(value) : null) ?? undefined);
    }
    case 'Date': case 'LocalTime': case 'Time': case 'LocalDateTime': case 'DateTime': {
      const made = toClocked(value, type as ClockedName, metadata);
      return made && metadata && (metadata.find('format') ?? metadata.find('locale')) ? withMetadata(made, metadata) : made;
    }
    default: return isNamedType(value, type) ? value : undefined;
  }
}

type ClockedName = 'Date' | 'LocalTime' | 'Time' | 'LocalDateTime' | 'DateTime';

function withMetadata(value: Clocked, metadata: ObjectValue | null): Clocked {
  if (value instanceof DateValue) return new DateValue(value.days, metadata);
  if (value instanceof LocalTimeValue) return new LocalTimeValue(value.nanos, metadata);
  if (value instanceof TimeValue) return new TimeValue(value.nanos, value.zone, metadata);
  return value instanceof LocalDateTimeValue ? new LocalDateTimeValue(value.days, value.nanos, metadata) : new DateTimeValue(value.days, value.nanos, value.zone, metadata);
}

function toNumber(value: Value, metadata: ObjectValue | null): Value | undefined {
  if (value instanceof Decimal) return value;
  if (value instanceof DateTimeValue) return whole(stringIn(metadata, 'unit') === 'milliseconds' ? value.millis : Math.floor(value.millis / 1000));
  if (value instanceof PeriodValue) return periodNumber(value, stringIn(metadata, 'unit'));
  const text = typeof value === 'string' || value instanceof KeyValue || value instanceof TextValue ? textOrNull(value) : null;
  if (text === null) return undefined;
  return parseNumber(text, stringIn(metadata, 'format'), stringIn(metadata, 'locale')) ?? failScript(`Cannot coerce String (${text}) to Number`);
}

function periodNumber(value: PeriodValue, unit: string | null): Value {
  const seconds = value.nanos / 1_000_000_000 + value.days * 86_400;
  switch (unit) {
    case 'years': return whole(Math.trunc(value.months / 12));
    case 'months': return whole(value.months);
    case 'days': return whole(value.days + Math.trunc(value.nanos / 86_400_000_000_000));
    case 'hours': return whole(Math.trunc(seconds / 3600));
    case 'minutes': return whole(Math.trunc(seconds / 60));
    case 'milliseconds': return whole(Math.trunc(seconds * 1000));
    case 'nanos': return whole(Math.trunc(seconds * 1_000_000_000));
    default: return value.months !== 0 ? whole(value.months) : whole(Math.trunc(seconds));
  }
}

function toBoolean(value: Value): Value | undefined {
  if (typeof value === 'boolean') return value;
  const text = typeof value === 'string' || value instanceof KeyValue || value instanceof TextValue ? textOrNull(value)! : null;
  if (text === null) return undefined;
  return /^true$/i.test(text) ? true : /^false$/i.test(text) ? false : failScript(`Cannot coerce String (${text}) to Boolean`);
}

const BASES: ReadonlyMap<string, BufferEncoding> = new Map(Object.entries<BufferEncoding>({ 16: 'hex', 64: 'base64' }));

function toBinary(value: Value, metadata: ObjectValue | null): Value | undefined {
  if (value instanceof BinaryValue) return value;
  if (typeof value === 'string') return new BinaryValue(BASES.has(stringIn(metadata, 'base') ?? '') ? new Uint8Array(Buffer.from(value, BASES.get(stringIn(metadata, 'base')!))) : encodeText(value, stringIn(metadata, 'encoding') ?? 'UTF-8'));
  if (!(value instanceof Decimal)) return undefined;
  let hex = value.toBigInt().toString(16);
  if (hex.length % 2) hex = `0${hex}`;
  return new BinaryValue(new Uint8Array(Buffer.from(hex, 'hex')));
}

const regexes = new Map<string, RegexValue>();

/** The pattern as a value; what isn't one is refused. */
export function regexOf(source: string): RegexValue {
  let known = regexes.get(source);
  if (known) return known;
  try {
    parseRegex(source);
  } catch (error) {
    if (error instanceof RegexSyntaxError) failScript(`Invalid regex: ${error.message}`);
    throw error;
  }
  known = new RegexValue(source, Regex.of(source));
  if (regexes.size > 500) regexes.clear();
  regexes.set(source, known);
  return known;
}

function toClocked(value: Value, type: ClockedName, metadata: ObjectValue | null): Clocked | undefined {
  if (value instanceof Decimal && type === 'DateTime') {
    const number = value.toDouble();
    return DateTimeValue.at(Math.floor(stringIn(metadata, 'unit') === 'milliseconds' ? number : number * 1000), TimeZoneValue.UTC);
  }
  const text = value instanceof KeyValue || value instanceof TextValue || value instanceof Decimal ? textOrNull(value) : value;
  if (typeof text === 'string') return clockedFromText(text, type, metadata);
  return isClocked(value) ? clockedFrom(value, type) : undefined;
}

function clockedFromText(text: string, type: ClockedName, metadata: ObjectValue | null): Clocked {
  const refuse = (why: string): never => failScript(`Cannot coerce String (${text}) to ${type}${why}`);
  const format = metadata?.get('format') ?? null;
  const patterns = typeof format === 'string' ? [format] : format !== null && isArray(format) ? itemsOf(format).map((one) => textOrNull(one)!) : null;
  if (patterns === null) {
    const parsed = parseIso(text.trim());
    const fitting = parsed !== null && isClocked(parsed) && (typeNameOf(parsed) === type || type !== 'DateTime') ? clockedFrom(parsed, type) : undefined;
    return fitting ?? refuse(`, caused by: Text '${text}' could not be parsed`);
  }
  let problem = '';
  for (const pattern of patterns) {
    try {
      return parseTemporal(text, pattern, stringIn(metadata, 'locale'), type, (stringIn(metadata, 'mode') ?? 'SMART') as ResolverMode);
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      problem = error.message;
    }
  }
  return refuse(`, caused by: ${problem}`);
}

/** From a value that says more, or as much. */
function clockedFrom(value: Clocked, type: ClockedName): Clocked | undefined {
  if (typeNameOf(value) === type) return withMetadata(value, null);
  const days = value instanceof DateValue || value instanceof LocalDateTimeValue || value instanceof DateTimeValue ? value.days : null;
  const nanos = value instanceof DateValue ? null : value.nanos;
  const zone = value instanceof DateTimeValue || value instanceof TimeValue ? value.zone : TimeZoneValue.UTC;
  switch (type) {
    case 'Date': return days === null ? undefined : new DateValue(days);
    case 'LocalTime': return nanos === null ? undefined : new LocalTimeValue(nanos);
    case 'Time': return nanos === null ? undefined : new TimeValue(nanos, zone);
    case 'LocalDateTime': return days === null ? undefined : new LocalDateTimeValue(days, nanos ?? 0);
    case 'DateTime': return days === null ? undefined : new DateTimeValue(days, nanos ?? 0, zone);
  }
}

