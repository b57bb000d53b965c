/** Collects a record and its relations to a depth: the parents it leads to, and the children that lead to it. */
import { CannotRun } from '../failure.ts';
import { isExported } from '../data/described-objects.ts';
import type { DescribedObject, DescribedObjects, GlobalObject } from '../data/described-objects.ts';
import { queryRecords } from '../data/org-api.ts';
import type { ApiRecord, OrgApi } from '../data/org-api.ts';
import type { ExportedRecord, RecordSet } from '../data/record-set.ts';

export interface GatherOptions {
  readonly roots: readonly string[];
  readonly depth: number;
  /** All together. */
  readonly maxRecords: number;
  progress(message: string): void;
}

/** Children that one relationship contributes at most. */
const MAX_CHILDREN = 200;
/** So that the request's address stays within 16,000 characters. */
const MAX_IDS = 100;
const MAX_FIELD_CHARACTERS = 6000;

/** The platform keeps them itself, or they say nothing without what isn't packed. */
const NOT_FOLLOWED = /(?:Share|History|Feed|ChangeEvent|Tag|Member|Subscription|Assignment|Audit|__mdt)$|^(?:User|Group|RecordType|Profile|UserRole|PermissionSet|Organization|BusinessHours|NetworkUserHistoryRecent|Process\w*|FlowRecord\w*|ContentDocument\w*|ContentVersion|Attachment|Note|CombinedAttachment|EmailMessage\w*|EmailStatus|RecordAction\w*|DuplicateRecord\w*|ActivityHistory|OpenActivity|Vote|TopicAssignment|LookedUpFromActivity)$/;

/** What it couldn't read, or left out, it notes in the set. */
export async function gatherRecords(api: OrgApi, objects: DescribedObjects, set: RecordSet, options: GatherOptions): Promise<void> {
  await new Gatherer(api, objects, set, options).run();
}

class Gatherer {
  readonly #api: OrgApi;
  readonly #objects: DescribedObjects;
  readonly #set: RecordSet;
  readonly #options: GatherOptions;

  constructor(api: OrgApi, objects: DescribedObjects, set: RecordSet, options: GatherOptions) {
    this.#api = api;
    this.#objects = objects;
    this.#set = set;
    this.#options = options;
  }

