/** One org's data: a SQLite file, the schema it follows, and connections to it. */
import { existsSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { definitionRows } from './catalogue/definition-rows.ts';
import { createLayout } from './layout.ts';
import type { StoredRow, TableLayout } from './layout.ts';
import * as dialect from './dialect.ts';
import { OrgSchema } from './org-schema.ts';
import type { ObjectSchema, Schema } from './schema.ts';
import { StoreConnection } from './storage/connection.ts';
import { migrateTables } from './storage/tables.ts';

export class OrgStore {
  readonly path: string;
  readonly schema: Schema;
  readonly #layouts = new Map<ObjectSchema, TableLayout>();

  constructor(path: string, schema: Schema) {
    this.path = path;
    this.schema = schema;
    const connection = new StoreConnection(path);
    try {
      connection.database.exec(dialect.STORE_TABLES);
      migrateTables(connection.database, connection.statements, (name) => {
        const object = schema.object(name);
        return object === undefined ? undefined : this.layoutOf(object);
      });
      const remember = connection.statements.get('INSERT OR REPLACE INTO main._prefixes (object, prefix) VALUES (?1, ?2)');
      const known = new Map(connection.statements.get('SELECT object, prefix FROM main._prefixes').all() as unknown as [string, string][]);
      for (const object of schema instanceof OrgSchema ? schema.definedObjects() : []) {
        const key = object.name.toLowerCase();
        if (/^(a|e|m|x|z)/.test(object.keyPrefix ?? '') && known.get(key) !== object.keyPrefix) remember.run(key, object.keyPrefix);
      }
    } finally {
      connection.close();
    }
  }

  layoutOf(object: ObjectSchema): TableLayout {
    let layout = this.#layouts.get(object);
    if (layout === undefined) this.#layouts.set(object, layout = createLayout(object));
    return layout;
  }

  *#derivedRows(layout: TableLayout): Iterable<StoredRow> {
    for (const values of definitionRows(this.schema, layout.object.name)) {
      yield layout.columns.map((column) => {
        const value = values[column.field.name] ?? null;
        return typeof value === 'boolean' ? Number(value) : value ?? (column.storage === 'boolean' ? 0 : null);
      });
    }
  }

  /** One per worker; close it when the worker ends. */
  connect(): StoreConnection {
    return new StoreConnection(this.path, (layout) => this.#derivedRows(layout));
  }
}

/** Opens an org's file and creates it if need be; `:memory:` is no choice, for every worker connects by itself. */
export function openOrgStore(path: string, schema: Schema): OrgStore {
  return new OrgStore(path, schema);
}

/** The key prefixes that an org's file has given out, for `loadSchema`; empty for a file that doesn't exist yet. */
export function readKeyPrefixes(path: string): Map<string, string> {
  if (!existsSync(path)) return new Map();
  const database = new DatabaseSync(path, dialect.CONNECTION_OPTIONS);
  try {
    database.exec(dialect.STORE_TABLES);
    return new Map(database.prepare('SELECT object, prefix FROM _prefixes').all().map((row) => [row['object'] as string, row['prefix'] as string]));
  } finally {
    database.close();
  }
}
