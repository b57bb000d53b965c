/** What one transaction knows of its users' rights, and the rows they reach. Forgotten when rows of setup objects change. */
import { parseSoql } from '../../apex/syntax/parser.ts';
import type { SoqlQuery } from '../../apex/syntax/ast.ts';
import type { DmlHost, Rows } from '../dml/host.ts';
import type { TableLayout } from '../layout.ts';
import { Parameters } from '../soql/environment.ts';
import type { QueryContext } from '../soql/environment.ts';
import { groupIdOf } from './bootstrap-security.ts';
import type { SharingRuleInfo } from './contract.ts';
import { Memberships } from './memberships.ts';
import { everywhere, sharingCondition } from './record-sharing.ts';
import type { RecordAccess, SharingContext } from './record-sharing.ts';
import { ruleQuery } from './sharing-rules.ts';
import type { RecordAccessLevels } from './user-record-access.ts';
import { UserRights } from './user-rights.ts';

export interface SessionSecurityHost {
  readonly rows: Rows;
  readonly dml: DmlHost;
  /** Ids that a query finds in system mode. */
  ids(query: SoqlQuery): readonly string[];
}

export class SessionSecurity implements SharingContext {
  readonly #host: SessionSecurityHost;
  readonly #rights = new Map<string, UserRights>();
  #other: UserRights | null = null;
  #granteeSet: { readonly userId: string; readonly ids: ReadonlySet<string> } | null = null;

  constructor(host: SessionSecurityHost) {
    this.#host = host;
  }

  /** After a change of setup rows. */
  forget(): void {
    this.#rights.clear();
    this.#granteeSet = null;
  }

  of(userId: string): UserRights {
    let rights = this.#rights.get(userId);
    if (rights === undefined) this.#rights.set(userId, rights = new UserRights(this.#source(), userId));
    return rights;
  }

  /** The user with one more permission set. */
  withPermissionSet(userId: string, permissionSetId: string): UserRights {
    const key = `${userId} ${permissionSetId}`;
    let rights = this.#rights.get(key);
    if (rights === undefined) this.#rights.set(key, rights = UserRights.ofPermissionSet(this.#source(), userId, permissionSetId));
    return rights;
  }

  #source(): ConstructorParameters<typeof UserRights>[0] {
    return { rows: this.#host.rows, schema: this.#host.dml.store.schema, now: () => this.#host.dml.calendar().now };
  }

  /** Whose access is asked about; the current user unless a query asks for another's. */
  get #asked(): UserRights {
    return this.#other ?? this.of(this.#host.dml.userId);
  }

  owners(): string {
    return JSON.stringify(this.#asked.memberships.owners());
  }

  grantees(): string {
    return JSON.stringify(this.#asked.memberships.grantees());
  }

  #isFor(rule: SharingRuleInfo): boolean {
    const { userId, memberships } = this.#asked;
    if (this.#granteeSet?.userId !== userId) this.#granteeSet = { userId, ids: new Set(memberships.grantees()) };
    const { ids } = this.#granteeSet;
    return rule.sharedTo.some((grantee) => ids.has(groupIdOf(grantee)));
  }

  ownersOfRule(rule: SharingRuleInfo): string {
    if (!this.#isFor(rule)) return '[]';
    const groups = rule.sharedFrom!.map(groupIdOf);
    return JSON.stringify([...Memberships.usersOf(this.#source(), groups), ...groups]);
  }

  recordsOfRule(rule: SharingRuleInfo): string {
    if (!this.#isFor(rule)) return '[]';
    const object = this.#host.dml.store.schema.object(rule.object);
    return object === undefined ? '[]' : JSON.stringify(this.#host.ids(parseSoql(ruleQuery(object, rule)).tree));
  }

  /** What a user may do with records, by id; rows that don't exist are left out. */
  levels(userId: string, ids: readonly string[]): ReadonlyMap<string, RecordAccessLevels> {
    const { rows } = this.#host;
    const levels = new Map<string, RecordAccessLevels>();
    const rights = this.of(userId);
    this.#other = rights;
    try {
      for (const [prefix, group] of Map.groupBy(ids, (id) => id.slice(0, 3))) {
        const layout = rows.layoutOfId(`${prefix}000000000000`);
        if (layout === undefined) continue;
        const existing = [...rows.read(layout, group)].filter(([, row]) => !rows.isDeleted(layout, row)).map(([id]) => id);
        const { read, edit, delete: remove } = rights.objectRights(layout.object);
        const may = (access: RecordAccess, isAllowed: boolean): ((id: string) => boolean) => {
          const reached = isAllowed ? this.reached(layout, existing, access, rights) : new Set<string>();
          return (id) => reached === null || reached.has(id);
        };
        const [reads, edits, removes, transfers] = [may('read', read), may('edit', edit), may('delete', remove), may('transfer', edit)];
        for (const id of existing) levels.set(id, { read: reads(id), edit: edits(id), delete: removes(id), transfer: transfers(id) });
      }
    } finally {
      this.#other = null;
    }
    return levels;
  }

  /** Ids that a query finds in system mode. */
  ids(query: SoqlQuery): readonly string[] {
    return this.#host.ids(query);
  }

  /** Which of the rows the current user reaches; null: all. */
  reached(layout: TableLayout, ids: readonly string[], access: RecordAccess, rights: UserRights = this.#asked): ReadonlySet<string> | null {
    const { store, storage, delta } = this.#host.dml;
    const parameters = new Parameters();
    const tables = { schema: store.schema, parameters, layoutOf: store.layoutOf.bind(store), sourcesOf: (one: TableLayout) => storage.sources(delta, one) };
    const alias = parameters.newAlias();
    const condition = sharingCondition(tables, rights, layout, alias, access);
    if (condition === null) return null;
    const among = `${alias}."Id" IN (SELECT value FROM json_each(${parameters.constant(JSON.stringify(ids))}))`;
    const sql = everywhere(tables, layout, alias, `${alias}."Id"`, () => `${among} AND ${condition}`);
    const values = parameters.values({ sharing: this } as unknown as QueryContext);
    const rows = storage.rows(`access to ${layout.object.name}`, (connection) => connection.statements.get(sql).all(...values) as unknown as [string][], () => ids);
    return new Set(rows.map(([id]) => id as string));
  }
}
