/**
 * Compiles queries with GROUP BY or aggregate functions. The inner SELECT unites the rows and gives each needed expression
 * a column, the outer one groups them. ROLLUP and CUBE become one outer SELECT per grouping set.
 */
import type { SoqlFieldName, SoqlFunctionCall, SoqlQuery } from '../../apex/syntax/ast.ts';
import type { ObjectSchema } from '../schema.ts';
import { isStoredFiner, parseDecimal, toApex } from '../values.ts';
import { compileCondition } from './conditions.ts';
import { placedAt, queryError } from './errors.ts';
import { compileRowFunction, isDateFunction } from './functions.ts';
import type { QueryCompiler } from './query-compiler.ts';
import type { RecordPlan } from './records.ts';
import { newPlan, readColumn } from './records.ts';
import { unite } from './scope.ts';
import type { Scope, SqlExpression } from './scope.ts';
import { direction } from './select.ts';

export const AGGREGATES: ReadonlySet<string> = new Set(['count', 'count_distinct', 'sum', 'avg', 'min', 'max', 'grouping']);

export function isAggregateQuery(query: SoqlQuery): boolean {
  return query.groupBy !== null || query.select.some((item) => item.kind === 'SoqlFunction' && AGGREGATES.has(item.call.name.name.toLowerCase()));
}

/** `SELECT COUNT() FROM …`: the answer is a number. */
export function isCount(query: SoqlQuery): boolean {
  const [item] = query.select;
  return query.select.length === 1 && item!.kind === 'SoqlFunction' && item.call.name.name.toLowerCase() === 'count' && item.call.arguments.length === 0 && query.groupBy === null;
}

export interface AggregatePlan {
  readonly sql: string;
  readonly record: RecordPlan;
  /** The column with the number of rows that went into a group, where they count against the limit; null: a group counts as one. */
  readonly rowsColumn: number | null;
}

/** Functions that all rows of a group count for. Source: Apex Developer Guide, Working with SOQL Aggregate Functions. */
const ROW_COUNTING: ReadonlySet<string> = new Set(['count_distinct', 'sum', 'avg', 'min', 'max']);

interface Group { readonly expression: SqlExpression; readonly text: string; readonly column: string; readonly keyColumn: string; readonly name: string }

export function compileAggregate(compiler: QueryCompiler, query: SoqlQuery, object: ObjectSchema): AggregatePlan {
  return new AggregateCompiler(compiler, compiler.scope(object, query), query).compile();
}

/** The query's rows as `c0`, without their order: what COUNT() counts. */
export function compileCount(compiler: QueryCompiler, query: SoqlQuery, object: ObjectSchema): string {
  const scope = compiler.scope(object, query);
  const where = query.where === null ? null : compileCondition(compiler.conditionContext(scope), query.where);
  const rows = unite(scope.arms(), ['1'], where);
  return `SELECT count(*) FROM (${query.limit === null && query.offset === null ? rows : `SELECT * FROM (${rows})${compiler.paging(query)}`})`;
}

/** What is asked of days in calendars: their date can't be aggregated. Source: the describe results of Task and Event (`aggregatable`). */
const ACTIVITIES: ReadonlySet<string> = new Set(['Task', 'Event']);

class AggregateCompiler {
  readonly #compiler: QueryCompiler;
  readonly #scope: Scope;
  readonly #query: SoqlQuery;
  readonly #inner: string[] = [];
  readonly #groups: Group[] = [];
  readonly #outer: string[] = [];
  readonly #plan = newPlan('AggregateResult', 0);
  #unnamed = 0;

  constructor(compiler: QueryCompiler, scope: Scope, query: SoqlQuery) {
    this.#compiler = compiler;
    this.#scope = scope;
    this.#query = query;
  }

