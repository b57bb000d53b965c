/** One org's data: a SQLite file, the schema it follows, and connections to it. */
import { createLayout } from './layout.ts';
import type { TableLayout } from './layout.ts';
import * as dialect from './dialect.ts';
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
    } finally {
      connection.close();
    }
  }

  layoutOf(object: ObjectSchema): TableLayout {
    let layout = this.#layouts.get(object);
    if (layout === undefined) this.#layouts.set(object, layout = createLayout(object));
    return layout;
  }

  /** One per worker; close it when the worker ends. */
  connect(): StoreConnection {
    return new StoreConnection(this.path);
  }
}

/** Opens an org's file and creates it if need be; `:memory:` is no choice, for every worker connects by itself. */
export function openOrgStore(path: string, schema: Schema): OrgStore {
  return new OrgStore(path, schema);
}
