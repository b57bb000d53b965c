/** What the compilers of one SQL text share: the environment, the paging clause, semi-joins. */
import type { SQLInputValue } from 'node:sqlite';
import type { SoqlNumber, SoqlQuery } from '../../apex/syntax/ast.ts';
import type { ObjectSchema } from '../schema.ts';
import type { ValueBridge } from '../values.ts';
import { decimalOf } from '../values.ts';
import { compileCondition } from './conditions.ts';
import type { ConditionContext } from './conditions.ts';
import type { Environment, QueryContext } from './environment.ts';
import { noSuchObject, placedAt, queryError } from './errors.ts';
import { compileRowFunction } from './functions.ts';
import { Scope, unite } from './scope.ts';
import type { SqlExpression } from './scope.ts';

const MAXIMUM_OFFSET = 2000;

export class QueryCompiler {
  readonly environment: Environment;
  readonly bridge: ValueBridge;
  readonly format: (expression: SqlExpression, value: unknown) => unknown;
  /** JSON list of the outer records' ids, when a child query runs. */
  readonly parentIds: () => SQLInputValue;

  constructor(environment: Environment, bridge: ValueBridge, format: QueryCompiler['format'], parentIds: () => SQLInputValue) {
    this.environment = environment;
    this.bridge = bridge;
    this.format = format;
    this.parentIds = parentIds;
  }

  scope(object: ObjectSchema, query: SoqlQuery): Scope {
    const names = [object.name, query.from.name.path.at(-1)!.name];
    if (query.from.alias !== null) names.push(query.from.alias.name);
    const aliases = new Map<string, readonly string[]>();
    for (const further of query.fromAliases) {
      const path = further.name.path.map((part) => part.name);
      const expanded = [...(aliases.get(path[0]!.toLowerCase()) ?? (names.some((name) => name.toLowerCase() === path[0]!.toLowerCase()) ? [] : [path[0]!])), ...path.slice(1)];
      if (further.alias !== null) aliases.set(further.alias.name.toLowerCase(), expanded);
    }
    return new Scope(this.environment, object, names, aliases);
  }

  object(name: string): ObjectSchema {
    const object = this.environment.schema.object(name, this.environment.callerNamespace);
    if (object === undefined) throw noSuchObject(name);
    return object;
  }

  conditionContext(scope: Scope, isNested = false): ConditionContext {
    return {
      environment: this.environment,
      bridge: this.bridge,
      expression: (field) => placedAt(field, () => (field.kind === 'SoqlFieldName' ? scope.resolve(field.path.map((part) => part.name)) : compileRowFunction(this.environment, scope, field))),
      subselect: (query) => {
        if (isNested) throw queryError('Nesting of semi join sub-selects is not supported');
        return this.#subselect(query);
      },
    };
  }

  #subselect(query: SoqlQuery): string {
    const scope = this.scope(this.object(query.from.name.path.map((part) => part.name).join('.')), query);
    const [item] = query.select;
    if (query.select.length !== 1 || item!.kind !== 'SoqlField') throw queryError('The inner select of a semi join must have exactly one ID or reference field');
    const value = scope.resolve(item!.field.path.map((part) => part.name));
    if (value.storage !== 'id') throw queryError(`The selected field '${value.field?.name}' in the subquery and the left operand field in the where expression in the outer query should point to the same object type`);
    const where = query.where === null ? null : compileCondition(this.conditionContext(scope, true), query.where);
    return unite(scope.arms(), [value.sql], where);
  }

  /** LIMIT and OFFSET of a query. */
  paging(query: SoqlQuery): string {
    const limit = query.limit === null ? null : this.#number(query.limit, 'Limit must be a non-negative value');
    const offset = query.offset === null ? null : this.#number(query.offset, 'SOQL offset must be a non-negative value', MAXIMUM_OFFSET);
    if (limit === null && offset === null) return '';
    return ` LIMIT ${limit ?? '-1'}${offset === null ? '' : ` OFFSET ${offset}`}`;
  }

  #number(number: SoqlNumber, negative: string, maximum?: number): string {
    return this.environment.parameters.add((context) => this.countOf(number, context, negative, maximum));
  }

  countOf(number: SoqlNumber, context: QueryContext, negative: string, maximum?: number): number {
    let value: number;
    if (number.kind === 'SoqlNumber') value = Number(number.text);
    else {
      const decimal = decimalOf(this.bridge.plain(context.binds[this.environment.bindIndex.get(number)!]));
      if (decimal === null) throw queryError(negative);
      value = Number(decimal.unscaled) / 10 ** decimal.scale;
    }
    if (value < 0) throw queryError(negative);
    if (maximum !== undefined && value > maximum) throw queryError(`Maximum SOQL offset allowed is ${maximum}`);
    return value;
  }
}
