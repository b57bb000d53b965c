/**
 * An sObject record in memory.
 *
 * Fields are kept by their full API name in the order in which they were set; a field that was never set or queried is
 * absent, which is different from null.
 */
import type { ApexValue } from './contract.ts';

/** `Database.DMLOptions` as far as a save heeds them. */
export interface SaveHeaders {
  /** Texts that are too long are cut. */
  readonly truncates: boolean;
  /** Id of an assignment rule, or true for the active one. */
  readonly assignmentRule: string | true | null;
  /** What a duplicate rule only warns of is saved. */
  readonly allowsDuplicates: boolean;
  /** Duplicates are looked for among the records that the user can see. */
  readonly comparesAsCurrentUser: boolean;
}

/** A message put on a record or one of its fields by `addError`. */
export interface RecordError { readonly message: string; readonly field: string | null }

export class SObjectRecord {
  /** API name: `Account`, `ns__Thing__c`, `AggregateResult`. */
  readonly objectName: string;
  /** Field API name → value (never a relationship). */
  readonly fields = new Map<string, ApexValue>();
  /** Relationship name (`Account`, `Contacts`, `ns__Parent__r`) → parent record, null, or ApexList of children. */
  relationships: Map<string, ApexValue> | null = null;
  /** Queried records refuse to read fields that weren't selected. */
  isFromQuery = false;
  /** Trigger records outside before-contexts are read-only. */
  isReadOnly = false;
  errors: RecordError[] | null = null;
  /** Records of triggers: the value of a field that is worked out from others; undefined for other fields. */
  derive: ((name: string) => ApexValue | undefined) | null = null;
  /** What `setOptions` asks of a save. */
  saveHeaders: SaveHeaders | null = null;

  constructor(objectName: string) {
    this.objectName = objectName;
  }
}
