/**
 * An sObject record in memory.
 *
 * Fields are kept by their full API name in the order in which they were set; a field that was never set or queried is
 * absent, which is different from null.
 */
import type { ApexValue } from './contract.ts';

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
  /** `setOptions` with allowFieldTruncation: texts that are too long are cut on save. */
  mayTruncate = false;

  constructor(objectName: string) {
    this.objectName = objectName;
  }
}
