/** In which order records can be written, each behind those it refers to. */
import type { DescribedField } from './described-objects.ts';
import type { ExportedRecord, RecordSet } from './record-set.ts';

interface Lookup { readonly field: DescribedField; readonly record: ExportedRecord }
interface Step { readonly record: ExportedRecord; readonly targets: Lookup[]; wave: number }

/** A lookup that would close a circle: it is set when both records are there, or never. */
export interface CutLookup { readonly record: ExportedRecord; readonly field: DescribedField; readonly target: ExportedRecord }

/** How many files must come before a record's. Of the lookups in a circle, one that may be empty at first is cut. */
export class Waves {
  readonly #set: RecordSet;
  readonly #known = new Map<ExportedRecord, number>();
  readonly #cut = new Map<ExportedRecord, Map<string, CutLookup>>();

  constructor(set: RecordSet) {
    this.#set = set;
    for (const record of set.records) this.#walk(record);
  }

  of(record: ExportedRecord): number {
    return this.#known.get(record) ?? 0;
  }

  isCut(record: ExportedRecord, field: string): boolean {
    return this.#cut.get(record)?.has(field) === true;
  }

  get cut(): readonly CutLookup[] {
    return [...this.#cut.values()].flatMap(each => [...each.values()]);
  }

  /** Without recursion: chains of records may be long. */
  #walk(start: ExportedRecord): void {
    const path: Step[] = [];
    const open = new Map<ExportedRecord, number>();
    const enter = (record: ExportedRecord): void => {
      open.set(record, path.length);
      path.push({ record, targets: this.#targets(record), wave: 0 });
    };
    const leave = (step: Step): void => {
      path.pop();
      open.delete(step.record);
    };
    if (!this.#known.has(start)) enter(start);
    for (let top = path.at(-1); top; top = path.at(-1)) {
      const next = top.targets.at(-1);
      if (!next) {
        leave(top);
        this.#known.set(top.record, top.wave);
        continue;
      }
      const wave = this.#known.get(next.record);
      const first = open.get(next.record);
      if (wave !== undefined) {
        top.targets.pop();
        top.wave = Math.max(top.wave, wave + 1);
      } else if (first === undefined) enter(next.record);
      else {
        // The way from the first record of the circle to here is the last lookup of each step; steps behind a cut are taken again.
        const at = path.findLastIndex((step, i) => i >= first && step.targets.at(-1)!.field.nillable);
        const cut = path[at === -1 ? path.length - 1 : at]!;
        while (path.at(-1) !== cut) leave(path.at(-1)!);
        this.#cutOff(cut.record, cut.targets.pop()!);
      }
    }
  }

  #cutOff(record: ExportedRecord, { field, record: target }: Lookup): void {
    const cut = this.#cut.get(record) ?? new Map<string, CutLookup>();
    this.#cut.set(record, cut.set(field.name, { record, field, target }));
  }

  #targets(record: ExportedRecord): Lookup[] {
    return record.object.fields.flatMap(field => {
      const value = field.type === 'reference' && !this.isCut(record, field.name) ? record.fields.get(field.name) : null;
      const target = typeof value === 'string' ? this.#set.find(value) : undefined;
      return target ? [{ field, record: target }] : [];
    });
  }
}
