/** Records as sObject tree files with the plan that imports them, here or by `sf data import tree --plan`. */
import type { ExportedRecord, RecordSet } from './record-set.ts';
import { Waves } from './write-order.ts';
import type { CutLookup } from './write-order.ts';

/** Of a file, as the platform takes them. */
const MAX_FILE_RECORDS = 200;

export interface TreeFiles {
  /** Name → content; one of them is `plan.json`. */
  readonly files: ReadonlyMap<string, string>;
  readonly notes: readonly string[];
}

/** What only our own import reads. */
export interface TreeExtras {
  /** Developer names by id: record types are named by them. */
  readonly recordTypes: ReadonlyMap<string, string>;
  /** Lookups that close a circle come in files of their own at the end, which update the records. */
  readonly hasUpdates: boolean;
}

/** Whoever is referred to comes in an earlier file. Lookups to what isn't there are left out; without extras, so are those that close a circle. */
export function treeFiles(set: RecordSet, { recordTypes, hasUpdates }: TreeExtras = { recordTypes: new Map(), hasUpdates: false }): TreeFiles {
  const notes = new Set(set.notes);
  const waves = new Waves(set);
  const groups = new Map<string, { wave: number; object: string; records: ExportedRecord[] }>();
  for (const record of set.records) {
    const wave = waves.of(record);
    const key = `${String(wave).padStart(4, '0')} ${record.object.name}`;
    const group = groups.get(key) ?? { wave, object: record.object.name, records: [] };
    group.records.push(record);
    groups.set(key, group);
  }
  const files = new Map<string, string>();
  const plan: { sobject: string; saveRefs: boolean; resolveRefs: boolean; files: string[] }[] = [];
  let number = 0;
  for (const [, { wave, object, records }] of [...groups].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const names: string[] = [];
    for (let from = 0; from < records.length; from += MAX_FILE_RECORDS) {
      const name = `${String(++number).padStart(3, '0')}-${object}.json`;
      files.set(name, json({ records: records.slice(from, from + MAX_FILE_RECORDS).map((record, i) => treeRecord({ set, waves, recordTypes, notes }, record, `${object}Ref${number}_${i + 1}`)) }));
      names.push(name);
    }
    plan.push({ sobject: object, saveRefs: true, resolveRefs: wave > 0, files: names });
  }
  const closing = waves.cut.filter(each => {
    // Only what is there can be referred to, and no record refers to itself before it is.
    const isSet = hasUpdates && each.field.updateable && each.record !== each.target;
    if (!isSet) notes.add(`${each.record.object.name}.${each.field.name} closes a circle of records and is left out of ${each.record.id}.`);
    return isSet;
  });
  for (const [object, cuts] of Map.groupBy(closing, each => each.record.object.name)) {
    const names: string[] = [];
    const updates = [...Map.groupBy(cuts, each => each.record).values()].map(updateRecord);
    for (let from = 0; from < updates.length; from += MAX_FILE_RECORDS) {
      const name = `${String(++number).padStart(3, '0')}-${object}.json`;
      files.set(name, json({ records: updates.slice(from, from + MAX_FILE_RECORDS) }));
      names.push(name);
    }
    plan.push({ sobject: object, saveRefs: false, resolveRefs: true, files: names });
  }
  files.set('plan.json', json(plan));
  return { files, notes: [...notes] };
}

const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;

const updateRecord = (cuts: readonly CutLookup[]): unknown => ({ attributes: { type: cuts[0]!.record.object.name }, Id: `@${cuts[0]!.record.id}`, ...Object.fromEntries(cuts.map(each => [each.field.name, `@${each.target.id}`])) });

interface Writing { readonly set: RecordSet; readonly waves: Waves; readonly recordTypes: ReadonlyMap<string, string>; readonly notes: Set<string> }

function treeRecord({ set, waves, recordTypes, notes }: Writing, record: ExportedRecord, fallback: string): unknown {
  const { object, id, fields } = record;
  const tree: Record<string, unknown> = { attributes: { type: object.name, referenceId: id ?? fallback } };
  for (const { name, type } of object.fields) {
    const value = fields.get(name);
    if (value === undefined || value === null) continue;
    if (type !== 'reference') {
      tree[name] = value;
      continue;
    }
    const target = set.find(String(value));
    const recordType = name === 'RecordTypeId' ? recordTypes.get(String(value)) : undefined;
    if (recordType !== undefined) tree['RecordType.DeveloperName'] = recordType;
    else if (target && !waves.isCut(record, name)) tree[name] = `@${value}`;
    else if (!target && name !== 'OwnerId') notes.add(`${object.name}.${name} leads to records that are not in it and is left out.`);
  }
  return tree;
}
