/** Runs queries: finds or compiles the SQL, reads all rows at once, builds records, then their children and TYPEOF parents. */
import type { SoqlBind, SoqlQuery } from '../../apex/syntax/ast.ts';
import { walk } from '../../apex/syntax/walk.ts';
import type { OutsideValue } from '../../apex/runtime/contract.ts';
import type { SObjectRecord } from '../../apex/runtime/sobject.ts';
import type { QueryOptions } from '../contract.ts';
import type { Delta } from '../delta.ts';
import type { StoredValue, TableLayout } from '../layout.ts';
import type { FieldSchema, ObjectSchema, Schema } from '../schema.ts';
import type { OrgStore } from '../store.ts';
import type { RowSources } from '../storage/connection.ts';
import type { TransactionStorage } from '../storage/transaction-storage.ts';
import type { ValueBridge } from '../values.ts';
import { compileAggregate, compileCount, isAggregateQuery, isCount } from './aggregate.ts';
import type { Calendar } from './calendar.ts';
import { Parameters } from './environment.ts';
import type { Environment, QueryContext, AccessRights } from './environment.ts';
import { inaccessible, noSuchObject, notSupported, placedAt } from './errors.ts';
import type { RefusedField } from './errors.ts';
import { checkSelected } from './security-enforced.ts';
import type { SharingContext } from '../security/record-sharing.ts';
import { checkScope, ownRows } from './using-scope.ts';
import { isNull, literalPrefix, plainBind } from './operands.ts';
import { QueryCompiler } from './query-compiler.ts';
import { buildRecord } from './records.ts';
import type { RecordPlan } from './records.ts';
import { both } from './scope.ts';
import type { Scope, SqlExpression } from './scope.ts';
import { compileSelect } from './select.ts';
import type { ChildPlan, TypeofPlan } from './select.ts';

export interface EngineHost {
  readonly store: OrgStore;
  readonly storage: TransactionStorage;
  readonly delta: Delta;
  readonly bridge: ValueBridge;
  readonly userId: string;
  /** Rights of the running user, applied in user mode. */
  accessOf(permissionSetId: string | null): AccessRights;
  calendar(): Calendar;
  format(expression: SqlExpression, value: unknown): unknown;
  formula(field: FieldSchema, object: ObjectSchema, resolve: (path: readonly string[]) => SqlExpression): SqlExpression;
  sharing(scope: Scope, rights: AccessRights): string | null;
  readonly sharingContext: SharingContext;
}

interface Compiled {
  readonly shape: string;
  readonly dependencies: Map<TableLayout, RowSources>;
  readonly parameters: Parameters;
  readonly sql: string;
  readonly bigInts: boolean;
  readonly record: RecordPlan | null;
  readonly children: readonly ChildPlan[];
  readonly typeofs: readonly TypeofPlan[];
  readonly parentColumn: number | null;
  readonly parentIds: { value: string };
  readonly rowsColumn?: number | null;
}

/** Rows that are read but not yet built into records. */
export interface QueryRun {
  readonly rows: readonly (readonly StoredValue[])[];
  readonly count: number | null;
  /** Column of the outer record's id, in a child query. */
  readonly parentColumn: number | null;
  /** Rows that were aggregated, where these count against the limit. */
  readonly aggregatedRows?: number;
  records(from: number, to: number): SObjectRecord[];
}

const compiledQueries = new WeakMap<SoqlQuery, Compiled[]>();
const bindIndexes = new WeakMap<SoqlQuery, ReadonlyMap<SoqlBind, number>>();

/** Bind variables of a query, its children's and semi-joins' too, in the order of the text. */
export function bindsOf(query: object): ReadonlyMap<SoqlBind, number> {
  let index = bindIndexes.get(query as SoqlQuery);
  if (index === undefined) {
    const binds: SoqlBind[] = [];
    walk(query as SoqlQuery, (node) => {
      if (node.kind !== 'SoqlBind') return true;
      binds.push(node as SoqlBind);
      return false;
    });
    binds.sort((a, b) => a.start - b.start);
    bindIndexes.set(query as SoqlQuery, index = new Map(binds.map((bind, i) => [bind, i])));
  }
  return index;
}

export class QueryEngine {
  readonly #host: EngineHost;

  constructor(host: EngineHost) {
    this.#host = host;
  }

  run(query: SoqlQuery, binds: readonly unknown[], options: QueryOptions, top: SoqlQuery = query): QueryRun {
    if (query.withDataCategory) throw notSupported('WITH DATA CATEGORY');
    if (query.usingScope !== null) checkScope(query.usingScope.name);
    return this.#run(query, null, null, binds, options, bindsOf(top), query.allRows);
  }

