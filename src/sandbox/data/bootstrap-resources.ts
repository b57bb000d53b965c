/** StaticResource, DataWeaveResource, AppMenuItem, PlatformCachePartition and EmailTemplate rows: what metadata defines and queries see. */
import { readFileSync, statSync } from 'node:fs';
import { seedId, seedRow, type SeedValues } from './bootstrap.ts';
import { Delta } from './delta.ts';
import { UNFILED } from './metadata/email-templates.ts';
import type { LoadedMetadata } from './metadata/load-schema.ts';
import type { OrgStore } from './store.ts';
import { namedId } from './security/named-ids.ts';
import type { StoreConnection } from './storage/connection.ts';

interface Definition { readonly namespace: string | null; readonly name: string; readonly values: SeedValues }

/** Brings the rows in line with the metadata: ids stay with the names, rows of what is gone go. */
export function bootstrapResources(store: OrgStore, connection: StoreConnection, metadata: Pick<LoadedMetadata, 'staticResources' | 'dataWeaveScripts' | 'applications' | 'cachePartitions' | 'emailTemplates'>, now: number, userId: string, orgId: string): void {
  const delta = new Delta();
  const audit = { CreatedDate: now, LastModifiedDate: now, SystemModstamp: now, CreatedById: userId, LastModifiedById: userId };
  const bring = (objectName: string, keyPrefix: string, nameField: string, definitions: readonly Definition[]): Map<string, string> => {
    const ids = new Map<string, string>();
    const object = store.schema.object(objectName);
    if (object === undefined) return ids;
    const layout = store.layoutOf(object);
    const left = knownIds(store, connection, objectName, nameField);
    let next = Math.max(0, ...[...left.values()].map((id) => Number(id.slice(6, 15))));
    for (const { namespace, name, values } of definitions) {
      const key = keyOf(namespace, name);
      const id = left.get(key) ?? seedId(keyPrefix, ++next);
      left.delete(key);
      ids.set(key, id);
      seedRow(store, connection, delta, objectName, id, { ...audit, ...values, [nameField]: name, NamespacePrefix: namespace });
    }
    for (const id of left.values()) delta.put(layout, id, null, connection.readCommitted(layout, [id]).get(id) ?? null);
    return ids;
  };
  bring('StaticResource', '081', 'Name', metadata.staticResources.map(({ namespace, name, file, contentType }) => {
    // A folder is the content of an archive, which isn't packed here.
    const body = statSync(file).isFile() ? new Uint8Array(readFileSync(file)) : null;
    return { namespace, name, values: { ContentType: contentType, Body: body, BodyLength: body?.length ?? 0, CacheControl: 'Private' } };
  }));
  bring('DataWeaveResource', store.schema.object('DataWeaveResource')?.keyPrefix ?? '', 'DeveloperName', metadata.dataWeaveScripts.map(({ namespace, name, source, isGlobal, isProtected, apiVersion }) =>
    ({ namespace, name, values: { MasterLabel: name, Language: 'en_US', ApiVersion: apiVersion, BodyLength: source.length, ContentType: 'application/dw', IsGlobal: isGlobal, IsProtected: isProtected } })));
  bring('AppMenuItem', '0DS', 'Name', metadata.applications.map(({ namespace, name, label, description }, index) =>
    ({ namespace, name, values: { Label: label, Description: description, ApplicationId: namedId('02u', keyOf(namespace, name)), Type: 'TabSet', IsVisible: true, IsAccessible: true, SortOrder: index + 1, UserSortOrder: index + 1 } })));
  bring('PlatformCachePartition', '0Er', 'DeveloperName', metadata.cachePartitions.map(({ namespace, name, label, isDefault }) => ({ namespace, name, values: { MasterLabel: label, IsDefaultPartition: isDefault, Language: 'en_US' } })));
  const folders = new Map(metadata.emailTemplates.filter(({ folder }) => folder !== UNFILED).map(({ namespace, folder }) => [keyOf(namespace, folder), { namespace, name: folder }]));
  const folderIds = bring('Folder', '00l', 'DeveloperName', [...folders.values()].map(({ namespace, name }) => ({ namespace, name, values: { Name: name.replaceAll('_', ' '), Type: 'Email', AccessType: 'Public', IsReadonly: false } })));
  bring('EmailTemplate', '00X', 'DeveloperName', metadata.emailTemplates.map(({ namespace, name, folder, values }) =>
    ({ namespace, name, values: { ...values, FolderId: folderIds.get(keyOf(namespace, folder)) ?? orgId, FolderName: folder === UNFILED ? null : folder.replaceAll('_', ' '), OwnerId: userId } })));
  connection.commit(delta);
}

function knownIds(store: OrgStore, connection: StoreConnection, objectName: string, nameField: string): Map<string, string> {
  const layout = store.layoutOf(store.schema.object(objectName)!);
  if (!connection.hasBase(layout)) return new Map();
  const rows = connection.statements.get(`SELECT "Id", "NamespacePrefix", "${nameField}" FROM ${layout.baseTable}`).all() as unknown as [string, string | null, string][];
  // Rows that code made stay.
  return new Map(rows.filter(([id]) => id.slice(3, 6) === 'SBX').map(([id, namespace, name]) => [keyOf(namespace, name), id]));
}

function keyOf(namespace: string | null, name: string): string {
  return `${namespace ?? ''}.${name}`.toLowerCase();
}
