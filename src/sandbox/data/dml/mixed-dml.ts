/** Setup and other objects must not be changed in one transaction. */
import type { SObjectRecord } from '../../apex/runtime/sobject.ts';
import type { ObjectSchema } from '../schema.ts';

/** Setup objects that may be changed beside others. */
const FREE: ReadonlySet<string> = new Set(['recordtype', 'businesshours', 'holiday', 'emailtemplate', 'document', 'folder', 'organization', 'profile', 'network', 'site', 'customsetting']);
/** Changes of a user that count as setup. */
const USER_FIELDS: ReadonlySet<string> = new Set(['userroleid', 'isactive', 'forecastenabled', 'isportalenabled', 'username', 'profileid']);

export class MixedDmlGuard {
  #setup: string | null = null;
  #other: string | null = null;

  /** Notes a row's object; the object it may not go together with, or null. */
  check(object: ObjectSchema, record: SObjectRecord, action: string): string | null {
    if (object.kind !== 'standard' && object.kind !== 'custom') return null;
    if (object.isSetup) {
      const name = object.name.toLowerCase();
      if (FREE.has(name)) return null;
      if (name === 'user' && action === 'update' && ![...record.fields.keys()].some((field) => USER_FIELDS.has(field.toLowerCase()))) return null;
      if (this.#other !== null) return this.#other;
      this.#setup ??= object.name;
      return null;
    }
    if (this.#setup !== null) return this.#setup;
    this.#other ??= object.name;
    return null;
  }

  /** A new ledger: `System.runAs` has its own, and gives the old one back at its end. */
  enter(): () => void {
    const [setup, other] = [this.#setup, this.#other];
    this.#setup = null;
    this.#other = null;
    return () => {
      this.#setup = setup;
      this.#other = other;
    };
  }
}
