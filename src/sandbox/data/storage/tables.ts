/** Creates base tables and carries existing ones along when the schema has changed since the file was written. */
import type { DatabaseSync } from 'node:sqlite';
import * as dialect from '../dialect.ts';
import { DataError } from '../contract.ts';
import type { Column, TableLayout } from '../layout.ts';
import { rollBack } from './roll-back.ts';
import type { StatementCache } from './statements.ts';

const RECORD_COLUMN = 'INSERT OR REPLACE INTO main._columns (object, field, storage, scale) VALUES (?1, ?2, ?3, ?4)';

/** Inside the write transaction that brings the first row. */
export function createTable(database: DatabaseSync, statements: StatementCache, layout: TableLayout): void {
  for (const sql of dialect.createBaseTable(layout)) database.exec(sql);
  for (const column of layout.columns) record(statements, layout, column);
}

function record(statements: StatementCache, layout: TableLayout, column: Column): void {
  statements.get(RECORD_COLUMN).run(layout.object.name, column.field.name, column.storage, column.scale);
}

type ColumnRecord = [object: string, field: string, storage: string, scale: number];

/**
 * Adds the columns of new fields and rescales numbers whose scale changed. A field that became something else altogether
 * is an error: its values can't be read any more.
 */
export function migrateTables(database: DatabaseSync, statements: StatementCache, layoutOf: (object: string) => TableLayout | undefined): void {
  const rows = statements.get('SELECT object, field, storage, scale FROM main._columns').all() as unknown as ColumnRecord[];
  const byObject = Map.groupBy(rows, (row) => row[0]);
  const work: (() => void)[] = [];
  for (const [object, records] of byObject) {
    const layout = layoutOf(object);
    // An object that left the schema keeps its rows, unseen, until it comes back.
    if (layout === undefined) continue;
    const known = new Map(records.map((one) => [one[1].toLowerCase(), one]));
    for (const column of layout.columns) {
      const old = known.get(column.field.name.toLowerCase());
      if (old === undefined) work.push(() => addColumn(database, statements, layout, column));
      else if (old[2] === column.storage && old[3] !== column.scale) work.push(() => rescale(database, statements, layout, column, old[3]));
      else if (old[2] !== column.storage) convert(old, column, layout, work, statements);
    }
  }
  if (work.length === 0) return;
  database.exec(dialect.BEGIN_WRITE);
  try {
    for (const step of work) step();
    database.exec('COMMIT');
  } catch (error) {
    rollBack(database);
    throw error;
  }
}

function addColumn(database: DatabaseSync, statements: StatementCache, layout: TableLayout, column: Column): void {
  for (const sql of dialect.addColumns(layout, column)) database.exec(sql);
  if (column.storage === 'boolean') database.exec(`UPDATE ${layout.baseTable} SET ${column.sql} = 0`);
  if (column.isIndexed) database.exec(dialect.createIndex(layout, column));
  record(statements, layout, column);
}

function rescale(database: DatabaseSync, statements: StatementCache, layout: TableLayout, column: Column, oldScale: number): void {
  const factor = `1${'0'.repeat(Math.abs(column.scale - oldScale))}`;
  // Half up, away from zero, as numbers are rounded on save.
  const value = column.scale > oldScale
    ? `${column.sql} * ${factor}`
    : `(${column.sql} + (CASE WHEN ${column.sql} < 0 THEN -1 ELSE 1 END) * ${factor} / 2) / ${factor}`;
  database.exec(`UPDATE ${layout.baseTable} SET ${column.sql} = ${value} WHERE ${column.sql} IS NOT NULL`);
  record(statements, layout, column);
}

function convert(old: ColumnRecord, column: Column, layout: TableLayout, work: (() => void)[], statements: StatementCache): void {
  const isText = (storage: string): boolean => storage === 'text' || storage === 'longText';
  // A longer text field only lacks its folded key from now on, or never had one: both read as stored.
  if (isText(old[2]) && column.storage === 'longText') {
    work.push(() => record(statements, layout, column));
    return;
  }
  const count = statements.get(`SELECT count(*) FROM ${layout.baseTable} WHERE ${column.sql} IS NOT NULL`).get() as unknown as [number];
  if (count[0] === 0 && (column.key === null || old[2] === 'text')) {
    work.push(() => record(statements, layout, column));
    return;
  }
  throw new DataError('SchemaChange', `Field ${layout.object.name}.${column.field.name} is now of type ${column.field.type}, but the org's stored values are of kind ${old[2]}. Restore the field's type, or start from a new org file.`);
}
