/** ApexClass and ApexTrigger rows: the code of the org as its queries see it. */
import { basename, extname } from 'node:path';
import { crc32 } from 'node:zlib';
import { seedId, seedRow, type SeedValues } from './bootstrap.ts';
import { Delta } from './delta.ts';
import type { OrgStore } from './store.ts';
import type { StoreConnection } from './storage/connection.ts';

export interface CodeFile {
  readonly path: string;
  readonly text: string;
  readonly apiVersion: number;
  /** Namespace of the package that brings it; null: the org's own. */
  readonly namespace: string | null;
}

interface Known { readonly id: string; readonly crc: number }

const TRIGGER_EVENTS = ['before insert', 'before update', 'before delete', 'after insert', 'after update', 'after delete', 'after undelete'];

/** Brings the rows in line with the sources: ids stay with the names, rows of code that is gone go. Packaged bodies are hidden. */
export function bootstrapCode(store: OrgStore, connection: StoreConnection, files: readonly CodeFile[], now: number, userId: string): void {
  const delta = new Delta();
  const audit = { CreatedDate: now, LastModifiedDate: now, SystemModstamp: now, CreatedById: userId, LastModifiedById: userId };
  for (const [objectName, keyPrefix, extension] of [['ApexClass', '01p', '.cls'], ['ApexTrigger', '01q', '.trigger']] as const) {
    const known = knownRows(store, connection, objectName);
    const left = new Map(known);
    let next = Math.max(0, ...[...known.values()].map(({ id }) => Number(id.slice(6, 15))));
    for (const file of files.filter(({ path }) => extname(path).toLowerCase() === extension)) {
      const name = basename(file.path, extname(file.path));
      const key = keyOf(file.namespace, name);
      const existing = left.get(key);
      left.delete(key);
      const crc = crc32(`${file.apiVersion}\n${file.text}`);
      if (existing?.crc === crc) continue;
      const id = existing?.id ?? seedId(keyPrefix, ++next);
      seedRow(store, connection, delta, objectName, id, {
        ...audit, Name: name, NamespacePrefix: file.namespace, ApiVersion: file.apiVersion, Status: 'Active', IsValid: true, BodyCrc: crc,
        Body: file.namespace === null ? file.text : '(hidden)', LengthWithoutComments: lengthWithoutComments(file.text),
        ...(objectName === 'ApexTrigger' ? triggerValues(file.text) : {}),
      });
    }
    const object = store.schema.object(objectName);
    if (object === undefined) continue;
    const layout = store.layoutOf(object);
    for (const { id } of left.values()) delta.put(layout, id, null, connection.readCommitted(layout, [id]).get(id) ?? null);
  }
  connection.commit(delta);
}

function knownRows(store: OrgStore, connection: StoreConnection, objectName: string): Map<string, Known> {
  const object = store.schema.object(objectName);
  const layout = object && store.layoutOf(object);
  if (layout === undefined || !connection.hasBase(layout)) return new Map();
  const rows = connection.statements.get(`SELECT "Id", "NamespacePrefix", "Name", "BodyCrc" FROM ${layout.baseTable}`).all() as unknown as [string, string | null, string, number][];
  return new Map(rows.map(([id, namespace, name, crc]) => [keyOf(namespace, name), { id, crc: Number(crc) }]));
}

function keyOf(namespace: string | null, name: string): string {
  return `${namespace ?? ''}.${name}`.toLowerCase();
}

function triggerValues(text: string): SeedValues {
  const [, objectName = null, events = ''] = /^\s*(?:\/\*[\s\S]*?\*\/|\/\/.*\n|\s)*trigger\s+\w+\s+on\s+(\w+)\s*\(([^)]*)\)/i.exec(text) ?? [];
  const named = events.toLowerCase().replaceAll(/\s+/g, ' ');
  return {
    TableEnumOrId: objectName,
    ...Object.fromEntries(TRIGGER_EVENTS.map(event => [`Usage${event.replaceAll(/(^| )(\w)/g, (_, _space, letter: string) => letter.toUpperCase())}`, named.includes(event)])),
  };
}

function lengthWithoutComments(text: string): number {
  return text.replaceAll(/'(?:\\.|[^'\\\n])*'|\/\*[\s\S]*?\*\/|\/\/[^\n]*/g, found => (found.startsWith('/') ? '' : found)).length;
}

/** Ids of the rows by namespace, a dot and name, in lower case; without a namespace it starts with the dot. */
export function knownCode(store: OrgStore, connection: StoreConnection, objectName: 'ApexClass' | 'ApexTrigger'): Map<string, string> {
  return new Map([...knownRows(store, connection, objectName)].map(([key, { id }]) => [key, id]));
}
