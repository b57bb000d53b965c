/**
 * Whom a user is, for sharing: himself, the groups and roles he is in, and the users below him in the role hierarchy.
 * Source: Salesforce Help, Controlling Access Using Hierarchies; Object Reference, Group (Type, RelatedId) and GroupMember.
 */
import { valueOf } from '../layout.ts';
import type { StoredRow, StoredValue, TableLayout } from '../layout.ts';
import type { RightsSource } from './user-rights.ts';

export class Memberships {
  readonly #source: RightsSource;
  readonly #userId: string;
  #owners: readonly string[] | null = null;
  #grantees: readonly string[] | null = null;

  constructor(source: RightsSource, userId: string) {
    this.#source = source;
    this.#userId = userId;
  }

  /** Owners of the records that are as good as the user's own: he, who is below him, and queues he is a member of. */
  owners(): readonly string[] {
    return (this.#owners ??= [this.#userId, ...this.#subordinates(), ...this.#groups([this.#userId], true)]);
  }

  /** Users and groups that a share may name to reach the user. */
  grantees(): readonly string[] {
    if (this.#grantees === null) {
      const subordinates = this.#subordinates();
      this.#grantees = [...new Set([this.#userId, ...this.#groups([this.#userId], true), ...subordinates, ...this.#groups(subordinates, false)])];
    }
    return this.#grantees;
  }

  /** Users whom groups contain, directly or not; ids of users stay. */
  static usersOf(source: RightsSource, ids: readonly string[]): readonly string[] {
    const users = table(source, 'User');
    const found = new Set<string>();
    for (const row of users.rows) {
      const grantees = new Memberships(source, row[0] as string).direct();
      if (ids.some((id) => grantees.has(id))) found.add(row[0] as string);
    }
    return [...found];
  }

  /** The user and the groups that contain him. */
  direct(): ReadonlySet<string> {
    return new Set([this.#userId, ...this.#groups([this.#userId], true)]);
  }

  #roleOf(userId: string): string | null {
    const { rows, schema } = this.#source;
    const layout = rows.layout(schema.object('User')!);
    const row = rows.readOne(layout, userId);
    return row === undefined ? null : (valueOf(layout, row, 'UserRoleId') as string | null);
  }

  /** Ids of the users in roles below the user's. */
  #subordinates(): readonly string[] {
    const role = this.#roleOf(this.#userId);
    if (role === null) return [];
    const below = new Set<string>();
    const { layout, rows } = table(this.#source, 'UserRole');
    for (let found = [role]; found.length > 0;) {
      found = rows.filter((row) => found.includes(valueOf(layout, row, 'ParentRoleId') as string)).map((row) => row[0] as string).filter((id) => !below.has(id));
      for (const id of found) below.add(id);
    }
    if (below.size === 0) return [];
    const users = this.#source.rows.layout(this.#source.schema.object('User')!);
    return this.#source.rows.findIds(users, 'UserRoleId', [...below]).map((one) => one.id);
  }

  /** Groups that contain any of the users; `all`: also those that don't include the members' managers. */
  #groups(userIds: readonly string[], all: boolean): readonly string[] {
    if (userIds.length === 0) return [];
    const { rows, schema } = this.#source;
    const groups = table(this.#source, 'Group');
    const of = (row: StoredRow, field: string): StoredValue => valueOf(groups.layout, row, field);
    const found = new Set<string>();
    for (const userId of userIds) {
      const role = this.#roleOf(userId);
      const above = role === null ? new Set<string>() : this.#rolesAbove(role);
      for (const row of groups.rows) {
        const type = of(row, 'Type');
        const related = of(row, 'RelatedId') as string | null;
        const isIn = type === 'Organization' || (type === 'Role' && related !== null && related === role)
          || ((type === 'RoleAndSubordinates' || type === 'RoleAndSubordinatesInternal') && related !== null && (related === role || above.has(related)));
        if (isIn) found.add(row[0] as string);
      }
    }
    const members = rows.layout(schema.object('GroupMember')!);
    for (let next = [...userIds, ...found]; next.length > 0;) {
      const ids = rows.findIds(members, 'UserOrGroupId', next).map((one) => one.id);
      next = [...rows.read(members, ids).values()].map((row) => valueOf(members, row, 'GroupId') as string).filter((id) => !found.has(id));
      for (const id of next) found.add(id);
    }
    if (all) return [...found];
    const excluding = new Set(groups.rows.filter((row) => of(row, 'DoesIncludeBosses') !== 1 && of(row, 'Type') === 'Regular').map((row) => row[0] as string));
    return [...found].filter((id) => !excluding.has(id));
  }

  #rolesAbove(role: string): Set<string> {
    const above = new Set<string>();
    const { rows, schema } = this.#source;
    const layout = rows.layout(schema.object('UserRole')!);
    for (let at: string | null = role; at !== null;) {
      const row = rows.readOne(layout, at);
      at = row === undefined ? null : (valueOf(layout, row, 'ParentRoleId') as string | null);
      if (at !== null && above.has(at)) break;
      if (at !== null) above.add(at);
    }
    return above;
  }
}

/** All rows of a small object. */
function table(source: RightsSource, name: string): { layout: TableLayout; rows: StoredRow[] } {
  const layout = source.rows.layout(source.schema.object(name)!);
  return { layout, rows: source.rows.all(layout) };
}
