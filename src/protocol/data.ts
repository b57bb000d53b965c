/** Wire types of records that come into an org: imported files, and support bundles. */
import type { OrgInfo } from './rpc.ts';

export type ImportValue = string | number | boolean | null;
export const IMPORT_OPERATIONS = ['insert', 'update', 'upsert'] as const;
export type ImportOperation = (typeof IMPORT_OPERATIONS)[number];

/** As of the platform's own requests on many records. */
export const MAX_IMPORT_RECORDS = 200;

export interface ImportRecord {
  readonly object: string;
  /**
   * By field name, or `Account.Ext__c`: the parent by its external id. `@ref` in a lookup stands for the id that
   * `references` has for `ref`. Dates as ISO 8601 has them.
   */
  readonly fields: Readonly<Record<string, ImportValue>>;
  /** The child relationship of an earlier record of the same request. */
  readonly parent?: { readonly index: number; readonly relationship: string };
}

export interface ImportSet {
  readonly records: readonly ImportRecord[];
  readonly references: Readonly<Record<string, string>>;
  readonly operation: ImportOperation;
  /** Upsert: the field that records are found by. */
  readonly externalId?: string;
}

export interface ImportFailure {
  /** Of the record. */
  readonly index: number;
  /** Null: the record as a whole. */
  readonly field: string | null;
  readonly message: string;
}

export interface ImportAnswer {
  /** In the order of the records; empty where any of them failed: then none is saved. */
  readonly ids: readonly string[];
  readonly failures: readonly ImportFailure[];
}

/** Requests about data: name → parameters and result. */
export interface DataRequests {
  /**
   * At most `MAX_IMPORT_RECORDS`, all or none, as the login's user: triggers run, and a session may debug them. `raw`: as the
   * platform itself, without triggers; in sandboxes only, and needs Modify All Data.
   */
  'data/import': { params: ImportSet & { loginId: string; raw?: boolean }; result: ImportAnswer };
  /** A support bundle on the hub's machine, a folder or a zip file, as an org of the world. `notes`: what of it isn't here. */
  'bundle/open': { params: { path: string }; result: { org: OrgInfo; records: number; notes: readonly string[] } };
}