  compile(): AggregatePlan {
    const query = this.#query;
    for (const item of query.groupBy?.fields ?? []) placedAt(item, () => this.#addGroup(item));
    if (query.groupBy === null && (query.limit !== null || query.offset !== null)) {
      throw queryError(`Non-grouped query that uses overall aggregate functions cannot also use ${query.limit !== null ? 'LIMIT' : 'OFFSET'}`);
    }
    for (const item of query.select) {
      if (item.kind === 'SoqlField') placedAt(item, () => this.#selectField(item.field, item.alias?.name ?? null));
      else if (item.kind === 'SoqlFunction') placedAt(item, () => this.#selectFunction(item.call, item.alias?.name ?? null));
      else throw queryError('Grouped query cannot contain child relationships');
    }
    const where = query.where === null ? null : compileCondition(this.#compiler.conditionContext(this.#scope), query.where);
    const having = query.having === null ? null : compileCondition(this.#havingContext(), query.having);
    const order = query.orderBy.map((item) => placedAt(item, () => ({ sql: this.#orderExpression(item.field), direction: direction(item) })));
    const sets = this.#groupingSets();
    // Without an ORDER BY, groups come in the order of their values.
    if (order.length === 0) for (const group of this.#groups) order.push({ sql: group.keyColumn, direction: sets.length > 1 ? ' NULLS LAST' : '' });
    const rows = unite(this.#scope.arms(), this.#inner.length === 0 ? ['1'] : this.#inner, where);
    const countsRows = query.select.some((item) => item.kind === 'SoqlFunction' && ROW_COUNTING.has(item.call.name.name.toLowerCase()));
    const selects = sets.map((set) => {
      const columns = [...this.#outer, ...order.map((term) => term.sql), ...(countsRows ? ['count(*)'] : [])].map((sql, i) => `${this.#forSet(sql, set)} AS o${i}`);
      const grouping = set.length === 0 ? '' : ` GROUP BY ${set.map((group) => group.keyColumn).join(', ')}`;
      const condition = having === null ? '' : ` HAVING ${this.#forSet(having, set)}`;
      return `SELECT ${columns.join(', ')} FROM rows${grouping}${condition}`;
    });
    const ordering = order.length === 0 ? '' : ` ORDER BY ${order.map((term, i) => `o${this.#outer.length + i}${term.direction}`).join(', ')}`;
    return { sql: `WITH rows AS (${rows}) SELECT * FROM (${selects.join(' UNION ALL ')})${ordering}${this.#compiler.paging(query)}`, record: this.#plan, rowsColumn: countsRows ? this.#outer.length + order.length : null };
  }

  /** In a grouping set that lacks a group, its value is null and GROUPING() of it is 1. */
  #forSet(sql: string, set: readonly Group[]): string {
    let text = sql;
    this.#groups.forEach((group, i) => {
      const isIn = set.includes(group);
      text = text.replaceAll(`grouping_${i}_`, isIn ? '0' : '1');
      if (!isIn) text = text.replaceAll(`max(${group.column})`, 'NULL').replaceAll(new RegExp(`(?<![\\w(])${group.keyColumn}(?!\\w)`, 'g'), 'NULL');
    });
    return text;
  }

  #groupingSets(): Group[][] {
    const groups = this.#groups;
    const kind = this.#query.groupBy?.grouping ?? 'plain';
    if (kind === 'plain') return [groups];
    if (groups.length > 3) throw queryError(`${kind === 'rollup' ? 'ROLLUP' : 'CUBE'} supports at most 3 fields`);
    if (kind === 'rollup') return groups.map((_, i) => groups.slice(0, groups.length - i)).concat([[]]);
    return Array.from({ length: 2 ** groups.length }, (_, bits) => groups.filter((_group, i) => (bits & (1 << i)) === 0));
  }

  #column(sql: string): string {
    const known = this.#inner.indexOf(sql);
    return `c${known >= 0 ? known : this.#inner.push(sql) - 1}`;
  }

  #addGroup(item: SoqlFieldName | SoqlFunctionCall): void {
    const expression = this.#rowExpression(item);
    if (expression.storage === 'longText' || expression.storage === 'blob') throw queryError(`field '${expression.field?.name}' can not be grouped in a query call`);
    const text = textOf(item);
    if (this.#groups.some((group) => group.text === text)) throw queryError(`duplicate grouping expression: ${text}`);
    const last = item.kind === 'SoqlFieldName' ? item.path.at(-1)!.name : '';
    this.#groups.push({ expression, text, column: this.#column(expression.sql), keyColumn: this.#column(expression.key), name: expression.field?.name ?? last });
  }

  #rowExpression(item: SoqlFieldName | SoqlFunctionCall): SqlExpression {
    if (item.kind === 'SoqlFieldName') return this.#scope.resolve(item.path.map((part) => part.name));
    return compileRowFunction(this.#compiler.environment, this.#scope, item);
  }

  #groupOf(item: SoqlFieldName | SoqlFunctionCall): Group | undefined {
    const text = textOf(item);
    const exact = this.#groups.find((group) => group.text === text);
    if (exact !== undefined || item.kind !== 'SoqlFieldName') return exact;
    const { sql } = this.#rowExpression(item);
    return this.#groups.find((group) => group.expression.sql === sql);
  }

  #selectField(field: SoqlFieldName, alias: string | null): void {
    const group = this.#groupOf(field);
    const written = field.path.map((part) => part.name).join('.');
    if (group === undefined) throw queryError(`Field must be grouped or aggregated: ${written}`);
    this.#add(alias ?? group.name, `max(${group.column})`, group.expression);
  }

  #add(name: string, sql: string, as: Pick<SqlExpression, 'storage' | 'scale' | 'field'>): void {
    const index = this.#outer.push(sql) - 1;
    this.#plan.fields.push({ name, read: readColumn(index, as.storage, as.scale, as.field === null || isStoredFiner(as.field)) });
  }

  #selectFunction(call: SoqlFunctionCall, alias: string | null): void {
    const name = alias ?? `expr${this.#unnamed++}`;
    const kind = call.name.name.toLowerCase();
    const group = this.#groupOf(call);
    if (group !== undefined) return this.#add(name, `max(${group.column})`, group.expression);
    if (isDateFunction(kind)) throw queryError(`Field must be grouped or aggregated: ${textOf(call)}`);
    const aggregate = this.#aggregate(call);
    if (kind === 'avg') {
      const { scale, column } = aggregate;
      const sum = this.#outer.push(`sum(${column})`) - 1;
      const count = this.#outer.push(`count(${column})`) - 1;
      this.#plan.fields.push({
        name,
        read: (row, bridge) => {
          if (Number(row[count]) === 0) return null;
          const average = parseDecimal(String(Number(row[sum]) / Number(row[count]) / 10 ** scale))!;
          return bridge.decimal(average.unscaled, average.scale);
        },
      });
      return;
    }
    if ((kind === 'min' || kind === 'max') && aggregate.storage === 'text') {
      const index = this.#outer.push(aggregate.sql) - 1;
      this.#plan.fields.push({
        name,
        read: (row, bridge) => {
          const value = row[index] as string | null;
          return value === null ? null : toApex(bridge, 'text', 0, value.slice(value.lastIndexOf('\u0001') + 1));
        },
      });
      return;
    }
    this.#add(name, aggregate.sql, aggregate);
  }

  #aggregate(call: SoqlFunctionCall): SqlExpression & { column: string } {
    const kind = call.name.name.toLowerCase();
    const [argument] = call.arguments;
    const integer = (sql: string) => ({ sql, key: sql, storage: 'integer' as const, scale: 0, field: null, column: '' });
    if (kind === 'count' && argument === undefined) return integer('count(*)');
    if (argument === undefined || (argument.kind !== 'SoqlFieldName' && argument.kind !== 'SoqlFunctionCall')) throw queryError(`unexpected token: ')'`);
    if (kind === 'grouping') {
      const index = this.#groups.indexOf(this.#groupOf(argument)!);
      if (index < 0) throw queryError(`Field must be grouped or aggregated: ${textOf(argument)}`);
      return integer(`grouping_${index}_`);
    }
    if (!AGGREGATES.has(kind)) throw queryError(`unexpected token: '${call.name.name}'`);
    const value = this.#rowExpression(argument);
    const numeric = ['decimal', 'integer', 'long', 'double'].includes(value.storage);
    switch (kind) {
      // Nothing has to be carried along to count rows.
      case 'count': return integer(value.field?.type === 'Id' && value.sql === this.#scope.resolve(['Id']).sql ? 'count(*)' : `count(${this.#column(value.sql)})`);
      case 'count_distinct': return integer(`count(DISTINCT ${this.#column(value.key)})`);
      case 'sum': case 'avg': {
        if (!numeric) throw queryError(`field ${value.field?.name ?? textOf(argument)} does not support aggregate operator ${kind.toUpperCase()}`);
        const column = this.#column(value.sql);
        const sql = kind === 'sum' ? `sum(${column})` : `(sum(${column}) * 1.0 / count(${column}))`;
        return { ...value, sql, key: sql, storage: value.storage === 'integer' ? 'decimal' : value.storage, field: null, column };
      }
      default: {
        if (value.field?.name === 'ActivityDate' && ACTIVITIES.has(this.#scope.layout.object.name)) throw queryError(`field ActivityDate does not support aggregate operator ${kind.toUpperCase()}`);
        const column = this.#column(value.sql);
        if (value.storage !== 'text') return { ...value, sql: `${kind}(${column})`, key: `${kind}(${column})`, field: null, column };
        // The greatest key brings its own text along.
        const sql = `${kind}(${this.#column(`${value.key} || char(1) || ${value.sql}`)})`;
        return { ...value, sql, key: `${kind}(${this.#column(value.key)})`, field: null, column };
      }
    }
  }

  #havingContext(): Parameters<typeof compileCondition>[0] {
    const context = this.#compiler.conditionContext(this.#scope);
    return {
      ...context,
      expression: (item) => {
        const group = this.#groupOf(item);
        if (group !== undefined) return { ...group.expression, sql: `max(${group.column})`, key: group.keyColumn };
        if (item.kind === 'SoqlFieldName') throw queryError(`Field must be grouped or aggregated: ${textOf(item)}`);
        return this.#aggregate(item);
      },
      subselect: () => { throw queryError('Semi join sub-selects are not allowed in the HAVING clause'); },
    };
  }

  #orderExpression(item: SoqlFieldName | SoqlFunctionCall): string {
    const group = this.#groupOfOrder(item);
    if (group !== undefined) return group.keyColumn;
    if (item.kind === 'SoqlFunctionCall') return this.#aggregate(item).key;
    const index = this.#plan.fields.findIndex((field) => field.name.toLowerCase() === item.path[0]!.name.toLowerCase());
    if (item.path.length === 1 && index >= 0 && this.#outer.length === this.#plan.fields.length) return this.#outer[index]!;
    throw queryError(`Ordered field must be grouped or aggregated: ${textOf(item)}`);
  }

  #groupOfOrder(item: SoqlFieldName | SoqlFunctionCall): Group | undefined {
    const text = textOf(item);
    const exact = this.#groups.find((group) => group.text === text);
    if (exact !== undefined || item.kind !== 'SoqlFieldName') return exact;
    const isAlias = item.path.length === 1 && this.#plan.fields.some((field) => field.name.toLowerCase() === text);
    return isAlias && this.#scope.environment.schema.field(this.#scope.layout.object, item.path[0]!.name, this.#scope.environment.callerNamespace) === undefined
      ? undefined : this.#groupOf(item);
  }
}

function textOf(item: SoqlFieldName | SoqlFunctionCall): string {
  if (item.kind === 'SoqlFieldName') return item.path.map((part) => part.name).join('.').toLowerCase();
  return `${item.name.name.toLowerCase()}(${item.arguments.map((one) => (one.kind === 'SoqlFieldName' || one.kind === 'SoqlFunctionCall' ? textOf(one) : '')).join(',')})`;
}
