/** The rows an org has before anybody has entered any: organization, profiles, users, record types, metadata records. */
import { seedStatuses } from './bootstrap-statuses.ts';
import { Delta } from './delta.ts';
import { idSuffix } from './ids.ts';
import type { StoredValue, TableLayout } from './layout.ts';
import type { MetadataRecord } from './metadata/load-schema.ts';
import { OrgSchema } from './org-schema.ts';
import { recordTypeId } from './record-types.ts';
import { AUTOMATED_PROCESS_ID, automatedProcessName } from './platform-users.ts';
import type { FieldSchema, ObjectSchema } from './schema.ts';
import { namedId } from './security/named-ids.ts';
import { STANDARD_PROFILE_NAMES, standardProfile } from './security/standard-profiles.ts';
import type { OrgStore } from './store.ts';
import type { StoreConnection } from './storage/connection.ts';
import { parseDecimal, toStored } from './values.ts';
import type { PlainValue } from './values.ts';

export interface BootstrapUser {
  readonly id?: string;
  readonly userName: string;
  readonly name: string;
  readonly email: string;
  readonly profile: string;
  readonly timeZone: string;
  readonly locale: string;
  /** User permissions beside those of the profile. */
  readonly permissions?: readonly string[];
  /** Names of permission sets and permission set groups. */
  readonly permissionSets?: readonly string[];
  /** Developer name. */
  readonly role?: string | null;
}

export interface BootstrapOptions {
  readonly organization: { readonly id: string; readonly name: string; readonly isSandbox: boolean; readonly instance: string; readonly type: string };
  readonly users: readonly BootstrapUser[];
  readonly metadataRecords: readonly MetadataRecord[];
  /** Profiles beside the standard ones and those of the users. */
  readonly profiles?: readonly string[];
  /** Milliseconds since 1970. */
  readonly now: number;
}

export interface BootstrapResult {
  /** By user name. */
  readonly userIds: ReadonlyMap<string, string>;
  /** By profile name. */
  readonly profileIds: ReadonlyMap<string, string>;
}

/** Business hours from midnight to midnight go round the clock. */
const DAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];

/** Values of a row by field name; numbers and dates as in `PlainValue`. */
export type SeedValues = Readonly<Record<string, string | boolean | number | Uint8Array | null>>;

/** An id that a name always gets, outside the range of the counters. */
export function seedId(keyPrefix: string, n: number): string {
  const id15 = `${keyPrefix}SBX${String(n).padStart(9, '0')}`;
  return id15 + idSuffix(id15);
}

function plainOf(value: SeedValues[string]): PlainValue {
  if (value === null) return { kind: 'null' };
  if (typeof value === 'string') return { kind: 'string', value };
  if (value instanceof Uint8Array) return { kind: 'blob', value };
  return typeof value === 'boolean' ? { kind: 'boolean', value } : { kind: 'double', value };
}

/** Puts a row into a delta as it is: no triggers, no validation. Unknown fields are left out. */
export function seedRow(store: OrgStore, connection: StoreConnection, delta: Delta, objectName: string, id: string, values: SeedValues): void {
  const object = store.schema.object(objectName);
  if (object === undefined) return;
  const layout = store.layoutOf(object);
  const row: StoredValue[] = layout.columns.map((column) => (column.storage === 'boolean' ? 0 : null));
  row[0] = id;
  for (const [name, value] of Object.entries(values)) {
    const column = layout.byField.get(name.toLowerCase());
    if (column === undefined) continue;
    const isTemporal = typeof value === 'number' && (column.storage === 'datetime' || column.storage === 'date' || column.storage === 'time');
    row[column.index] = isTemporal ? value : (toStored(column, plainOf(value)) ?? null);
  }
  delta.put(layout, id, row, connection.readCommitted(layout, [id]).get(id) ?? null);
}

