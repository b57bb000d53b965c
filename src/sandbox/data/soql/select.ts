/** Compiles a query that returns records (not aggregates): one SELECT, and plans for children and TYPEOF parents. */
import type { SoqlFieldName, SoqlFunctionCall, SoqlOrderItem, SoqlQuery, SoqlSelectItem } from '../../apex/syntax/ast.ts';
import { inJsonList } from '../dialect.ts';
import type { ChildRelationship, FieldSchema, ObjectSchema } from '../schema.ts';
import { compileCondition } from './conditions.ts';
import type { ConditionContext } from './conditions.ts';
import { addressParts } from './compound.ts';
import { noSuchChildRelationship, placedAt, queryError } from './errors.ts';
import { expandFields } from './fields-function.ts';
import { compileRowFunction } from './functions.ts';
import { NAME_FIELDS } from './polymorphic.ts';
import type { QueryCompiler } from './query-compiler.ts';
import { newPlan, Projection, readColumn } from './records.ts';
import { isStoredFiner } from '../values.ts';
import type { RecordPlan } from './records.ts';
import { both, unite } from './scope.ts';
import type { Position, Scope, SqlExpression } from './scope.ts';

export interface ChildPlan { readonly relationship: string; readonly query: SoqlQuery; readonly child: ChildRelationship }
export interface TypeofPlan {
  readonly relationship: string;
  readonly idField: string;
  readonly item: Extract<SoqlSelectItem, { kind: 'SoqlTypeof' }>;
}

export interface SelectPlan {
  readonly sql: string;
  readonly bigInts: boolean;
  readonly object: ObjectSchema;
  readonly record: RecordPlan;
  readonly children: readonly ChildPlan[];
  readonly typeofs: readonly TypeofPlan[];
  /** Column of the parent's id, in the query of a child relationship. */
  readonly parentColumn: number | null;
}

/** `parent`: the lookup by which rows belong to the records of an outer query, whose ids come as a JSON list. */
export function compileSelect(compiler: QueryCompiler, query: SoqlQuery, object: ObjectSchema, parent: FieldSchema | null): SelectPlan {
  const scope = compiler.scope(object, query);
  return new SelectCompiler(compiler, scope, query).compile(parent);
}

class SelectCompiler {
  readonly #compiler: QueryCompiler;
  readonly #scope: Scope;
  readonly #query: SoqlQuery;
  readonly #projection = new Projection();
  readonly #root: RecordPlan;
  readonly #children: ChildPlan[] = [];
  readonly #typeofs: TypeofPlan[] = [];

  constructor(compiler: QueryCompiler, scope: Scope, query: SoqlQuery) {
    this.#compiler = compiler;
    this.#scope = scope;
    this.#query = query;
    const id = scope.resolve(['Id']);
    this.#root = newPlan(scope.layout.object.name, this.#projection.add(id.sql, 'id'));
  }

