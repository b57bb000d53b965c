/**
 * A support bundle: what a customer packs for the partner, as a folder or a zip file of texts. `manifest.json` says what
 * is inside:
 *
 * - `records/plan.json` and the sObject tree files that it names; the reference of a record is its id in the customer's org, a record
 *   type is named as `RecordType.DeveloperName`. The last files give records that are there the lookups that close circles, by `Id`
 * - `objects/NAME.json`: a described object, with the org's own validation rules (`BundleObject`)
 * - `code/NAME.cls`, `code/NAME.trigger`: the org's own code
 */
export const BUNDLE_FORMAT = 'isv-debugger-bundle';
export const BUNDLE_VERSION = 2;
/** Also read: 1 had no record types, and no lookups that close circles. */
export const BUNDLE_VERSIONS = [1, BUNDLE_VERSION];
export const MANIFEST_NAME = 'manifest.json';
export const PLAN_NAME = 'records/plan.json';

/** What a bundle may have at most, whoever made it. */
export const BUNDLE_LIMITS = { files: 5000, fileBytes: 16 * 1024 * 1024, totalBytes: 64 * 1024 * 1024, zipBytes: 64 * 1024 * 1024 } as const;

/** Nothing else is in a bundle. Names have no way out of their folder, nor what a file system may not take. */
export const BUNDLE_FILE = /^(?:manifest\.json|records\/plan\.json|records\/\d{3,6}-[A-Za-z]\w{0,79}\.json|objects\/[A-Za-z]\w{0,79}\.json|code\/[A-Za-z]\w{0,79}\.(?:cls|trigger))$/;

export interface BundleManifest {
  readonly format: typeof BUNDLE_FORMAT;
  /** One of `BUNDLE_VERSIONS`. */
  readonly version: number;
  /** ISO 8601. */
  readonly createdAt: string;
  readonly org: { readonly id: string; readonly name: string; readonly instance: string; readonly isSandbox: boolean };
  /** Who packed it: the records are what this user may see. */
  readonly user: { readonly profile: string; readonly timeZone: string; readonly locale: string };
  readonly packages: readonly BundlePackage[];
  /** Ids of the records that were asked for. */
  readonly roots: readonly string[];
  readonly depth: number;
  readonly mask: 'personal' | 'text' | 'none';
  /** By object. */
  readonly records: Readonly<Record<string, number>>;
  /** Of all others. */
  readonly files: readonly { readonly name: string; readonly bytes: number; readonly sha256: string }[];
  /** What isn't in it, and why. */
  readonly notes: readonly string[];
}

export interface BundlePackage {
  readonly namespace: string;
  readonly name: string;
  readonly version: string;
  /** Null: unknown. `seats` null: a site license. */
  readonly license: { readonly status: string; readonly seats: number | null; readonly expiresAt: string | null } | null;
}

/** Of a describe, what it takes to have the object again. */
export interface BundleObject {
  readonly name: string;
  readonly label: string;
  readonly labelPlural: string;
  readonly fields: readonly BundleField[];
  readonly childRelationships: readonly { readonly childSObject: string; readonly field: string; readonly relationshipName: string | null }[];
  readonly validationRules: readonly { readonly name: string; readonly formula: string; readonly message: string; readonly field: string | null }[];
  /** Absent in version 1. */
  readonly recordTypes?: readonly BundleRecordType[];
}

export interface BundleRecordType {
  readonly developerName: string;
  readonly namespace: string | null;
  readonly label: string;
  readonly isActive: boolean;
  /** What it offers of the org's own picklists and of standard ones. */
  readonly picklists: readonly { readonly field: string; readonly values: readonly { readonly value: string; readonly isDefault: boolean }[] }[];
}

export interface BundleField {
  readonly name: string;
  readonly label: string;
  /** As describes name it: `string`, `reference`. */
  readonly type: string;
  readonly length: number;
  readonly precision: number;
  readonly scale: number;
  readonly nillable: boolean;
  readonly unique: boolean;
  readonly externalId: boolean;
  readonly htmlFormatted: boolean;
  readonly autoNumber: boolean;
  readonly cascadeDelete: boolean;
  readonly restrictedPicklist: boolean;
  readonly referenceTo: readonly string[];
  readonly formula: string | null;
  readonly picklistValues: readonly { readonly value: string; readonly label: string; readonly isDefault: boolean }[];
}
