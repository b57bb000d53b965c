/**
 * The FROM part of one query level: a root object and the parents that its paths reach.
 *
 * An object without changes is its base table. With changes the root is read in two arms, base rows that no change hides
 * and the changed rows; parents are joined on delta and base side by side, of which at most one has the row.
 */
import { quote } from '../dialect.ts';
import type { Column, StorageClass, TableLayout } from '../layout.ts';
import type { FieldSchema, ObjectSchema } from '../schema.ts';
import type { RowSources } from '../storage/connection.ts';
import type { Environment } from './environment.ts';
import { noSuchColumn, noSuchRelationship, notSupported } from './errors.ts';
import { NAME_FIELDS, polymorphicValue } from './polymorphic.ts';

export interface SqlExpression {
  /** The stored value. */
  readonly sql: string;
  /** What is compared, ordered and grouped: the folded key of text. */
  readonly key: string;
  readonly storage: StorageClass;
  readonly scale: number;
  /** null for computed values. */
  readonly field: FieldSchema | null;
}

/** A record that a path has reached: a table row, or a polymorphic parent known only by its id. */
export type Position =
  | { readonly kind: 'row'; readonly layout: TableLayout; readonly alias: string; readonly sources: RowSources | null; readonly relationships: readonly string[] }
  | { readonly kind: 'polymorphic'; readonly id: string; readonly field: FieldSchema; readonly relationships: readonly string[] };

export const EMPTY_SOURCE = '(SELECT NULL WHERE 0)';

export function expressionOf(column: Column, sql: string, key: string | null): SqlExpression {
  return { sql, key: key ?? sql, storage: column.storage, scale: column.scale, field: column.field };
}

/** One FROM of the root: `arms` differ only in it. */
export interface Arm { readonly from: string; readonly where: string | null }

export class Scope {
  readonly environment: Environment;
  readonly layout: TableLayout;
  readonly alias: string;
  readonly root: Position & { kind: 'row' };
  readonly #sources: RowSources;
  readonly #joins = new Map<string, { readonly sql: string; readonly position: Position }>();
  /** Names that stand for the root in paths: its alias and its own name. */
  readonly #rootNames: ReadonlySet<string>;
  readonly #pathAliases: ReadonlyMap<string, readonly string[]>;

  constructor(environment: Environment, object: ObjectSchema, rootNames: readonly string[], pathAliases: ReadonlyMap<string, readonly string[]> = new Map()) {
    this.environment = environment;
    if (environment.access !== null && !environment.access.canReadObject(object)) environment.refuse(object, null, object.name);
    this.layout = environment.layoutOf(object);
    this.alias = environment.parameters.newAlias();
    this.#sources = environment.sourcesOf(this.layout);
    this.root = { kind: 'row', layout: this.layout, alias: this.alias, sources: null, relationships: [] };
    this.#rootNames = new Set(rootNames.map((name) => name.toLowerCase()));
    this.#pathAliases = pathAliases;
  }

  /** The field at the end of a path, as written: `Name`, `Account.Owner.Name`, `a.Name`. */
  resolve(path: readonly string[]): SqlExpression {
    const { position, field } = this.locate(path);
    return this.fieldAt(position, field, path[path.length - 1]!);
  }

  /** The record that the path's relationships lead to, and the field's name. */
  locate(path: readonly string[]): { position: Position; field: string } {
    const parts = this.#withoutRootName(path);
    let position: Position = this.root;
    for (const name of parts.slice(0, -1)) position = this.parent(position, name);
    return { position, field: parts[parts.length - 1]! };
  }

  #withoutRootName(path: readonly string[]): readonly string[] {
    if (path.length < 2) return path;
    const first = path[0]!.toLowerCase();
    const expansion = this.#pathAliases.get(first);
    if (expansion !== undefined) return [...expansion, ...path.slice(1)];
    if (!this.#rootNames.has(first)) return path;
    const { schema, callerNamespace } = this.environment;
    // A self-lookup may be called like its object: the relationship wins.
    const isRelationship = schema.parentRelationship(this.layout.object, path[0]!, callerNamespace) !== undefined;
    return isRelationship ? path : path.slice(1);
  }

  /** Steps over a parent relationship; joins once however many paths use it. */
  parent(position: Position, name: string): Position {
    const { environment } = this;
    const key = [...position.relationships, name].join('.').toLowerCase();
    const known = this.#joins.get(key);
    if (known !== undefined) return known.position;
    const lookup = this.#lookupField(position, name);
    const id = this.fieldAt(position, lookup.name, lookup.name).sql;
    const relationships = [...position.relationships, lookup.relationshipName ?? name];
    const target = lookup.referenceTo.length === 1 ? environment.schema.object(lookup.referenceTo[0]!) : undefined;
    let entry: { sql: string; position: Position };
    if (target === undefined || target.name === 'Name') {
      entry = { sql: '', position: { kind: 'polymorphic', id, field: lookup, relationships } };
    } else {
      const layout = environment.layoutOf(target);
      const sources = environment.sourcesOf(layout);
      const alias = `p${this.alias}_${this.#joins.size}`;
      entry = { sql: joinSql(layout, sources, alias, id), position: { kind: 'row', layout, alias, sources, relationships } };
    }
    this.#joins.set(key, entry);
    return entry.position;
  }

