/** A small org for tests: schema from metadata text, a store in a temporary folder, sessions of one user. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { ApexDecimal } from '../../../../src/sandbox/apex/runtime/decimal.ts';
import { ApexList } from '../../../../src/sandbox/apex/runtime/list.ts';
import { SObjectRecord } from '../../../../src/sandbox/apex/runtime/sobject.ts';
import { ApexDate, ApexDatetime } from '../../../../src/sandbox/apex/runtime/temporal.ts';
import { parseSoql } from '../../../../src/sandbox/apex/syntax/parser.ts';
import { bootstrapOrg, seedId } from '../../../../src/sandbox/data/bootstrap.ts';
import { bootstrapSecurity } from '../../../../src/sandbox/data/security/bootstrap-security.ts';
import type { DmlOptions, TriggerContext, TriggerRunner } from '../../../../src/sandbox/data/contract.ts';
import { InProcessLocks } from '../../../../src/sandbox/data/locks.ts';
import { loadSchema } from '../../../../src/sandbox/data/metadata/load-schema.ts';
import type { LoadedMetadata } from '../../../../src/sandbox/data/metadata/load-schema.ts';
import { runtimeBridge } from '../../../../src/sandbox/data/runtime-bridge.ts';
import { createSession } from '../../../../src/sandbox/data/session.ts';
import type { SessionOptions, StoreSession } from '../../../../src/sandbox/data/session.ts';
import { openOrgStore } from '../../../../src/sandbox/data/store.ts';
import type { OrgStore } from '../../../../src/sandbox/data/store.ts';
import type { StoreConnection } from '../../../../src/sandbox/data/storage/connection.ts';

export const ORG = seedId('00D', 1);
export const USER = seedId('005', 1);
/** 2024-03-15T10:30:00Z, a Friday. */
export const NOW = Date.UTC(2024, 2, 15, 10, 30);
const AMY = { userName: 'amy@example.test', name: 'Amy Admin', email: 'amy@example.test', profile: 'System Administrator', timeZone: 'America/New_York', locale: 'en_US' };
export const DML: DmlOptions = { allOrNone: true, accessLevel: 'system', enforceSharing: false, callerNamespace: null, externalIdField: null };
export const QUERY = { accessLevel: 'system', callerNamespace: null, enforceSharing: false } as const;

export const bridge = runtimeBridge((type, parts) => ({ type, ...Object.fromEntries(parts) }));

export class World {
  readonly folder: string;
  readonly metadata: LoadedMetadata;
  readonly store: OrgStore;
  readonly connection: StoreConnection;
  readonly clock = { time: NOW, now: () => this.clock.time, advance: (ms: number) => { this.clock.time += ms; } };
  readonly locks = new InProcessLocks(this.clock);
  readonly triggerCalls: string[] = [];
  trigger: ((context: TriggerContext) => void) | null = null;
  #transactions = 0;

  /** `files`: metadata by path below the project, `namespace` of the project. */
  constructor(files: Readonly<Record<string, string>>, namespace: string | null = null) {
    this.folder = mkdtempSync(join(tmpdir(), 'data-world-'));
    const project = join(this.folder, 'project');
    mkdirSync(project);
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(project, path)), { recursive: true });
      writeFileSync(join(project, path), text);
    }
    this.metadata = loadSchema({ projects: [{ directory: project, namespace }], namespace: null });
    this.store = openOrgStore(join(this.folder, 'org.db'), this.metadata.schema);
    this.connection = this.store.connect();
    const { userIds, profileIds } = bootstrapOrg(this.store, this.connection, {
      organization: { id: ORG, name: 'Test Org', isSandbox: true, instance: 'CS1', type: 'Developer Edition' }, now: NOW, metadataRecords: this.metadata.metadataRecords,
      users: [AMY],
    });
    bootstrapSecurity(this.store, this.connection, { metadata: this.metadata.security, users: [AMY], userIds, profileIds, now: NOW });
  }

  session(options: Partial<SessionOptions> = {}): StoreSession {
    const triggers: TriggerRunner = {
      hasTriggers: () => this.trigger !== null,
      run: (context) => {
        this.triggerCalls.push(`${context.operation} ${context.object.name} ${(context.newRecords ?? context.oldRecords)!.length}`);
        this.trigger!(context);
      },
      names: () => [],
      runOne: () => {},
    };
    return createSession(this.store, {
      connection: this.connection, transactionId: `t${++this.#transactions}`, user: { id: USER, timeZone: 'America/New_York', locale: 'en_US' },
      organizationId: ORG, baseUrl: 'https://test.example', bridge, triggers, locks: this.locks, now: () => this.clock.now(), ...options,
    });
  }

  close(): void {
    this.connection.close();
    rmSync(this.folder, { recursive: true });
  }
}

export function record(objectName: string, fields: Readonly<Record<string, unknown>>): SObjectRecord {
  const made = new SObjectRecord(objectName);
  for (const [name, value] of Object.entries(fields)) made.fields.set(name, value);
  return made;
}

export function insert(session: StoreSession, objectName: string, rows: readonly Readonly<Record<string, unknown>>[]): string[] {
  const records = rows.map((fields) => record(objectName, fields));
  session.dml('insert', records, DML);
  return records.map((one) => one.fields.get('Id') as string);
}

/** A query's rows as plain values: decimals and dates as text, parents and children nested; ids left out unless asked. */
export function ask(session: StoreSession, soql: string, binds: readonly unknown[] = []): number | Record<string, unknown>[] {
  const { tree, errors } = parseSoql(soql);
  if (errors.length > 0) throw new Error(errors[0]!.message);
  const { records, count } = session.query(tree, binds, QUERY);
  return count ?? records.map((one) => show(one, /\bId\b/.test(soql)) as Record<string, unknown>);
}

export function show(value: unknown, withIds = true): unknown {
  if (value instanceof SObjectRecord) {
    const shown: Record<string, unknown> = {};
    for (const [name, inner] of value.fields) if (withIds || name !== 'Id') shown[name] = show(inner, withIds);
    for (const [name, inner] of value.relationships ?? []) shown[name] = show(inner, withIds);
    return shown;
  }
  if (value instanceof ApexList) return value.items.map((one) => show(one, withIds));
  if (value instanceof ApexDecimal) return `${Number(value.unscaled) / 10 ** value.scale}`;
  if (value instanceof ApexDate) return new Date(value.days * 86_400_000).toISOString().slice(0, 10);
  if (value instanceof ApexDatetime) return new Date(value.millis).toISOString();
  return value;
}

export const decimal = (text: string): ApexDecimal => ApexDecimal.parse(text)!;
export const date = (text: string): ApexDate => new ApexDate(Date.parse(`${text}T00:00:00Z`) / 86_400_000);
export const datetime = (text: string): ApexDatetime => new ApexDatetime(Date.parse(text));

/** Source-format metadata of an object. */
export const objectXml = (content = ''): string => `<?xml version="1.0"?><CustomObject xmlns="http://soap.sforce.com/2006/04/metadata"><label>Thing</label><pluralLabel>Things</pluralLabel>${content}</CustomObject>`;
export const fieldXml = (name: string, type: string, content = ''): string => `<?xml version="1.0"?><CustomField xmlns="http://soap.sforce.com/2006/04/metadata"><fullName>${name}</fullName><label>${name.replace(/__c$/, '').replaceAll('_', ' ')}</label><type>${type}</type>${content}</CustomField>`;
