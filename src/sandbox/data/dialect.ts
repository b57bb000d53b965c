/**
 * Everything that is particular to SQLite: quoting, column types, DDL, pragmas, id lists. The compiler asks here, so that
 * another database needs another version of this file and no other.
 */
import type { Column, TableLayout } from './layout.ts';

export function quote(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/**
 * How the file is opened: SQL can't change what lies beneath the tables, attach another file or load code. A Node that
 * doesn't know an option ignores it. Source: "Defense Against The Dark Arts", sqlite.org.
 */
export const CONNECTION_OPTIONS = { allowExtension: false, defensive: true, enableDoubleQuotedStringLiterals: false, limits: { attach: 0 } } as const;

/** Run once per connection, before anything else. Temporary tables stay in memory: they die with the transaction anyway. */
export const CONNECTION_PRAGMAS = [
  // First: the others may have to wait for a lock themselves.
  'PRAGMA busy_timeout = 10000',
  'PRAGMA trusted_schema = OFF',
  'PRAGMA journal_mode = WAL',
  'PRAGMA synchronous = NORMAL',
  'PRAGMA temp_store = MEMORY',
  'PRAGMA cache_size = -32768',
  'PRAGMA mmap_size = 268435456',
  'PRAGMA wal_autocheckpoint = 1000',
];
export const DURABLE = 'PRAGMA synchronous = FULL';
export const RELAXED = 'PRAGMA synchronous = NORMAL';
export const BEGIN_WRITE = 'BEGIN IMMEDIATE';

/** Bookkeeping of the store itself. */
export const STORE_TABLES = `
  CREATE TABLE IF NOT EXISTS _columns (object TEXT NOT NULL, field TEXT NOT NULL, storage TEXT NOT NULL, scale INTEGER NOT NULL,
    PRIMARY KEY (object, field)) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS _sequences (name TEXT PRIMARY KEY NOT NULL, value INTEGER NOT NULL) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS _prefixes (object TEXT PRIMARY KEY NOT NULL, prefix TEXT NOT NULL UNIQUE) WITHOUT ROWID;`;

/** Adds to a named counter and gives its new value; a counter starts at 0. */
export const ADVANCE_SEQUENCE =
  'INSERT INTO _sequences (name, value) VALUES (?1, ?2) ON CONFLICT (name) DO UPDATE SET value = value + ?2 RETURNING value';

const COLUMN_TYPE: Record<Column['storage'], string> = {
  id: 'TEXT', text: 'TEXT', longText: 'TEXT', boolean: 'INTEGER', integer: 'INTEGER', long: 'INTEGER', decimal: 'INTEGER',
  double: 'REAL', date: 'INTEGER', datetime: 'INTEGER', time: 'INTEGER', blob: 'BLOB',
};

/** Column definitions; the first column is the Id. A text column brings a second one with its folded key. */
export function columnDefinitions(column: Column): string[] {
  if (column.index === 0) return [`${column.sql} TEXT PRIMARY KEY NOT NULL`];
  const own = `${column.sql} ${COLUMN_TYPE[column.storage]}`;
  return column.key === null ? [own] : [own, `${column.key} TEXT`];
}

/** Of objects whose rows are in no file: the connection's own. */
export function createDerivedTable(layout: TableLayout): string[] {
  return [`DROP TABLE IF EXISTS ${layout.baseTable}`, `CREATE TEMP TABLE ${layout.baseTable.replace('temp.', '')} (${layout.columns.flatMap(columnDefinitions).join(', ')}) WITHOUT ROWID`];
}

/** Id order is insertion order, so rows live in the primary key's tree. */
export function createBaseTable(layout: TableLayout): string[] {
  const columns = layout.columns.flatMap(columnDefinitions).join(', ');
  return [
    `CREATE TABLE IF NOT EXISTS ${layout.baseTable} (${columns}) WITHOUT ROWID`,
    ...layout.columns.filter((column) => column.isIndexed).map((column) => createIndex(layout, column)),
  ];
}
export function createIndex(layout: TableLayout, column: Column): string {
  const target = column.key ?? column.sql;
  return `CREATE INDEX IF NOT EXISTS ${quote(`${layout.object.name}.${column.field.name}`)} ON ${quote(layout.object.name)} (${target}) WHERE ${target} IS NOT NULL`;
}
export function addColumns(layout: TableLayout, column: Column): string[] {
  return columnDefinitions(column).map((definition) => `ALTER TABLE ${layout.baseTable} ADD COLUMN ${definition}`);
}

/** The delta's mirror: changed rows in full, and the ids of the committed rows that they hide. */
export function createDeltaTables(layout: TableLayout): string[] {
  const columns = layout.columns.flatMap(columnDefinitions).join(', ');
  const references = layout.columns.filter((column) => column.isIndexed && column.index !== 0);
  return [
    `CREATE TEMP TABLE IF NOT EXISTS ${layout.deltaName} (${columns}) WITHOUT ROWID`,
    `CREATE TEMP TABLE IF NOT EXISTS ${layout.ghostName} ("Id" TEXT PRIMARY KEY NOT NULL) WITHOUT ROWID`,
    ...references.map((column) => {
      const target = column.key ?? column.sql;
      return `CREATE INDEX IF NOT EXISTS temp.${quote(`delta.${layout.object.name}.${column.field.name}`)} ON ${layout.deltaName} (${target}) WHERE ${target} IS NOT NULL`;
    }),
  ];
}

/** `column IN list`, the list bound as one JSON array in parameter `parameter`. */
export function inJsonList(expression: string, parameter: string): string {
  return `${expression} IN (SELECT value FROM json_each(${parameter}))`;
}

/** Text as it is compared, ordered and grouped: without regard to case. */
export function foldText(text: string): string {
  return text.toLowerCase();
}

/** A LIKE pattern of SOQL over folded keys; both escape with a backslash. */
export function likeExpression(expression: string, parameter: string): string {
  return `${expression} LIKE ${parameter} ESCAPE '\\'`;
}
