/** WHERE and HAVING as SQL conditions, with SOQL's treatment of null: a comparison is true or false, never unknown. */
import type { SoqlCondition, SoqlFieldName, SoqlFunctionCall, SoqlOperator, SoqlQuery, SoqlValue } from '../../apex/syntax/ast.ts';
import { DataError } from '../contract.ts';
import { inJsonList, likeExpression } from '../dialect.ts';
import type { ValueBridge } from '../values.ts';
import { dateLiteralRange } from './date-literals.ts';
import type { DayRange } from './date-literals.ts';
import type { Environment, QueryContext } from './environment.ts';
import { queryError } from './errors.ts';
import { filterValue, isNull, jsonList, literalPrefix, literalValue, plainBind } from './operands.ts';
import type { Operand, Rounding } from './operands.ts';
import type { SqlExpression } from './scope.ts';

export interface ConditionContext {
  readonly environment: Environment;
  readonly bridge: ValueBridge;
  /** The compared expression: a field of the scope, a function of one, or in HAVING an aggregate. */
  expression(field: SoqlFieldName | SoqlFunctionCall): SqlExpression;
  /** The SELECT that a semi-join's list comes from. */
  subselect(query: SoqlQuery, outer: SqlExpression): string;
}

function isSemiJoin(condition: SoqlCondition): boolean {
  return condition.kind === 'SoqlComparison' && !Array.isArray(condition.value) && (condition.value as SoqlValue | SoqlQuery).kind === 'SoqlQuery';
}

type Comparison = Extract<SoqlCondition, { kind: 'SoqlComparison' }>;

export function compileCondition(context: ConditionContext, condition: SoqlCondition): string {
  switch (condition.kind) {
    case 'SoqlAnd': return `(${condition.conditions.map((one) => compileCondition(context, one)).join(' AND ')})`;
    case 'SoqlOr':
      if (condition.conditions.some(isSemiJoin)) throw queryError("Semi join sub-selects are not allowed with the 'OR' operator");
      return `(${condition.conditions.map((one) => compileCondition(context, one)).join(' OR ')})`;
    case 'SoqlNot': return `(${compileCondition(context, condition.condition)}) IS NOT TRUE`;
    default: return compileComparison(context, condition);
  }
}

function compileComparison(context: ConditionContext, condition: Comparison): string {
  const { operator, value } = condition;
  const left = context.expression(condition.field);
  if ((left.storage === 'longText' || left.storage === 'blob') && left.field !== null) throw queryError(`field '${left.field.name}' can not be filtered in a query call`);
  if (Array.isArray(value)) return compileList(context, left, operator, value as readonly SoqlValue[]);
  const single = value as SoqlValue | SoqlQuery;
  if (single.kind === 'SoqlQuery') return compileSemiJoin(context, left, operator, single);
  if (single.kind === 'SoqlDateLiteral') return compileRange(context, left, operator, (c) => dateLiteralRange(c.calendar, single.name, single.n));
  const { environment, bridge } = context;
  if (single.kind === 'SoqlBind') {
    const index = environment.bindIndex.get(single)!;
    const plain = plainBind(bridge, environment.binds[index]);
    if (plain.kind === 'list' || operator === 'in' || operator === 'not in') return compileBoundList(context, left, operator, index);
    return compileScalar(context, left, operator, (c) => plainBind(bridge, c.binds[index]), isNull(plain), literalPrefix(plain) !== '');
  }
  if (operator === 'in' || operator === 'not in' || operator === 'includes' || operator === 'excludes') return compileList(context, left, operator, [single]);
  const literal = literalValue(single);
  if (operator === 'like' && isNull(literal)) throw queryError("unexpected token: 'NULL'");
  return compileScalar(context, left, operator, () => literal, isNull(literal), literalPrefix(literal) !== '');
}

const ROUNDING: Partial<Record<SoqlOperator, Rounding>> = { '<': 'ceil', '<=': 'floor', '>': 'floor', '>=': 'ceil' };

function compileScalar(context: ConditionContext, left: SqlExpression, operator: SoqlOperator, operand: Operand, withNull: boolean, hasPrefix = false): string {
  if (withNull) {
    if (operator === '!=') return `${left.key} IS NOT NULL`;
    // Every id comes after the empty text: so batches by ids begin.
    if (left.storage === 'id' && (operator === '>' || operator === '>=')) return `(${context.environment.parameters.add((c) => Number(operand(c).kind === 'string'))} AND ${left.key} IS NOT NULL)`;
    return operator === '=' || operator === 'like' ? `${left.key} IS NULL` : '0';
  }
  const { parameters } = context.environment;
  if (operator === 'like') {
    if (left.storage !== 'text' && left.storage !== 'id') throw queryError(`invalid operator on ${left.field?.type.toLowerCase() ?? 'this'} field`);
    const pattern = parameters.add((c) => {
      const value = operand(c);
      return value.kind === 'string' ? value.value.toLowerCase() : null;
    });
    const like = likeExpression(left.storage === 'id' ? `lower(${left.key})` : left.key, pattern);
    if (!hasPrefix || left.key === left.sql) return like;
    // What the pattern begins with bounds the part of an index to look at.
    const bound = (end: string): string => parameters.add((c) => literalPrefix(operand(c)).toLowerCase() + end);
    return `(${like} AND ${left.key} >= ${bound('')} AND ${left.key} < ${bound('\u{10ffff}')})`;
  }
  if (operator === 'includes' || operator === 'excludes') return compileMultiPicklist(context, left, operator, (c) => [operand(c)]);
  const parameter = parameters.add((c) => filterValue(left, operand(c), ROUNDING[operator] ?? 'exact'));
  if (operator === '!=') return `${left.key} IS NOT ${parameter}`;
  return `${left.key} ${operator} ${parameter}`;
}

