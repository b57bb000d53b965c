/** Functions that SQL texts call back into JavaScript for, and the SOQL functions that compile to them. */
import type { DatabaseSync, SQLInputValue } from 'node:sqlite';
import { ApexDouble } from '../../apex/runtime/double.ts';
import type { SoqlFunctionCall, SoqlFieldName } from '../../apex/syntax/ast.ts';
import { civilDate, dayNumber, DAY, toWallClock } from './calendar.ts';
import type { Environment } from './environment.ts';
import { notSupported, queryError } from './errors.ts';
import type { Scope, SqlExpression } from './scope.ts';

export interface FunctionHost {
  objectNameOf(keyPrefix: string): string | null;
  /** Evaluates formula `index` over the stored values of its inputs. */
  formula(index: number, inputs: readonly SQLInputValue[]): SQLInputValue;
}

const DATE_FUNCTIONS: ReadonlySet<string> = new Set([
  'calendar_year', 'calendar_quarter', 'calendar_month', 'day_in_month', 'day_in_week', 'day_in_year', 'day_only', 'fiscal_year', 'fiscal_quarter', 'fiscal_month',
  'hour_in_day', 'week_in_month', 'week_in_year',
]);

/** `value` is a day number, or with `zone` an instant in milliseconds. */
export function datePart(name: string, value: number, zone: string | null, fiscalStart: number, isNamedByStart = false): number {
  const wall = zone === null ? value * DAY : toWallClock(zone, value);
  const days = Math.floor(wall / DAY);
  const { year, month, day } = civilDate(days);
  const dayOfYear = days - dayNumber(year, 1, 1) + 1;
  const fiscalMonth = ((month - fiscalStart + 12) % 12) + 1;
  switch (name) {
    case 'calendar_year': return year;
    case 'calendar_quarter': return Math.ceil(month / 3);
    case 'calendar_month': return month;
    case 'day_in_month': return day;
    case 'day_in_week': return ((((days + 4) % 7) + 7) % 7) + 1;
    case 'day_in_year': return dayOfYear;
    case 'day_only': return days;
    case 'fiscal_year': return (month >= fiscalStart ? year : year - 1) + Number(fiscalStart > 1 && !isNamedByStart);
    case 'fiscal_quarter': return Math.ceil(fiscalMonth / 3);
    case 'fiscal_month': return fiscalMonth;
    case 'hour_in_day': return Math.floor((((wall % DAY) + DAY) % DAY) / 3_600_000);
    case 'week_in_month': return Math.floor((day - 1) / 7) + 1;
    default: return Math.floor((dayOfYear - 1) / 7) + 1;
  }
}

/** Mean radius. */
const EARTH = { km: 6371.009, mi: 3958.761 };

export function distance(lat1: number, lon1: number, lat2: number, lon2: number, unit: 'km' | 'mi'): number {
  const rad = Math.PI / 180;
  const h = Math.sin(((lat2 - lat1) * rad) / 2) ** 2 + Math.cos(lat1 * rad) * Math.cos(lat2 * rad) * Math.sin(((lon2 - lon1) * rad) / 2) ** 2;
  return 2 * EARTH[unit] * Math.asin(Math.sqrt(h));
}

export function registerFunctions(database: DatabaseSync, host: FunctionHost): void {
  const pure = { deterministic: true };
  database.function('sf_object_name', pure, (id) => (typeof id === 'string' ? host.objectNameOf(id.slice(0, 3)) : null));
  database.function('sf_includes', pure, (key, groups) => {
    if (typeof key !== 'string') return 0;
    const values = new Set(key.split(';'));
    return Number((JSON.parse(groups as string) as string[][]).some((group) => group.length > 0 && group.every((one) => values.has(one))));
  });
  database.function('sf_date_part', pure, (name, value, zone, fiscalStart, isNamedByStart) =>
    (value === null ? null : datePart(name as string, Number(value), zone as string | null, Number(fiscalStart), isNamedByStart === 1)));
  database.function('sf_distance', pure, (lat1, lon1, lat2, lon2, unit) =>
    (lat1 === null || lon1 === null ? null : distance(Number(lat1), Number(lon1), Number(lat2), Number(lon2), unit as 'km' | 'mi')));
  database.function('sf_formula', { varargs: true, useBigIntArguments: true }, (index, ...inputs) => host.formula(Number(index), inputs as SQLInputValue[]));
}

export function isDateFunction(name: string): boolean {
  return DATE_FUNCTIONS.has(name.toLowerCase());
}