  async run(): Promise<void> {
    const { roots, depth } = this.#options;
    const byPrefix = new Map([...(await this.#objects.all()).values()].map(each => [each.keyPrefix, each.name]));
    const wanted = new Map<string, string[]>();
    for (const id of roots) {
      const object = byPrefix.get(id.slice(0, 3));
      if (object === undefined) throw new CannotRun(`--record ${id}: ${this.#api.name} has no object whose ids begin with ${id.slice(0, 3)}.`);
      wanted.set(object, [...(wanted.get(object) ?? []), id]);
    }
    let frontier: ExportedRecord[] = [];
    for (const [object, ids] of wanted) {
      const found = await this.#read(object, 'Id', ids, MAX_CHILDREN);
      const missing = ids.find(id => !found.some(record => record.id?.startsWith(id)));
      if (missing !== undefined) throw new CannotRun(`--record ${missing}: ${this.#api.name} has no such ${object}, or you may not see it.`);
      frontier.push(...found);
    }
    for (let level = 0; level < depth && frontier.length > 0; level++) {
      frontier = [...await this.#parents(frontier, false), ...await this.#children(frontier)];
    }
    // Records that can't be without their parents bring them, however deep.
    for (let level = 0; frontier.length > 0 && level < MAX_REQUIRED_LEVELS; level++) frontier = await this.#parents(level === 0 ? this.#set.records : frontier, true);
  }

  async #parents(records: readonly ExportedRecord[], onlyRequired: boolean): Promise<ExportedRecord[]> {
    const wanted = new Map<string, Set<string>>();
    const all = await this.#objects.all();
    const byPrefix = new Map([...all.values()].map(each => [each.keyPrefix, each]));
    for (const { object, fields } of records) {
      for (const { name, type, nillable } of object.fields) {
        const value = type === 'reference' ? fields.get(name) : null;
        if (typeof value !== 'string' || (onlyRequired && nillable) || this.#set.find(value)) continue;
        const target = byPrefix.get(value.slice(0, 3));
        if (target && isFollowed(target)) wanted.set(target.name, (wanted.get(target.name) ?? new Set()).add(value));
      }
    }
    const found: ExportedRecord[] = [];
    for (const [object, ids] of wanted) found.push(...await this.#tryRead(object, 'Id', [...ids], ids.size));
    return found;
  }

  async #children(records: readonly ExportedRecord[]): Promise<ExportedRecord[]> {
    const byObject = new Map<DescribedObject, string[]>();
    for (const { object, id } of records) if (id !== null) byObject.set(object, [...(byObject.get(object) ?? []), id]);
    const all = await this.#objects.all();
    const found: ExportedRecord[] = [];
    for (const [object, ids] of byObject) {
      for (const { childSObject, field, deprecatedAndHidden } of object.childRelationships) {
        const child = all.get(childSObject.toLowerCase());
        if (!child || deprecatedAndHidden === true || !isFollowed(child)) continue;
        found.push(...await this.#tryRead(childSObject, field, ids, MAX_CHILDREN));
      }
    }
    return found;
  }

  async #tryRead(object: string, field: string, ids: readonly string[], maximum: number): Promise<ExportedRecord[]> {
    try {
      return await this.#read(object, field, ids, maximum);
    } catch (error) {
      if (!(error instanceof CannotRun)) throw error;
      this.#set.notes.add(`${object} by ${field} is left out: ${error.message}`);
      return [];
    }
  }

  /** The records whose field has one of the ids, as far as they are new. */
  async #read(name: string, field: string, ids: readonly string[], maximum: number): Promise<ExportedRecord[]> {
    const object = await this.#objects.object(name);
    if (field !== 'Id' && !object.fields.some(each => each.name === field && isExported(each))) return [];
    const added: ExportedRecord[] = [];
    for (let from = 0; from < ids.length; from += MAX_IDS) {
      const room = Math.min(maximum - added.length, this.#options.maxRecords - this.#set.records.length);
      this.#options.progress(`Reading ${object.labelPlural} (${this.#set.records.length} records)`);
      const found = await this.#query(object, field, ids.slice(from, from + MAX_IDS), Math.max(0, room) + 1);
      const fresh = found.filter(each => typeof each['Id'] === 'string' && !this.#set.find(each['Id']));
      const isCut = found.length > Math.max(0, room);
      if (isCut) this.#set.notes.add(this.#set.records.length + fresh.length > this.#options.maxRecords ? `It stops at ${this.#options.maxRecords} records: not all of ${name} by ${field} are in it.` : `Not all of ${name} by ${field} are in it: ${maximum} at most.`);
      for (const each of fresh.slice(0, Math.max(0, room))) {
        const record = await this.#set.add(each);
        if (record) added.push(record);
      }
      if (isCut) break;
    }
    return added;
  }

  /** In several queries where an object has many fields. */
  async #query(object: DescribedObject, field: string, ids: readonly string[], limit: number): Promise<ApiRecord[]> {
    const merged = new Map<string, Record<string, unknown>>();
    for (const names of fieldGroups(object)) {
      const soql = `SELECT ${['Id', ...names].join(', ')} FROM ${object.name} WHERE ${field} IN (${ids.map(id => `'${id}'`).join(', ')}) ORDER BY Id DESC LIMIT ${limit}`;
      for (const record of await queryRecords(this.#api, soql, limit)) {
        const id = String(record['Id']);
        merged.set(id, { ...merged.get(id), ...record });
      }
    }
    return [...merged.values()];
  }
}

/** Chains of records that each need the next. */
const MAX_REQUIRED_LEVELS = 10;

const isFollowed = ({ name, createable, queryable }: GlobalObject): boolean => createable && queryable && !NOT_FOLLOWED.test(name);

function fieldGroups(object: DescribedObject): string[][] {
  const groups: string[][] = [[]];
  let characters = 0;
  for (const { name } of object.fields.filter(isExported)) {
    characters += name.length + 2;
    if (characters > MAX_FIELD_CHARACTERS) {
      groups.push([]);
      characters = name.length + 2;
    }
    groups.at(-1)!.push(name);
  }
  return groups;
}
