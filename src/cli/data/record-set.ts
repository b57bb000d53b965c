import { isMasked } from '../../exchange/mask.ts';
import type { Masker, MaskLevel } from '../../exchange/mask.ts';
import { isExported, metadataType } from './described-objects.ts';
import type { DescribedField, DescribedObject, DescribedObjects } from './described-objects.ts';
import type { ApiRecord } from './org-api.ts';

export type FieldValue = string | number | boolean | null;

export interface ExportedRecord {
  readonly object: DescribedObject;
  /** 18 characters; null: it wasn't asked for. */
  readonly id: string | null;
  readonly fields: Map<string, FieldValue>;
}

export interface Masking {
  readonly level: MaskLevel;
  readonly masker: Masker;
}

/** Records from an org, each once, with the values that another org can be given, masked if wanted. */
export class RecordSet {
  readonly records: ExportedRecord[] = [];
  /** What isn't in it: for a person. */
  readonly notes = new Set<string>();
  readonly #byId = new Map<string, ExportedRecord>();
  readonly #objects: DescribedObjects;
  readonly #masking: Masking | null;

  constructor(objects: DescribedObjects, masking: Masking | null) {
    this.#objects = objects;
    this.#masking = masking;
  }

  find(id: string): ExportedRecord | undefined {
    return this.#byId.get(id);
  }

  /** With its children; a parent's link to them is set where the query left it out. */
  async add(source: ApiRecord, link: { readonly field: string; readonly id: string } | null = null): Promise<ExportedRecord | null> {
    const type = source.attributes?.type;
    if (type === undefined || type === 'AggregateResult') {
      this.notes.add('Aggregates are no records and are left out.');
      return null;
    }
    const object = await this.#objects.object(type);
    const id = typeof source['Id'] === 'string' ? source['Id'] : null;
    const known = id === null ? undefined : this.#byId.get(id);
    if (known) return known;
    const record: ExportedRecord = { object, id, fields: new Map() };
    this.records.push(record);
    if (id !== null) this.#byId.set(id, record);
    const byName = new Map(object.fields.map(field => [field.name.toLowerCase(), field]));
    for (const [name, value] of Object.entries(source)) {
      if (name === 'attributes' || name.toLowerCase() === 'id') continue;
      const field = byName.get(name.toLowerCase());
      if (field) this.#take(record, field, value);
      else if (isChildren(value)) await this.#addChildren(object, name, value.records, id);
      else if (value !== null) this.notes.add(`${type}.${name} belongs to another record and is left out.`);
    }
    if (link && !record.fields.has(link.field)) record.fields.set(link.field, link.id);
    return record;
  }

  #take({ object, fields }: ExportedRecord, field: DescribedField, value: unknown): void {
    if (!isExported(field)) this.notes.add(`${object.name}.${field.name} can't be set in another org and is left out.`);
    else if (value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') fields.set(field.name, this.#masked(object, field, value));
    else this.notes.add(`${object.name}.${field.name} is no plain value and is left out.`);
  }

  #masked(object: DescribedObject, field: DescribedField, value: FieldValue): FieldValue {
    if (typeof value !== 'string' || !this.#masking) return value;
    const type = metadataType(field);
    const kind = object.name.endsWith('__mdt') ? 'customMetadata' : object.customSetting ? 'customSetting' : object.custom ? 'custom' : 'standard';
    return isMasked({ name: object.name, isSetup: false, kind }, { name: field.name, type }, this.#masking.level) ? this.#masking.masker.text(value, type) : value;
  }

  async #addChildren(object: DescribedObject, name: string, children: readonly ApiRecord[], id: string | null): Promise<void> {
    const relationship = object.childRelationships.find(each => each.relationshipName?.toLowerCase() === name.toLowerCase());
    if (id === null) this.notes.add(`${object.name}: select Id, or its ${name} lose their parent.`);
    for (const child of children) await this.add(child, relationship && id !== null ? { field: relationship.field, id } : null);
  }
}

const isChildren = (value: unknown): value is { readonly records: readonly ApiRecord[] } => typeof value === 'object' && value !== null && Array.isArray((value as { records?: unknown }).records);
