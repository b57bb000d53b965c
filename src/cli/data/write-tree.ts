/** Records as sObject tree files with the plan that imports them, here or by `sf data import tree --plan`. */
import type { ExportedRecord, RecordSet } from './record-set.ts';

/** Of a file, as the platform takes them. */
const MAX_FILE_RECORDS = 200;

export interface TreeFiles {
  /** Name → content; one of them is `plan.json`. */
  readonly files: ReadonlyMap<string, string>;
  readonly notes: readonly string[];
}

/** Whoever is referred to comes in an earlier file. Lookups to what isn't there are left out, as are those that close a circle. */
export function treeFiles(set: RecordSet): TreeFiles {
  const notes = new Set(set.notes);
  const waves = new Waves(set, notes);
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
      files.set(name, json({ records: records.slice(from, from + MAX_FILE_RECORDS).map((record, i) => treeRecord(set, waves, record, `${object}Ref${number}_${i + 1}`, notes)) }));
      names.push(name);
    }
    plan.push({ sobject: object, saveRefs: true, resolveRefs: wave > 0, files: names });
  }
  files.set('plan.json', json(plan));
  return { files, notes: [...notes] };
}

const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;

function treeRecord(set: RecordSet, waves: Waves, record: ExportedRecord, fallback: string, notes: Set<string>): unknown {
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
    if (target && !waves.isCut(record, name)) tree[name] = `@${value}`;
    else if (!target && name !== 'OwnerId') notes.add(`${object.name}.${name} leads to records that are not in it and is left out.`);
  }
  return tree;
}

/** How many files must come before a record's. */
class Waves {
  readonly #set: RecordSet;
  readonly #notes: Set<string>;
  readonly #known = new Map<ExportedRecord, number>();
  readonly #cut = new Map<ExportedRecord, Set<string>>();

  constructor(set: RecordSet, notes: Set<string>) {
    this.#set = set;
    this.#notes = notes;
    for (const record of set.records) this.#walk(record);
  }

  of(record: ExportedRecord): number {
    return this.#known.get(record) ?? 0;
  }

  isCut(record: ExportedRecord, field: string): boolean {
    return this.#cut.get(record)?.has(field) === true;
  }

  /** Without recursion: chains of records may be long. */
  #walk(start: ExportedRecord): void {
    const path: { readonly record: ExportedRecord; readonly targets: { readonly field: string; readonly record: ExportedRecord }[]; wave: number }[] = [];
    const open = new Set<ExportedRecord>();
    const enter = (record: ExportedRecord): void => {
      open.add(record);
      path.push({ record, targets: this.#targets(record), wave: 0 });
    };
    if (!this.#known.has(start)) enter(start);
    for (let top = path.at(-1); top; top = path.at(-1)) {
      const next = top.targets.at(-1);
      if (!next) {
        path.pop();
        open.delete(top.record);
        this.#known.set(top.record, top.wave);
        continue;
      }
      const wave = this.#known.get(next.record);
      if (wave === undefined && !open.has(next.record)) {
        enter(next.record);
        continue;
      }
      top.targets.pop();
      if (wave !== undefined) top.wave = Math.max(top.wave, wave + 1);
      else {
        const cut = this.#cut.get(top.record) ?? new Set();
        this.#cut.set(top.record, cut.add(next.field));
        this.#notes.add(`${top.record.object.name}.${next.field} closes a circle of records and is left out of ${top.record.id}.`);
      }
    }
  }

  #targets({ object, fields }: ExportedRecord): { field: string; record: ExportedRecord }[] {
    return object.fields.flatMap(({ name, type }) => {
      const value = type === 'reference' ? fields.get(name) : null;
      const record = typeof value === 'string' ? this.#set.find(value) : undefined;
      return record ? [{ field: name, record }] : [];
    });
  }
}