function compileRange(context: ConditionContext, left: SqlExpression, operator: SoqlOperator, range: (c: QueryContext) => DayRange): string {
  if (left.storage !== 'date' && left.storage !== 'datetime') throw queryError(`value of filter criterion for field '${left.field?.name ?? 'expression'}' must not be a date literal`);
  const { parameters } = context.environment;
  const at = (c: QueryContext, day: number): number => (left.storage === 'date' ? day : c.calendar.startOfDay(day));
  const start = (): string => parameters.add((c) => at(c, range(c).start));
  const end = (): string => parameters.add((c) => at(c, range(c).end));
  switch (operator) {
    case '=': return `(${left.key} >= ${start()} AND ${left.key} < ${end()})`;
    case '!=': return `(${left.key} IS NULL OR ${left.key} < ${start()} OR ${left.key} >= ${end()})`;
    case '<': return `${left.key} < ${start()}`;
    case '<=': return `${left.key} < ${end()}`;
    case '>': return `${left.key} >= ${end()}`;
    case '>=': return `${left.key} >= ${start()}`;
    default: throw queryError(`invalid operator on ${left.storage} field`);
  }
}

function compileList(context: ConditionContext, left: SqlExpression, operator: SoqlOperator, values: readonly SoqlValue[]): string {
  const { bridge, environment } = context;
  if (values.some((value) => value.kind === 'SoqlDateLiteral')) {
    const parts = values.map((value) => {
      if (value.kind === 'SoqlBind') return compileBoundList(context, left, 'in', environment.bindIndex.get(value)!);
      if (value.kind === 'SoqlDateLiteral') return compileRange(context, left, '=', (c) => dateLiteralRange(c.calendar, value.name, value.n));
      const literal = literalValue(value as Exclude<SoqlValue, { kind: 'SoqlBind' | 'SoqlDateLiteral' }>);
      return compileScalar(context, left, '=', () => literal, isNull(literal));
    });
    return operator === 'not in' ? `(${parts.join(' OR ')}) IS NOT TRUE` : `(${parts.join(' OR ')})`;
  }
  const operands = values.map((value): Operand => {
    if (value.kind === 'SoqlBind') {
      const index = environment.bindIndex.get(value)!;
      return (c) => plainBind(bridge, c.binds[index]);
    }
    const literal = literalValue(value as Exclude<SoqlValue, { kind: 'SoqlBind' | 'SoqlDateLiteral' }>);
    return () => literal;
  });
  const now: QueryContext = { binds: environment.binds, calendar: null!, userId: '', sharing: null! };
  const hasNull = operands.some((operand) => isNull(operand(now)));
  return listCondition(context, left, operator, (c) => operands.map((operand) => operand(c)), hasNull);
}

function compileBoundList(context: ConditionContext, left: SqlExpression, operator: SoqlOperator, index: number): string {
  const { bridge, environment } = context;
  const items: (binds: readonly unknown[]) => ReturnType<Operand>[] = (binds) => {
    const plain = bridge.plain(binds[index]);
    if (plain.kind === 'list') return plain.items.map((item) => plainBind(bridge, item));
    if (plain.kind === 'null') throw new DataError('System.NullPointerException', 'Attempt to de-reference a null object');
    return [plainBind(bridge, binds[index])];
  };
  return listCondition(context, left, operator, (c) => items(c.binds), items(environment.binds).some(isNull));
}

function listCondition(context: ConditionContext, left: SqlExpression, operator: SoqlOperator, values: (c: QueryContext) => ReturnType<Operand>[], hasNull: boolean): string {
  if (operator === 'includes' || operator === 'excludes') return compileMultiPicklist(context, left, operator, values);
  if (operator === 'like') {
    const patterns = context.environment.parameters.add((c) => jsonList(values(c).map((value) => (value.kind === 'string' ? value.value.toLowerCase() : null))));
    return `EXISTS (SELECT 1 FROM json_each(${patterns}) AS patterns WHERE ${likeExpression(left.key, 'patterns.value')})`;
  }
  const list = context.environment.parameters.add((c) => jsonList(values(c).filter((value) => !isNull(value)).map((value) => filterValue(left, value, 'exact'))));
  const isIn = inJsonList(left.key, list);
  if (operator === 'not in' || operator === '!=') return hasNull ? `(${left.key} IS NOT NULL AND NOT ${isIn})` : `(${left.key} IS NULL OR NOT ${isIn})`;
  return hasNull ? `(${left.key} IS NULL OR ${isIn})` : isIn;
}

function compileMultiPicklist(context: ConditionContext, left: SqlExpression, operator: 'includes' | 'excludes', values: (c: QueryContext) => ReturnType<Operand>[]): string {
  const parameter = context.environment.parameters.add((c) => JSON.stringify(values(c).map((value) => (value.kind === 'string' ? value.value.toLowerCase().split(';') : []))));
  const includes = `sf_includes(${left.key}, ${parameter})`;
  return operator === 'includes' ? `${includes} = 1` : `${includes} = 0`;
}

function compileSemiJoin(context: ConditionContext, left: SqlExpression, operator: SoqlOperator, query: SoqlQuery): string {
  if (left.storage !== 'id') throw queryError(`The left operand in the where expression for the semi-join must be an ID or reference field`);
  const list = context.subselect(query, left);
  if (operator === 'in') return `${left.key} IN (${list})`;
  if (operator === 'not in') return `(${left.key} IS NULL OR ${left.key} NOT IN (SELECT c0 FROM (${list}) WHERE c0 IS NOT NULL))`;
  throw queryError(`unexpected token: '('`);
}
