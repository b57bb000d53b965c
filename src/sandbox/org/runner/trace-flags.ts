import type { LogCategory, LogLevel, LogLevels } from '../../apex/runtime/contract.ts';
import type { OrgStore } from '../../data/store.ts';
import type { StoreConnection } from '../../data/storage/connection.ts';
import { DEFAULT_LEVELS } from '../execution/log.ts';

/** What the org's TraceFlag and DebugLevel rows ask of the debug logs. Source: Tooling API, TraceFlag and DebugLevel. */
export class TraceFlags {
  readonly #store: OrgStore;
  readonly #connection: StoreConnection;

  constructor(store: OrgStore) {
    this.#store = store;
    this.#connection = store.connect();
  }

  /** Of a user's flag that is active now; null: there is none. */
  levelsOf(userId: string): LogLevels | null {
    const flags = this.#table('TraceFlag');
    const levels = this.#table('DebugLevel');
    if (flags === null || levels === null) return null;
    const now = Date.now();
    const [level] = this.#connection.statements.get(`SELECT "DebugLevelId" FROM ${flags} WHERE "TracedEntityId" = ?1 AND ("StartDate" IS NULL OR "StartDate" <= ?2) AND "ExpirationDate" > ?2 ORDER BY "Id" DESC LIMIT 1`).all(userId, now) as unknown as [string][];
    if (!level) return null;
    const categories = Object.keys(DEFAULT_LEVELS) as LogCategory[];
    const [row] = this.#connection.statements.get(`SELECT ${categories.map(name => `"${name}"`).join(', ')} FROM ${levels} WHERE "Id" = ?1`).all(level[0]) as unknown as (string | null)[][];
    if (!row) return null;
    return Object.fromEntries(categories.map((name, i) => [name, (row[i]?.toUpperCase() as LogLevel | undefined) ?? DEFAULT_LEVELS[name]])) as unknown as LogLevels;
  }

  #table(name: string): string | null {
    const object = this.#store.schema.object(name);
    const layout = object && this.#store.layoutOf(object);
    return layout && this.#connection.hasBase(layout) ? layout.baseTable : null;
  }

  close(): void {
    this.#connection.close();
  }
}