/** A function of one row in WHERE, ORDER BY, GROUP BY or SELECT. */
export function compileRowFunction(environment: Environment, scope: Scope, call: SoqlFunctionCall): SqlExpression {
  const name = call.name.name.toLowerCase();
  if (DATE_FUNCTIONS.has(name)) return compileDatePart(environment, scope, call, name);
  if (name === 'distance') return compileDistance(environment, scope, call);
  const [argument] = call.arguments;
  if ((name === 'tolabel' || name === 'convertcurrency' || name === 'format') && argument?.kind === 'SoqlFieldName') {
    const expression = scope.resolve(argument.path.map((part) => part.name));
    return name === 'tolabel' ? labelExpression(environment, expression) : expression;
  }
  throw notSupported(`SOQL function ${call.name.name} in this place`);
}

/** The translated label of a picklist value, for comparing. */
function labelExpression(environment: Environment, expression: SqlExpression): SqlExpression {
  const values = expression.field?.picklistValues ?? [];
  if (values.every((one) => one.label === one.value)) return expression;
  const cases = values.map((one) => `WHEN ${environment.parameters.constant(one.value.toLowerCase())} THEN ${environment.parameters.constant(one.label.toLowerCase())}`).join(' ');
  return { ...expression, key: `CASE ${expression.key} ${cases} ELSE ${expression.key} END` };
}

function compileDatePart(environment: Environment, scope: Scope, call: SoqlFunctionCall, name: string): SqlExpression {
  let [argument] = call.arguments;
  let inUserZone = false;
  if (argument?.kind === 'SoqlFunctionCall' && argument.name.name.toLowerCase() === 'converttimezone') {
    inUserZone = true;
    argument = argument.arguments[0];
  }
  if (argument?.kind !== 'SoqlFieldName') throw queryError(`unexpected token: '('`);
  const value = scope.resolve((argument as SoqlFieldName).path.map((part) => part.name));
  if (value.storage !== 'date' && value.storage !== 'datetime') throw queryError(`field '${value.field?.name}' does not support date functions`);
  if (value.storage === 'date' && (name === 'day_only' || name === 'hour_in_day')) throw queryError(`field '${value.field?.name}' does not support function ${call.name.name}`);
  const { parameters } = environment;
  const zone = value.storage === 'date' ? 'NULL' : parameters.add((c) => (inUserZone ? c.calendar.settings.timeZone : 'UTC'));
  const sql = `sf_date_part('${name}', ${value.sql}, ${zone}, ${parameters.add((c) => c.calendar.settings.fiscalYearStartMonth)}, ${parameters.add((c) => Number(c.calendar.settings.isFiscalYearNamedByStart ?? false))})`;
  return { sql, key: sql, storage: name === 'day_only' ? 'date' : 'integer', scale: 0, field: null };
}

function degreesOf(value: unknown): number | null {
  if (value === null || value === undefined) return null;
  return value instanceof ApexDouble ? value.value : Number(String(value));
}

function compileDistance(environment: Environment, scope: Scope, call: SoqlFunctionCall): SqlExpression {
  const [location, point, unit] = call.arguments;
  if (location?.kind !== 'SoqlFieldName' || point?.kind !== 'SoqlFunctionCall' || unit?.kind !== 'SoqlString') throw queryError(`unexpected token: 'DISTANCE'`);
  const path = location.path.map((part) => part.name);
  const last = path[path.length - 1]!;
  const part = (suffix: 'Latitude' | 'Longitude'): SqlExpression => {
    const name = /__c$/i.test(last) ? last.replace(/__c$/i, `__${suffix}__s`) : last.replace(/Address$/i, suffix);
    return scope.resolve([...path.slice(0, -1), name]);
  };
  const [latitude, longitude] = [part('Latitude'), part('Longitude')];
  const degrees = (expression: SqlExpression): string => `(${expression.sql} / 1e${expression.scale})`;
  const [lat, lon] = point.arguments.map((one) => {
    if (one.kind === 'SoqlNumber') return environment.parameters.constant(Number(one.text));
    if (one.kind !== 'SoqlBind') throw queryError(`unexpected token: 'GEOLOCATION'`);
    const index = environment.bindIndex.get(one)!;
    return environment.parameters.add((c) => degreesOf(c.binds[index]));
  });
  const sql = `sf_distance(${degrees(latitude)}, ${degrees(longitude)}, ${lat}, ${lon}, '${unit.value.toLowerCase() === 'km' ? 'km' : 'mi'}')`;
  return { sql, key: sql, storage: 'double', scale: 0, field: null };
}