/** Writes the rows, or brings them up to date; everything else stays as it is. */
export function bootstrapOrg(store: OrgStore, connection: StoreConnection, options: BootstrapOptions): BootstrapResult {
  const delta = new Delta();
  const { organization, now } = options;
  const adminId = options.users[0]?.id ?? seedId('005', 1);
  const audit = { CreatedDate: now, LastModifiedDate: now, SystemModstamp: now, CreatedById: adminId, LastModifiedById: adminId };
  const seed = (object: string, id: string, values: SeedValues): void => seedRow(store, connection, delta, object, id, { ...audit, ...values });
  seed('Organization', organization.id, {
    Name: organization.name, IsSandbox: organization.isSandbox, InstanceName: organization.instance, OrganizationType: organization.type, FiscalYearStartMonth: 1,
    DefaultLocaleSidKey: 'en_US', LanguageLocaleKey: 'en_US', TimeZoneSidKey: 'America/Los_Angeles', Country: 'US',
  });
  const profileIds = new Map<string, string>();
  for (const name of new Set([...STANDARD_PROFILE_NAMES, ...options.users.map((user) => user.profile), ...(options.profiles ?? [])])) {
    const id = standardProfile(name) === undefined ? namedId('00e', name) : seedId('00e', profileIds.size + 1);
    profileIds.set(name, id);
    seed('Profile', id, { Name: name, UserType: 'Standard' });
  }
  const userIds = new Map<string, string>();
  options.users.forEach((user, i) => {
    const id = user.id ?? seedId('005', i + 1);
    userIds.set(user.userName, id);
    const [first, ...rest] = user.name.split(' ');
    const last = rest.join(' ') || first!;
    seed('User', id, {
      Username: user.userName, Name: user.name, FirstName: rest.length > 0 ? first! : null, LastName: last, Email: user.email, Alias: last.slice(0, 8).toLowerCase(),
      CommunityNickname: user.userName.slice(0, 40), ProfileId: profileIds.get(user.profile)!, UserRoleId: user.role == null ? null : namedId('00E', user.role), IsActive: true, UserType: 'Standard', TimeZoneSidKey: user.timeZone,
      LocaleSidKey: user.locale, LanguageLocaleKey: 'en_US', EmailEncodingKey: 'UTF-8',
    });
  });
  const automated = automatedProcessName(organization.id);
  seed('User', AUTOMATED_PROCESS_ID, {
    Username: automated, Name: 'Automated Process', FirstName: 'Automated', LastName: 'Process', Email: automated, Alias: 'autoproc', CommunityNickname: 'autoproc', IsActive: true,
    UserType: 'AutomatedProcess', TimeZoneSidKey: 'GMT', LocaleSidKey: 'en_US', LanguageLocaleKey: 'en_US', EmailEncodingKey: 'UTF-8',
  });
  seed('BusinessHours', seedId('01m', 1), { Name: 'Default', IsActive: true, IsDefault: true, TimeZoneSidKey: 'America/Los_Angeles', ...Object.fromEntries(DAYS.flatMap((day) => [[`${day}StartTime`, 0], [`${day}EndTime`, 0]])) });
  seed('Pricebook2', seedId('01s', 1), { Name: 'Standard Price Book', IsStandard: true, IsActive: true });
  seedStatuses(store, seed);
  seedRecordTypes(store, connection, delta, seed);
  seedMetadata(store, connection, delta, options.metadataRecords, now);
  connection.commit(delta);
  return { userIds, profileIds };
}

/** Only metadata brings record types and metadata types. */
function definedObjects(store: OrgStore): Iterable<ObjectSchema> {
  const { schema } = store;
  return schema instanceof OrgSchema ? schema.definedObjects() : schema.objects();
}

/** Record types are what metadata says: others go. */
function seedRecordTypes(store: OrgStore, connection: StoreConnection, delta: Delta, seed: (object: string, id: string, values: SeedValues) => void): void {
  for (const object of definedObjects(store)) {
    const processId = (name: string): string => namedId('019', `${object.name}.${name}`);
    for (const { name, namespace, description, isActive } of object.businessProcesses) {
      seed('BusinessProcess', processId(name), { Name: name, NamespacePrefix: namespace, Description: description, IsActive: isActive, TableEnumOrId: object.name });
    }
    for (const type of object.recordTypes) {
      seed('RecordType', recordTypeId(object, type), {
        Name: type.label, DeveloperName: type.developerName, SobjectType: object.name, IsActive: type.isActive, NamespacePrefix: type.namespace, Description: type.description,
        BusinessProcessId: type.businessProcess === null ? null : processId(type.businessProcess),
      });
    }
  }
  for (const name of ['RecordType', 'BusinessProcess']) {
    const layout = store.layoutOf(store.schema.object(name)!);
    removeOthers(connection, delta, layout, new Set(delta.of(layout)?.entries.keys()));
  }
}

function removeOthers(connection: StoreConnection, delta: Delta, layout: TableLayout, wanted: ReadonlySet<string>): void {
  if (!connection.hasBase(layout)) return;
  const stored = connection.statements.get(`SELECT "Id" FROM ${layout.baseTable}`).all() as unknown as [string][];
  for (const [id] of stored) if (!wanted.has(id)) delta.put(layout, id, null, connection.readCommitted(layout, [id]).get(id) ?? null);
}