  #run(query: SoqlQuery, object: ObjectSchema | null, parent: { field: FieldSchema; ids: readonly string[] } | null, binds: readonly unknown[], options: QueryOptions, bindIndex: ReadonlyMap<SoqlBind, number>, includeDeleted: boolean): QueryRun {
    const compiled = this.#compiled(query, object, parent?.field ?? null, binds, options, bindIndex, includeDeleted);
    if (parent !== null) compiled.parentIds.value = JSON.stringify(parent.ids);
    const { storage, bridge } = this.#host;
    const context: QueryContext = { binds, calendar: this.#host.calendar(), userId: this.#host.userId, sharing: this.#host.sharingContext };
    const values = compiled.parameters.values(context);
    const name = object?.name ?? query.from.name.path.map((part) => part.name).join('.');
    const rows = storage.rows(`query of ${name}`, (connection) => connection.statements.get(compiled.sql, compiled.bigInts).all(...values) as unknown as StoredValue[][], () => values as OutsideValue[]);
    const plan = compiled.record;
    if (plan === null) return { rows: [], count: Number(rows[0]![0]), parentColumn: null, records: () => [] };
    const records = (from: number, to: number): SObjectRecord[] => {
      const built = rows.slice(from, to).map((row) => buildRecord(plan, row, bridge));
      for (const child of compiled.children) this.#attachChildren(built, child, binds, options, bindIndex, includeDeleted);
      for (const one of compiled.typeofs) this.#attachTypeof(built, one, query, binds, options, bindIndex);
      return built;
    };
    const { rowsColumn } = compiled;
    const aggregated = rowsColumn == null ? {} : { aggregatedRows: rows.reduce((sum, row) => sum + Number(row[rowsColumn]), 0) };
    return { rows, count: null, parentColumn: compiled.parentColumn, ...aggregated, records };
  }

