/** Records as CSV, a file an object. */
import { csvText } from '../../exchange/csv.ts';
import type { ExportedRecord, RecordSet } from './record-set.ts';
import type { TreeFiles } from './write-tree.ts';

/** A lookup to a record of the set becomes the parent's external id, where it has one; else the id stays, which only the same org knows. */
export function csvFiles(set: RecordSet): TreeFiles {
  const notes = new Set(set.notes);
  const byObject = new Map<string, ExportedRecord[]>();
  for (const record of set.records) byObject.set(record.object.name, [...(byObject.get(record.object.name) ?? []), record]);
  const files = new Map<string, string>();
  for (const [name, records] of byObject) {
    const rows = records.map(record => rowOf(set, record, notes));
    const columns = [...new Set(rows.flatMap(row => [...row.keys()]))];
    files.set(`${name}.csv`, csvText([columns, ...rows.map(row => columns.map(column => row.get(column) ?? ''))]));
  }
  return { files, notes: [...notes] };
}

function rowOf(set: RecordSet, { object, fields }: ExportedRecord, notes: Set<string>): Map<string, string> {
  const row = new Map<string, string>();
  for (const { name, type, relationshipName } of object.fields) {
    const value = fields.get(name);
    if (value === undefined || value === null) continue;
    const parent = type === 'reference' && relationshipName !== null ? set.find(String(value)) : undefined;
    const external = parent?.object.fields.find(each => each.externalId && parent.fields.get(each.name) != null);
    if (parent && external) row.set(`${relationshipName}.${external.name}`, String(parent.fields.get(external.name)));
    else {
      row.set(name, String(value));
      if (type === 'reference') notes.add(`${object.name}.${name} has ids, which another org doesn't know; a tree keeps such lookups, or an external id of the parent.`);
    }
  }
  return row;
}