/** What a relationship of a metadata record names: an object, or a field of the object that its controlling field names. */
function definitionId(store: OrgStore, { namespace, values }: MetadataRecord, field: FieldSchema, text: string): string | undefined {
  const { schema } = store;
  const objectOf = (name: string | null | undefined): ObjectSchema | undefined => (name == null ? undefined : schema.object(name, namespace));
  if (field.referenceTo[0] === 'EntityDefinition') return objectOf(text)?.name;
  if (!['FieldDefinition', 'EntityParticle'].includes(field.referenceTo[0]!) || field.controllingField === null) return undefined;
  const controlling = field.controllingField.toLowerCase();
  const object = objectOf([...values].find(([name]) => name.toLowerCase() === controlling)?.[1]);
  const found = object && schema.field(object, text, namespace);
  return found && `${object.name}.${found.name}`;
}

/** Metadata records are what the project says: others of their types go. */
function seedMetadata(store: OrgStore, connection: StoreConnection, delta: Delta, records: readonly MetadataRecord[], now: number): void {
  const wanted = new Map<TableLayout, Set<string>>();
  for (const object of definedObjects(store)) if (object.kind === 'customMetadata') wanted.set(store.layoutOf(object), new Set());
  const counters = new Map<string, number>();
  const named: { readonly record: MetadataRecord; readonly object: ObjectSchema; readonly id: string }[] = [];
  /** By object and developer name, with and without namespace: records name each other in relationships. */
  const idsByName = new Map<string, string>();
  for (const record of [...records].sort((a, b) => (a.developerName < b.developerName ? -1 : 1))) {
    const object = store.schema.object(record.objectName);
    if (object === undefined || object.keyPrefix === null) continue;
    const n = (counters.get(object.name) ?? 0) + 1;
    counters.set(object.name, n);
    const id = seedId(object.keyPrefix, n);
    named.push({ record, object, id });
    const name = record.developerName.toLowerCase();
    for (const each of [name, `${record.namespace ?? ''}__${name}`.toLowerCase()]) idsByName.set(`${object.name}.${each}`, id);
  }
  for (const { record, object, id } of named) {
    const layout = store.layoutOf(object);
    wanted.get(layout)?.add(id);
    const row: StoredValue[] = layout.columns.map((column) => (column.storage === 'boolean' ? 0 : null));
    const qualified = record.namespace === null ? record.developerName : `${record.namespace}__${record.developerName}`;
    const own = { Id: id, DeveloperName: record.developerName, MasterLabel: record.label, Label: record.label, NamespacePrefix: record.namespace, QualifiedApiName: qualified, Language: 'en_US' };
    for (const [name, value] of Object.entries(own)) row[layout.byField.get(name.toLowerCase())!.index] = value;
    row[layout.byField.get('systemmodstamp')!.index] = now;
    for (const [name, text] of record.values) {
      const column = layout.byField.get(name.toLowerCase());
      if (column === undefined || text === null) continue;
      const target = store.schema.object(column.field.referenceTo[0] ?? '');
      row[column.index] = (target && (idsByName.get(`${target.name}.${text.toLowerCase()}`) ?? definitionId(store, record, column.field, text))) ?? toStored(column, plainOfText(column.storage, text)) ?? null;
    }
    delta.put(layout, id, row, connection.readCommitted(layout, [id]).get(id) ?? null);
  }
  for (const [layout, ids] of wanted) removeOthers(connection, delta, layout, ids);
}

/** Text of a metadata file or a data file as a value for a column. */
export function plainOfText(storage: TableLayout['columns'][number]['storage'], text: string): PlainValue {
  switch (storage) {
    case 'boolean': return { kind: 'boolean', value: text.toLowerCase() === 'true' };
    case 'integer': case 'long': case 'decimal': case 'double': {
      const number = parseDecimal(text);
      return number === null ? { kind: 'null' } : { kind: 'decimal', ...number };
    }
    case 'date': return { kind: 'date', value: Date.parse(`${text.slice(0, 10)}T00:00:00Z`) / 86_400_000 };
    case 'datetime': return { kind: 'datetime', value: Date.parse(text.replace(/([+-]\d\d)(\d\d)$/, '$1:$2')) };
    case 'time': return { kind: 'time', value: Date.parse(`1970-01-01T${text.replace(/Z?$/, 'Z')}`) };
    case 'blob': return { kind: 'blob', value: Buffer.from(text, 'base64') };
    default: return { kind: 'string', value: text };
  }
}