  #compiled(query: SoqlQuery, object: ObjectSchema | null, parent: FieldSchema | null, binds: readonly unknown[], options: QueryOptions, bindIndex: ReadonlyMap<SoqlBind, number>, includeDeleted: boolean): Compiled {
    const { bridge, storage, delta } = this.#host;
    const mode = query.with?.name.toUpperCase();
    const usesAccess = mode === 'USER_MODE' || (options.accessLevel === 'user' && mode !== 'SYSTEM_MODE');
    const isEnforced = mode === 'SECURITY_ENFORCED' && !usesAccess;
    const access = usesAccess || isEnforced || options.enforceSharing ? this.#host.accessOf(options.permissionSetId ?? null) : null;
    let shape = `${options.callerNamespace}|${usesAccess}|${options.enforceSharing}|${access?.key ?? ''}|${includeDeleted}|${parent?.name}|`;
    for (const bind of binds) {
      const plain = plainBind(bridge, bind);
      shape += plain.kind !== 'list' ? (isNull(plain) ? 'n' : literalPrefix(plain) === '' ? 's' : 'p') : plain.items.some((item) => isNull(plainBind(bridge, item))) ? 'L' : 'l';
    }
    let variants = compiledQueries.get(query);
    if (variants === undefined) compiledQueries.set(query, variants = []);
    for (const variant of variants) {
      if (variant.shape === shape && this.#isCurrent(variant)) return variant;
    }
    const target = object ?? objectNamed(this.#host.store.schema, query, options.callerNamespace);
    const dependencies = new Map<TableLayout, RowSources>();
    const parameters = new Parameters();
    const refused: RefusedField[] = [];
    const environment: Environment = {
      refuse: (owner, field, asWritten) => refused.push({ object: owner, field, asWritten }),
      schema: this.#host.store.schema, callerNamespace: options.callerNamespace, access: usesAccess ? access : null, includeDeleted, parameters, bindIndex, binds,
      layoutOf: (one) => this.#host.store.layoutOf(one),
      sourcesOf: (layout) => {
        let sources = dependencies.get(layout);
        if (sources === undefined) dependencies.set(layout, sources = storage.sources(delta, layout));
        return sources;
      },
      formula: (field, owner, resolve) => this.#host.formula(field, owner, resolve),
      sharing: (scope) => both(
        options.enforceSharing || usesAccess ? this.#host.sharing(scope, access!) : null,
        query.usingScope === null || scope.layout !== this.#host.store.layoutOf(target) ? null : ownRows(scope, query.usingScope.name),
      ),
    };
    const parentIds = { value: '[]' };
    const compiler = new QueryCompiler(environment, bridge, (expression, value) => this.#host.format(expression, value), () => parentIds.value);
    const common = { shape, dependencies, parameters, parentIds };
    let compiled: Compiled;
    if (isCount(query)) {
      compiled = { ...common, sql: compileCount(compiler, query, target), bigInts: false, record: null, children: [], typeofs: [], parentColumn: null };
    } else if (isAggregateQuery(query)) {
      const { sql, record, rowsColumn } = compileAggregate(compiler, query, target);
      compiled = { ...common, sql, bigInts: true, record, children: [], typeofs: [], parentColumn: null, rowsColumn };
    } else {
      compiled = { ...common, ...compileSelect(compiler, query, target, parent) };
    }
    if (refused.length > 0) throw inaccessible(refused);
    if (isEnforced) checkSelected(this.#host.store.schema, access!, query, target, options.callerNamespace);
    variants.unshift(compiled);
    if (variants.length > 8) variants.pop();
    return compiled;
  }

  #isCurrent(variant: Compiled): boolean {
    const { storage, delta, store } = this.#host;
    for (const [layout, sources] of variant.dependencies) {
      // Another org's store has layouts of its own.
      if (store.layoutOf(layout.object) !== layout) return false;
      const now = storage.sources(delta, layout);
      if (now.hasBase !== sources.hasBase || now.hasDelta !== sources.hasDelta) return false;
    }
    return true;
  }

  #attachChildren(records: readonly SObjectRecord[], plan: ChildPlan, binds: readonly unknown[], options: QueryOptions, bindIndex: ReadonlyMap<SoqlBind, number>, includeDeleted: boolean): void {
    const { store, bridge } = this.#host;
    const object = store.schema.object(plan.child.childObject)!;
    const lookup = store.schema.field(object, plan.child.field)!;
    const ids = records.map((record) => record.fields.get('Id') as string);
    const run = this.#run(plan.query, object, { field: lookup, ids }, binds, options, bindIndex, includeDeleted);
    const built = run.records(0, run.rows.length);
    const byParent = new Map<string, SObjectRecord[]>();
    run.rows.forEach((row, i) => {
      const id = row[run.parentColumn!] as string;
      const list = byParent.get(id);
      if (list === undefined) byParent.set(id, [built[i]!]);
      else list.push(built[i]!);
    });
    const context: QueryContext = { binds, calendar: this.#host.calendar(), userId: this.#host.userId, sharing: this.#host.sharingContext };
    const number = (value: SoqlQuery['limit'], otherwise: number): number => {
      if (value === null) return otherwise;
      const compiler = new QueryCompiler({ bindIndex } as Environment, bridge, (_e, v) => v, () => '');
      return compiler.countOf(value, context, 'Limit must be a non-negative value');
    };
    const offset = number(plan.query.offset, 0);
    const limit = number(plan.query.limit, Number.MAX_SAFE_INTEGER);
    for (const record of records) {
      const list = (byParent.get(record.fields.get('Id') as string) ?? []).slice(offset, offset + limit);
      (record.relationships ??= new Map()).set(plan.relationship, bridge.list(object.name, list));
    }
  }

  #attachTypeof(records: readonly SObjectRecord[], plan: TypeofPlan, query: SoqlQuery, binds: readonly unknown[], options: QueryOptions, bindIndex: ReadonlyMap<SoqlBind, number>): void {
    const { schema } = this.#host.store;
    const byType = Map.groupBy(records, (record) => (record.fields.get(plan.idField) as string | null)?.slice(0, 3) ?? '');
    for (const [prefix, group] of byType) {
      const object = prefix === '' ? undefined : schema.objectByKeyPrefix(prefix);
      const branch = object && plan.item.whens.find((one) => schema.object(one.type.name, options.callerNamespace) === object);
      const fields = branch?.fields ?? plan.item.otherwise;
      const found = new Map<string, SObjectRecord>();
      if (object !== undefined && fields.length > 0) {
        const ids = group.map((record) => record.fields.get(plan.idField) as string);
        const inner = this.#typeofQuery(query, object, fields);
        const run = this.#run(inner, object, { field: schema.field(object, 'Id')!, ids }, binds, options, bindIndex, true);
        for (const record of run.records(0, run.rows.length)) found.set(record.fields.get('Id') as string, record);
      }
      for (const record of group) {
        (record.relationships ??= new Map()).set(plan.relationship, found.get(record.fields.get(plan.idField) as string) ?? null);
      }
    }
  }

  readonly #typeofQueries = new WeakMap<readonly unknown[], Map<ObjectSchema, SoqlQuery>>();

  #typeofQuery(outer: SoqlQuery, object: ObjectSchema, fields: TypeofPlan['item']['otherwise']): SoqlQuery {
    let byObject = this.#typeofQueries.get(fields);
    if (byObject === undefined) this.#typeofQueries.set(fields, byObject = new Map());
    let query = byObject.get(object);
    if (query === undefined) {
      const { start, end } = outer;
      const name = { kind: 'SoqlFieldName', start, end, path: [{ kind: 'Identifier', start, end, name: object.name }] } as const;
      query = {
        ...outer, select: fields.map((field) => ({ kind: 'SoqlField', start, end, field, alias: null })), from: { start, end, name, alias: null }, fromAliases: [],
        where: null, orderBy: [], limit: null, offset: null, forClause: [],
      };
      byObject.set(object, query);
    }
    return query;
  }
}

function objectNamed(schema: Schema, query: SoqlQuery, callerNamespace: string | null): ObjectSchema {
  const name = query.from.name.path.map((part) => part.name).join('.');
  const object = schema.object(name, callerNamespace);
  if (object === undefined) placedAt(query.from, () => { throw noSuchObject(name); });
  return object!;
}
