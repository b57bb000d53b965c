/** PackageLicense and UserPackageLicense rows: what the License Management Org has set. Source: Object Reference, both objects. */
import { seedId, seedRow } from './bootstrap.ts';
import { Delta } from './delta.ts';
import type { OrgStore } from './store.ts';
import type { StoreConnection } from './storage/connection.ts';

export interface LicenseRow {
  readonly namespace: string;
  readonly status: 'Active' | 'Expired' | 'Free' | 'Trial';
  /** Null: for the entire org. */
  readonly seats: number | null;
  readonly userIds: readonly string[];
  readonly expiresAt: number | null;
}

/** What AllowedLicenses says of a site license. */
const UNLIMITED = -1;

/** Brings the rows in line; those of packages that are gone go. */
export function bootstrapLicenses(store: OrgStore, connection: StoreConnection, licenses: readonly LicenseRow[], now: number, adminId: string): void {
  const delta = new Delta();
  const audit = { CreatedDate: now, LastModifiedDate: now, SystemModstamp: now, CreatedById: adminId, LastModifiedById: adminId };
  const wanted = new Set<string>();
  const seed = (object: string, id: string, values: Parameters<typeof seedRow>[5]): void => {
    wanted.add(id);
    seedRow(store, connection, delta, object, id, { ...audit, ...values });
  };
  let seats = 0;
  licenses.forEach(({ namespace, status, seats: allowed, userIds, expiresAt }, index) => {
    const id = seedId('050', index + 1);
    seed('PackageLicense', id, { NamespacePrefix: namespace, Status: status, AllowedLicenses: allowed ?? UNLIMITED, UsedLicenses: allowed === null ? 0 : userIds.length, ExpirationDate: expiresAt, IsProvisioned: true });
    if (allowed !== null) for (const userId of userIds) seed('UserPackageLicense', seedId('051', ++seats), { PackageLicenseId: id, UserId: userId });
  });
  for (const name of ['PackageLicense', 'UserPackageLicense']) {
    const object = store.schema.object(name);
    const layout = object && store.layoutOf(object);
    if (!layout || !connection.hasBase(layout)) continue;
    const known = connection.statements.get(`SELECT "Id" FROM ${layout.baseTable}`).all() as unknown as [string][];
    for (const [id] of known) if (!wanted.has(id)) delta.put(layout, id, null, connection.readCommitted(layout, [id]).get(id) ?? null);
  }
  connection.commit(delta);
}