  #lookupField(position: Position, name: string): FieldSchema {
    const { schema, callerNamespace, access } = this.environment;
    if (position.kind === 'row') {
      const lookup = schema.parentRelationship(position.layout.object, name, callerNamespace);
      if (lookup === undefined) throw noSuchRelationship(name);
      if (access !== null && !access.canReadField(position.layout.object, lookup)) this.environment.refuse(position.layout.object, lookup, lookup.name);
      return lookup;
    }
    const user = schema.object('User');
    const lookup = user && schema.parentRelationship(user, name);
    if (lookup === undefined || !NAME_FIELDS.has(lookup.name.toLowerCase())) throw noSuchRelationship(name);
    return lookup;
  }

  fieldAt(position: Position, name: string, asWritten: string): SqlExpression {
    const { schema, callerNamespace, access } = this.environment;
    if (position.kind === 'polymorphic') return polymorphicValue(this.environment, position.id, position.field, asWritten);
    const { object } = position.layout;
    const field = schema.field(object, name, callerNamespace);
    if (field === undefined) throw noSuchColumn(asWritten, object.name);
    if (access !== null && !access.canReadField(object, field)) this.environment.refuse(object, field, asWritten);
    if (field.formula !== null) {
      return this.environment.formula(field, object, (path) => {
        let at: Position = position;
        for (const step of path.slice(0, -1)) at = this.parent(at, step);
        return this.fieldAt(at, path[path.length - 1]!, path[path.length - 1]!);
      });
    }
    const column = position.layout.byField.get(field.name.toLowerCase());
    if (column === undefined) throw notSupported(`${field.type} field ${object.name}.${field.name} in this place of a query`);
    return this.columnAt(position, column);
  }

  /** A stored column of a record. */
  columnAt(position: Position & { kind: 'row' }, column: Column): SqlExpression {
    const { alias, sources } = position;
    const of = (name: string): string => {
      if (sources === null || (sources.hasBase !== sources.hasDelta)) return `${alias}.${name}`;
      return sources.hasBase ? `coalesce(${alias}d.${name}, ${alias}.${name})` : 'NULL';
    };
    const isEmpty = sources === null && !this.#sources.hasBase && !this.#sources.hasDelta;
    if (isEmpty) return expressionOf(column, 'NULL', null);
    return expressionOf(column, column === position.layout.isDeleted ? `min(${of(column.sql)}, 1)` : of(column.sql), column.key === null ? null : of(column.key));
  }

  /** The FROM parts to read and unite, after every path is resolved. `where` is the condition common to all. */
  arms(): Arm[] {
    const { hasBase, hasDelta } = this.#sources;
    const joins = [...this.#joins.values()].map((join) => join.sql).join('');
    const { alias, layout } = this;
    if (!hasBase && !hasDelta) return [{ from: `${EMPTY_SOURCE} ${alias}${joins}`, where: null }];
    const visible = this.#visibility();
    const arms: Arm[] = [];
    if (hasBase) {
      const ghosts = hasDelta ? `${alias}."Id" NOT IN (SELECT "Id" FROM temp.${layout.ghostName})` : null;
      arms.push({ from: `${layout.baseTable} ${alias}${joins}`, where: both(visible, ghosts) });
    }
    if (hasDelta) arms.push({ from: `temp.${layout.deltaName} ${alias}${joins}`, where: visible });
    return arms;
  }

  #visibility(): string | null {
    const { isDeleted } = this.layout;
    const alive = isDeleted === null || this.environment.includeDeleted ? null : `${this.alias}.${isDeleted.sql} IS NOT TRUE`;
    return both(alive, this.environment.sharing(this));
  }
}

function joinSql(layout: TableLayout, sources: RowSources, alias: string, id: string): string {
  const { hasBase, hasDelta } = sources;
  if (hasBase && hasDelta) {
    return ` LEFT JOIN temp.${layout.deltaName} ${alias}d ON ${alias}d."Id" = ${id}`
      + ` LEFT JOIN ${layout.baseTable} ${alias} ON ${alias}."Id" = ${id} AND ${alias}."Id" NOT IN (SELECT "Id" FROM temp.${layout.ghostName})`;
  }
  if (hasBase) return ` LEFT JOIN ${layout.baseTable} ${alias} ON ${alias}."Id" = ${id}`;
  if (hasDelta) return ` LEFT JOIN temp.${layout.deltaName} ${alias} ON ${alias}."Id" = ${id}`;
  return '';
}

export function both(left: string | null, right: string | null): string | null {
  if (left === null) return right;
  return right === null ? left : `${left} AND ${right}`;
}

/** A SELECT per arm, united; `columns` are the same in all. */
export function unite(arms: readonly Arm[], columns: readonly string[], where: string | null): string {
  return arms.map((arm) => {
    const condition = both(arm.where, where);
    return `SELECT ${columns.map((sql, i) => `${sql} AS ${quote(`c${i}`)}`).join(', ')} FROM ${arm.from}${condition === null ? '' : ` WHERE ${condition}`}`;
  }).join(' UNION ALL ');
}
