import { ApexBlob } from '../runtime/blob.ts';
import { rowsOf } from './rows.ts';

/** The content of a static resource, `Name` or `ns__Name`; null: there is none of that name. */
export function staticResource(name: string): ApexBlob | null {
  const [namespace, own] = name.includes('__') ? [name.slice(0, name.indexOf('__')), name.slice(name.indexOf('__') + 2)] : [null, name];
  const rows = rowsOf('SELECT Id, Body, NamespacePrefix FROM StaticResource WHERE Name = :name', own);
  const found = rows.find((row) => (row.fields.get('NamespacePrefix') ?? null) === namespace) ?? rows[0];
  return found ? (found.fields.get('Body') as ApexBlob | null) ?? new ApexBlob(new Uint8Array()) : null;
}
