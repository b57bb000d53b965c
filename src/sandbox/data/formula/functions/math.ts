/** Math functions. Source: Salesforce Help, "Formula Operators and Functions by Context". */
import { ApexDecimal } from '../../../apex/runtime/decimal.ts';
import { distance } from '../../soql/functions.ts';
import { fromDouble, remainder, round, whole, ZERO } from '../numbers.ts';
import { FormulaError } from '../parse.ts';
import { FormulaEvaluationError, integerOf, numberOf, textOf, typeNameOf } from '../values.ts';
import type { FormulaLocation, FormulaValue } from '../values.ts';
import { define, defineNumeric } from './define.ts';

const ANY = Number.POSITIVE_INFINITY;
const PI = ApexDecimal.parse('3.14159265358979323846')!;

defineNumeric('ABS', 1, 1, (value) => value.abs());
defineNumeric('ROUND', 2, 2, (value, places) => round(value, integerOf(places!), 'HALF_UP'));
defineNumeric('TRUNC', 1, 2, (value, places) => round(value, integerOf(places ?? ZERO), 'DOWN'));
// CEILING goes away from zero and FLOOR towards it; the M forms go by the number line.
defineNumeric('CEILING', 1, 1, (value) => whole(value, 'UP'));
defineNumeric('FLOOR', 1, 1, (value) => whole(value, 'DOWN'));
defineNumeric('MCEILING', 1, 1, (value) => whole(value, 'CEILING'));
defineNumeric('MFLOOR', 1, 1, (value) => whole(value, 'FLOOR'));
defineNumeric('MIN', 1, ANY, (...values) => values.reduce((least, one) => (one.compareTo(least) < 0 ? one : least)));
defineNumeric('MAX', 1, ANY, (...values) => values.reduce((most, one) => (one.compareTo(most) > 0 ? one : most)));
defineNumeric('MOD', 2, 2, (value, divisor) => remainder(value, divisor!));
defineNumeric('PI', 0, 0, () => PI);
defineDouble('SQRT', Math.sqrt);
defineDouble('EXP', Math.exp);
defineDouble('LN', Math.log);
defineDouble('LOG', (value) => Math.log(value) / Math.LN10);
defineDouble('SIN', Math.sin);
defineDouble('COS', Math.cos);
defineDouble('TAN', Math.tan);
defineDouble('ASIN', Math.asin);
defineDouble('ACOS', Math.acos);
defineDouble('ATAN', Math.atan);
defineNumeric('ATAN2', 2, 2, (y, x) => fromDouble(Math.atan2(y.toDouble(), x!.toDouble())));

/** A function of binary floating-point numbers. */
function defineDouble(name: string, call: (value: number) => number): void {
  defineNumeric(name, 1, 1, (value) => fromDouble(call(value.toDouble())));
}

define('GEOLOCATION', 2, 2, ([latitude, longitude]) => {
  const [lat, lon] = [numberOf(latitude, "function 'GEOLOCATION()'"), numberOf(longitude, "function 'GEOLOCATION()'")].map((one) => one?.toDouble());
  if (lat === undefined && lon === undefined) return null;
  if (lat === undefined || Math.abs(lat) > 90) throw new FormulaEvaluationError(`Latitude out of range: ${lat ?? 'null'}`);
  if (lon === undefined || Math.abs(lon) > 180) throw new FormulaEvaluationError(`Longitude is out of range: ${lon ?? 'null'}`);
  return { kind: 'location', latitude: lat, longitude: lon };
});
define('DISTANCE', 3, 3, ([from, to, unit]) => {
  const kind = textOf(unit);
  if (kind !== 'mi' && kind !== 'km') throw new FormulaEvaluationError(`Invalid unit for the distance() function: ${kind}`);
  const [a, b] = [locationOf(from!), locationOf(to!)];
  return a === null || b === null ? null : fromDouble(distance(a.latitude, a.longitude, b.latitude, b.longitude, kind));
});

function locationOf(value: FormulaValue): FormulaLocation | null {
  if (value === null) return null;
  if (typeof value === 'object' && !(value instanceof ApexDecimal) && value.kind === 'location') return value;
  throw new FormulaError(`Incorrect parameter type for function 'DISTANCE()'. Expected Geolocation, received ${typeNameOf(value)}`);
}
