/** What the compiler of a query knows about the world, and how values reach the finished SQL. */
import type { SQLInputValue } from 'node:sqlite';
import type { SoqlBind } from '../../apex/syntax/ast.ts';
import type { TableLayout } from '../layout.ts';
import type { FieldSchema, ObjectSchema, Schema } from '../schema.ts';
import type { RowSources } from '../storage/connection.ts';
import type { SharingContext } from '../security/record-sharing.ts';
import type { Calendar } from './calendar.ts';
import type { Scope, SqlExpression } from './scope.ts';

/** Facts of one execution; compiled queries are reused with other ones. */
export interface QueryContext {
  readonly binds: readonly unknown[];
  readonly calendar: Calendar;
  readonly userId: string;
  readonly sharing: SharingContext;
}

export type Parameter = (context: QueryContext) => SQLInputValue;

export interface Environment {
  readonly schema: Schema;
  readonly callerNamespace: string | null;
  /** Non-null in user mode: what the user may read. */
  readonly access: AccessRights | null;
  /** Notes a field that the user may not read, or with null the object itself; the query fails when all of them are known. */
  refuse(object: ObjectSchema, field: FieldSchema | null, asWritten: string): void;
  readonly includeDeleted: boolean;
  readonly parameters: Parameters;
  /** Position of each bind variable in `QueryContext.binds`, and the values that the compilation is for. */
  readonly bindIndex: ReadonlyMap<SoqlBind, number>;
  readonly binds: readonly unknown[];
  layoutOf(object: ObjectSchema): TableLayout;
  /** Brings the delta's mirror up to date, and remembers that the compiled query depends on this object. */
  sourcesOf(layout: TableLayout): RowSources;
  /** The value of a formula field, over the record that the scope stands at. */
  formula(field: FieldSchema, object: ObjectSchema, resolve: (path: readonly string[]) => SqlExpression): SqlExpression;
  /** Restricts the rows of an object to those shared with the user; null if all are. */
  sharing(scope: Scope): string | null;
}

export interface AccessRights {
  /** Equal for rights that are equal: compiled queries are shared by it. */
  readonly key?: string;
  canReadObject(object: ObjectSchema): boolean;
  canReadField(object: ObjectSchema, field: FieldSchema): boolean;
  /** Absent: everything may be written. */
  canWriteObject?(object: ObjectSchema, right: 'create' | 'edit' | 'delete'): boolean;
  canEditField?(object: ObjectSchema, field: FieldSchema): boolean;
}

/** The numbered parameters of one SQL text. */
export class Parameters {
  readonly list: Parameter[] = [];
  #aliases = 0;

  /** A table alias that no other level of the same SQL text uses. */
  newAlias(): string {
    return `t${this.#aliases++}`;
  }

  add(parameter: Parameter): string {
    this.list.push(parameter);
    return `?${this.list.length}`;
  }

  constant(value: SQLInputValue): string {
    return this.add(() => value);
  }

  values(context: QueryContext): SQLInputValue[] {
    return this.list.map((parameter) => parameter(context));
  }
}
