import type { ApexDecimal } from '../runtime/decimal.ts';
import { decimalFromDouble, doubleToLongValue } from '../runtime/conversions.ts';
import { fail, failNull } from '../runtime/exception.ts';
import { defineLibraryClass, type LibraryFunction } from '../runtime/library.ts';
import { current } from '../runtime/transaction.ts';

const required = <T>(value: T | null): T => (value === null ? failNull('Argument cannot be null.') : value);
const members: Record<string, LibraryFunction> = {};

/** What it is for whole numbers: computed as a Double. */
function whole(name: string, compute: (x: number) => number): void {
  members[`static Double ${name}(Long longValue)`] = (x: bigint | null) => compute(Number(required(x)));
}

/** A function of one angle or number, for Double and for Decimal (which is computed as a Double). */
function unary(name: string, compute: (x: number) => number, argument: string): void {
  members[`static Double ${name}(Double double${argument})`] = (x: number | null) => compute(required(x));
  whole(name, compute);
  members[`static Decimal ${name}(Decimal decimal${argument})`] = (x: ApexDecimal | null) => decimalFromDouble(compute(required(x).toDouble()));
}
const checked = (compute: (x: number) => number) => (x: number): number => (Math.abs(x) > 1 ? fail('System.MathException', 'Invalid argument') : compute(x));
for (const name of ['cos', 'sin', 'tan', 'sinh', 'tanh', 'atan'] as const) unary(name, Math[name], 'Angle');
// Java's exponential of 1 is one unit in the last place above V8's, which shows in its hyperbolic cosine.
unary('cosh', (x) => (Math.abs(x) === 1 ? 1.543080634815244 : Math.cosh(x)), 'Angle');
unary('acos', checked(Math.acos), 'Angle');
unary('asin', checked(Math.asin), 'Angle');
unary('cbrt', Math.cbrt, 'Value');
unary('log', Math.log, 'Value');
unary('log10', Math.log10, 'Value');
unary('sqrt', (x) => (x < 0 ? fail('System.MathException', `Negative argument: ${x}.0`.replace(/(\.\d+)\.0$/, '$1')) : Math.sqrt(x)), 'Value');

const rint = (x: number): number => {
  const floor = Math.floor(x);
  const fraction = x - floor;
  return fraction > 0.5 || (fraction === 0.5 && floor % 2 !== 0) ? floor + 1 : floor;
};
const toWhole = (value: ApexDecimal | null, mode: 'CEILING' | 'FLOOR' | 'HALF_EVEN'): ApexDecimal => required(value).setScale(0, mode)!;
const max = <T extends number | bigint>(a: T | null, b: T | null): T => (required(a) >= required(b) ? a! : b!);
const min = <T extends number | bigint>(a: T | null, b: T | null): T => (required(a) <= required(b) ? a! : b!);

for (const [name, compute] of Object.entries({ exp: Math.exp, ceil: Math.ceil, floor: Math.floor, rint, signum: Math.sign })) whole(name, compute);
Object.assign(members, {
  'static Double exp(Double exponentDouble)': (x: number) => Math.exp(required(x)),
  'static Decimal exp(Decimal exponentDecimal)': (x: ApexDecimal) => decimalFromDouble(Math.exp(required(x).toDouble())),
  'static Double atan2(Double xCoordinate, Double yCoordinate)': (x: number, y: number) => Math.atan2(required(x), required(y)),
  'static Decimal atan2(Decimal xCoordinate, Decimal yCoordinate)': (x: ApexDecimal, y: ApexDecimal) => decimalFromDouble(Math.atan2(required(x).toDouble(), required(y).toDouble())),
  'static Decimal abs(Decimal decimalValue)': (x: ApexDecimal) => required(x).abs(),
  'static Double abs(Double doubleValue)': (x: number) => Math.abs(required(x)),
  'static Integer abs(Integer integerValue)': (x: number) => Math.abs(required(x)) | 0,
  'static Long abs(Long longValue)': (x: bigint) => BigInt.asIntN(64, required(x) < 0n ? -x : x),
  'static Decimal ceil(Decimal decimalValue)': (x: ApexDecimal) => toWhole(x, 'CEILING'),
  'static Double ceil(Double doubleValue)': (x: number) => Math.ceil(required(x)),
  'static Decimal floor(Decimal decimalValue)': (x: ApexDecimal) => toWhole(x, 'FLOOR'),
  'static Double floor(Double doubleValue)': (x: number) => Math.floor(required(x)),
  'static Decimal rint(Decimal decimalValue)': (x: ApexDecimal) => decimalFromDouble(rint(required(x).toDouble())),
  'static Double rint(Double doubleValue)': (x: number) => rint(required(x)),
  'static Decimal max(Decimal decimalValue1, Decimal decimalValue2)': (a: ApexDecimal, b: ApexDecimal) => (required(a).compareTo(required(b)) >= 0 ? a : b),
  'static Double max(Double doubleValue1, Double doubleValue2)': max<number>,
  'static Integer max(Integer integerValue1, Integer integerValue2)': max<number>,
  'static Long max(Long longValue1, Long longValue2)': max<bigint>,
  'static Decimal min(Decimal decimalValue1, Decimal decimalValue2)': (a: ApexDecimal, b: ApexDecimal) => (required(a).compareTo(required(b)) <= 0 ? a : b),
  'static Double min(Double doubleValue1, Double doubleValue2)': min<number>,
  'static Integer min(Integer integerValue1, Integer integerValue2)': min<number>,
  'static Long min(Long longValue1, Long longValue2)': min<bigint>,
  'static Integer mod(Integer integerValue1, Integer integerValue2)': (a: number | null, b: number | null) => {
    if (a === null || b === null) failNull('Script-thrown exception');
    return b === 0 ? fail('System.MathException', 'Divide by 0') : (a % b) | 0;
  },
  'static Long mod(Long longValue1, Long longValue2)': (a: bigint, b: bigint) => (required(b) === 0n ? fail('System.MathException', 'Divide by 0') : required(a) % b),
  'static Double pow(Double doubleValue, Double exponent)': (a: number, b: number) => required(a) ** required(b),
  'static Double random()': () => current().source.random(),
  'static Integer round(Double doubleValue)': (x: number) => {
    const value = Math.floor(required(x) + 0.5);
    return value > 2147483647 || value < -2147483648 ? fail('System.MathException', `Integer overflow: ${value}`) : value | 0;
  },
  'static Integer round(Decimal decimalValue)': (x: ApexDecimal) => Number(BigInt.asIntN(32, toWhole(x, 'HALF_EVEN').toBigInt())),
  'static Long roundToLong(Decimal decimalValue)': (x: ApexDecimal) => BigInt.asIntN(64, toWhole(x, 'HALF_EVEN').toBigInt()),
  'static Long roundToLong(Double doubleValue)': (x: number) => doubleToLongValue(Math.floor(required(x) + 0.5)),
  'static Long roundToLong(Long longValue)': (x: bigint) => doubleToLongValue(Math.floor(Number(required(x)) + 0.5)),
  'static Decimal signum(Decimal decimalValue)': (x: ApexDecimal) => decimalFromDouble(required(x).signum()),
  'static Double signum(Double doubleValue)': (x: number) => Math.sign(required(x)),
} satisfies Record<string, LibraryFunction>);

/** Source: Apex Reference, Math Class. */
defineLibraryClass({ name: 'System.Math', members, fields: { PI: { get: () => Math.PI }, E: { get: () => Math.E } } });