  compile(parent: FieldSchema | null): SelectPlan {
    const { object } = this.#scope.layout;
    for (const item of this.#query.select) placedAt(item.kind === 'SoqlSubquery' ? item.query.from : item, () => this.#selectItem(item));
    if (!this.#root.fields.some((one) => one.name === 'Id')) this.#root.fields.push({ name: 'Id', read: readColumn(this.#root.idColumn, 'id', 0) });
    const context = this.#compiler.conditionContext(this.#scope);
    let where = this.#query.where === null ? null : compileCondition(context, this.#query.where);
    let parentColumn: number | null = null;
    if (parent !== null) {
      const lookup = this.#scope.resolve([parent.name]);
      parentColumn = this.#projection.add(lookup.sql, 'id');
      where = both(inJsonList(lookup.sql, this.#compiler.environment.parameters.add(() => this.#compiler.parentIds())), where);
    }
    const order = orderTerms(this.#compiler, this.#scope, context, this.#query.orderBy);
    const arms = this.#scope.arms();
    const { columns } = this.#projection;
    // Without arms to unite, the database may read in index order.
    const paging = parent === null ? this.#compiler.paging(this.#query) : '';
    let sql: string;
    if (arms.length === 1) {
      sql = `${unite(arms, columns, where)} ORDER BY ${order.map((term) => term.sql + term.direction).join(', ')}${paging}`;
    } else {
      const all = [...columns, ...order.map((term) => term.sql)];
      sql = `SELECT * FROM (${unite(arms, all, where)}) ORDER BY ${order.map((term, i) => `c${columns.length + i}${term.direction}`).join(', ')}${paging}`;
    }
    return { sql, bigInts: this.#projection.hasBigInts, object, record: this.#root, children: this.#children, typeofs: this.#typeofs, parentColumn };
  }

  #selectItem(item: SoqlSelectItem): void {
    switch (item.kind) {
      case 'SoqlField':
        if (item.alias !== null) throw queryError('only aggregate expressions use field aliasing');
        return this.#selectPath(item.field.path.map((part) => part.name));
      case 'SoqlSubquery': return this.#selectChildren(item.query);
      case 'SoqlTypeof': return this.#selectTypeof(item);
      default: return this.#selectFunction(item.call, item.alias?.name ?? null);
    }
  }

  #selectPath(path: readonly string[], read?: (expression: SqlExpression) => RecordPlan['fields'][number]['read'], alias?: string): void {
    const { position, field } = this.#scope.locate(path);
    const plan = this.#planFor(position);
    const written = path[path.length - 1]!;
    if (position.kind === 'row') {
      const schema = this.#compiler.environment.schema.field(position.layout.object, field, this.#compiler.environment.callerNamespace);
      if (schema !== undefined && (schema.type === 'Address' || schema.type === 'Location') && schema.formula === null) return this.#selectCompound(plan, position, schema);
    }
    const expression = this.#scope.fieldAt(position, field, written);
    const name = alias ?? expression.field?.name ?? (position.kind === 'polymorphic' ? NAME_FIELDS.get(written.toLowerCase())?.name : undefined) ?? written;
    if (plan.fields.some((one) => one.name === name)) {
      // A path may be the second to bring in a lookup; the same field written twice is refused.
      if (alias === undefined && path.length === 1 && name !== 'Id' && !this.#implied.has(name)) throw queryError(`duplicate field selected: ${written}`);
      return;
    }
    const index = this.#projection.add(expression.sql, expression.storage);
    plan.fields.push({ name, read: read?.(expression) ?? readColumn(index, expression.storage, expression.scale, expression.field !== null && isStoredFiner(expression.field)) });
  }

  readonly #implied = new Set<string>();

  #planFor(position: Position): RecordPlan {
    let plan = this.#root;
    let at: Position = this.#scope.root;
    for (const name of position.relationships) {
      const owner: Position = at;
      at = this.#scope.parent(at, name);
      let next = plan.parents.get(name);
      if (next === undefined) {
        this.#selectLookup(plan, owner, name);
        const id = at.kind === 'row' ? this.#scope.fieldAt(at, 'Id', 'Id').sql : at.id;
        next = newPlan(at.kind === 'row' ? at.layout.object.name : 'Name', this.#projection.add(id, 'id'));
        plan.parents.set(name, next);
        next.fields.push({ name: 'Id', read: readColumn(next.idColumn, 'id', 0) });
      }
      plan = next;
    }
    return plan;
  }

  /** A parent's fields bring in the lookup that leads to it. */
  #selectLookup(plan: RecordPlan, owner: Position, relationship: string): void {
    if (owner.kind !== 'row') return;
    const { schema, callerNamespace } = this.#compiler.environment;
    const lookup = schema.parentRelationship(owner.layout.object, relationship, callerNamespace);
    if (lookup === undefined || plan.fields.some((one) => one.name === lookup.name)) return;
    const { sql, storage, scale } = this.#scope.fieldAt(owner, lookup.name, lookup.name);
    plan.fields.push({ name: lookup.name, read: readColumn(this.#projection.add(sql, storage), storage, scale) });
    if (plan === this.#root) this.#implied.add(lookup.name);
  }

  #selectCompound(plan: RecordPlan, position: Position, schema: FieldSchema): void {
    const parts = addressParts(schema).map(({ part, field }) => {
      const exists = position.kind === 'row' && position.layout.byField.has(field.toLowerCase());
      if (!exists) return null;
      const expression = this.#scope.fieldAt(position, field, field);
      return { part, read: readColumn(this.#projection.add(expression.sql, expression.storage), expression.storage, expression.scale, expression.field !== null && isStoredFiner(expression.field)) };
    }).filter((one) => one !== null);
    plan.fields.push({
      name: schema.name,
      read: (row, bridge) => {
        const values = new Map(parts.map(({ part, read }) => [part, read(row, bridge)]));
        return [...values.values()].every((value) => value === null) ? null : bridge.compound(schema.type as 'Address' | 'Location', values);
      },
    });
  }

  #selectFunction(call: SoqlFunctionCall, alias: string | null): void {
    const name = call.name.name.toLowerCase();
    let [argument] = call.arguments;
    // One currency: nothing is converted.
    if (argument?.kind === 'SoqlFunctionCall' && argument.name.name.toLowerCase() === 'convertcurrency') [argument] = argument.arguments;
    if (name === 'fields') {
      const group = argument?.kind === 'SoqlFieldName' ? argument.path[0]!.name : '';
      for (const field of expandFields(this.#compiler.environment, this.#scope.layout.object, group, this.#query)) this.#selectPath([field.name]);
      return;
    }
    if (argument?.kind === 'SoqlFieldName' && (name === 'tolabel' || name === 'format' || name === 'convertcurrency')) {
      const path = argument.path.map((part) => part.name);
      const own = alias ?? undefined;
      if (name === 'convertcurrency') return this.#selectPath(path, undefined, own);
      return this.#selectPath(path, (expression) => {
        const raw = readColumn(this.#projection.add(expression.sql, expression.storage), expression.storage, expression.scale, expression.field !== null && isStoredFiner(expression.field));
        return name === 'tolabel' ? (row, bridge) => labelOf(expression.field, raw(row, bridge)) : (row, bridge) => this.#compiler.format(expression, raw(row, bridge));
      }, own);
    }
    const expression = compileRowFunction(this.#compiler.environment, this.#scope, call);
    const index = this.#projection.add(expression.sql, expression.storage);
    this.#root.fields.push({ name: alias ?? `expr${this.#unnamed++}`, read: readColumn(index, expression.storage, expression.scale, expression.field !== null && isStoredFiner(expression.field)) });
  }

  #unnamed = 0;

  #selectChildren(query: SoqlQuery): void {
    const { schema, callerNamespace } = this.#compiler.environment;
    const parts = query.from.name.path.map((part) => part.name);
    const name = parts[parts.length - 1]!;
    const child = schema.childRelationship(this.#scope.layout.object, name, callerNamespace);
    if (child === undefined || child.name === null) throw noSuchChildRelationship(name);
    this.#children.push({ relationship: child.name, query, child });
  }

  #selectTypeof(item: Extract<SoqlSelectItem, { kind: 'SoqlTypeof' }>): void {
    const { schema, callerNamespace } = this.#compiler.environment;
    const name = item.field.path.at(-1)!.name;
    const lookup = schema.parentRelationship(this.#scope.layout.object, name, callerNamespace);
    if (item.field.path.length !== 1 || lookup === undefined) throw queryError(`TYPEOF must be used with a polymorphic relationship: ${name}`);
    this.#implied.add(lookup.name);
    this.#selectPath([lookup.name]);
    this.#typeofs.push({ relationship: lookup.relationshipName ?? name, idField: lookup.name, item });
  }
}

function labelOf(field: FieldSchema | null, value: unknown): unknown {
  if (typeof value !== 'string' || field === null) return value;
  const label = (one: string): string => field.picklistValues.find((entry) => entry.value.toLowerCase() === one.toLowerCase())?.label ?? one;
  return field.type === 'MultiPicklist' ? value.split(';').map(label).join(';') : label(value);
}

export interface OrderTerm { readonly sql: string; readonly direction: string }

/** Ties, and rows without any order, come in the order of their ids: that is the order of insertion. */
export function orderTerms(compiler: QueryCompiler, scope: Scope, context: ConditionContext, items: readonly SoqlOrderItem[]): OrderTerm[] {
  const terms = items.map((item): OrderTerm => {
    const expression = context.expression(item.field);
    if (expression.storage === 'longText' || expression.storage === 'blob') throw queryError(`field '${expression.field?.name ?? pathText(item.field)}' can not be sorted in a query call`);
    return { sql: picklistOrder(compiler, expression), direction: direction(item) };
  });
  const byName = scope.layout.object.kind === 'customMetadata' && scope.layout.byField.has('developername');
  terms.push({ sql: byName ? scope.resolve(['DeveloperName']).key : scope.resolve(['Id']).sql, direction: '' });
  return terms;
}

export function direction(item: SoqlOrderItem): string {
  return `${item.descending ? ' DESC' : ''} NULLS ${item.nulls === 'last' ? 'LAST' : 'FIRST'}`;
}

function picklistOrder(compiler: QueryCompiler, expression: SqlExpression): string {
  const values = expression.field?.type === 'Picklist' ? expression.field.picklistValues : [];
  if (values.length === 0 || expression.sql === 'NULL') return expression.key;
  const { parameters } = compiler.environment;
  const list = parameters.constant(JSON.stringify(Object.fromEntries(values.map((one, i) => [one.value.toLowerCase().replaceAll('"', ''), String(i).padStart(5, '0')]))));
  // Values that the set doesn't know come last, by text.
  return `coalesce(${list} ->> ('$."' || replace(${expression.key}, '"', '') || '"'), ${expression.key})`;
}

function pathText(field: SoqlFieldName | SoqlFunctionCall): string {
  return field.kind === 'SoqlFieldName' ? field.path.map((part) => part.name).join('.') : field.name.name;
}
