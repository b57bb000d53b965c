/** Source: DataWeave Reference, Coercions (dw::util::Coercions). */
import { failScript } from '../errors.ts';
import { coerceTo, described } from '../evaluate/coerce.ts';
import { moduleOf } from '../evaluate/functions-of.ts';
import { ObjectValue, pair, type KeyValue, type Value } from '../values/values.ts';

const to = (type: string, value: Value, metadata: Readonly<Record<string, Value | undefined>> = {}): Value => {
  const given = Object.entries(metadata).filter((one): one is [string, Value] => one[1] !== undefined && one[1] !== null).map(([name, one]) => pair(name, one));
  return coerceTo(value, type, given.length > 0 ? new ObjectValue(given) : null) ?? failScript(`Cannot coerce ${described(value)} to ${type}`);
};
const formatted = (type: string) => (text: string, format?: Value, locale?: Value): Value => to(type, text, { format, locale });

export const COERCIONS = moduleOf({
  'toArray(String)': (text: string) => [...text],
  'toBinary(String, String)': (text: string, encoding: string) => to('Binary', text, { encoding }),
  'toBoolean(String)': (text: string) => to('Boolean', text),
  'toDate(String, Any?, Any?)': formatted('Date'),
  'toDateTime(Number, Any?)': (number: Value, unit?: Value) => to('DateTime', number, { unit }),
  'toDateTime(String, Any?, Any?)': formatted('DateTime'),
  'toLocalDateTime(String, Any?, Any?)': formatted('LocalDateTime'),
  'toLocalTime(String, Any?, Any?)': formatted('LocalTime'),
  'toNumber(DateTime|Period, Any?)': (value: Value, unit?: Value) => to('Number', value, { unit }),
  'toNumber(String|Key, Any?, Any?)': (value: string | KeyValue, format?: Value, locale?: Value) => to('Number', value, { format, locale }),
  'toPeriod(String)': (text: string) => to('Period', text),
  'toRegex(String)': (text: string) => to('Regex', text),
  'toString(Number, Any?, Any?, Any?)': (number: Value, format?: Value, locale?: Value, roundMode?: Value) => to('String', number, { format, locale, roundMode }),
  'toString(Date|DateTime|LocalDateTime|LocalTime|Time, Any?, Any?)': (value: Value, format?: Value, locale?: Value) => to('String', value, { format, locale }),
  'toString(Binary, String)': (value: Value, encoding: string) => to('String', value, { encoding }),
  'toString(TimeZone|Uri|Boolean|Period|Regex|Key|String)': (value: Value) => to('String', value),
  'toString(Array)': (items: readonly Value[]) => items.map((item) => to('String', item)).join(''),
  'toTime(String, Any?, Any?)': formatted('Time'),
  'toTimeZone(String)': (text: string) => to('TimeZone', text),
  'toUri(String)': (text: string) => to('Uri', text),
});
