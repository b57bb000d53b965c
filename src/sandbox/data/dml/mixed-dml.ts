/**
 * Setup objects and others must not be changed in one transaction.
 *
 * Source: Apex Developer Guide, sObjects That Can't Be Used Together in DML Operations; Mixed DML Operations in Test Methods.
 */
import type { SObjectRecord } from '../../apex/runtime/sobject.ts';
import type { ObjectSchema } from '../schema.ts';

/** The page's list, with the objects that belong to a listed one. */
const SETUP: ReadonlySet<string> = new Set([
  'authsession', 'contentworkspace', 'contentworkspacedoc', 'contentworkspacemember', 'contentworkspacepermission', 'custompermission', 'fieldpermissions', 'forecastingshare', 'group', 'groupmember',
  'mutingpermissionset', 'objectpermissions', 'objectterritory2assignmentrule', 'objectterritory2assignmentruleitem', 'objectterritory2association', 'permissionset', 'permissionsetassignment',
  'permissionsetgroup', 'permissionsetgroupcomponent', 'permissionsetlicenseassign', 'queuesobject', 'ruleterritory2association', 'setupentityaccess', 'territory', 'territory2', 'territory2model',
  'territory2type', 'user', 'userpackagelicense', 'userrole', 'userterritory', 'userterritory2association', 'emailtemplate',
]);
/** Changes of a user that count as setup. */
const USER_FIELDS: ReadonlySet<string> = new Set(['userroleid', 'isactive', 'forecastenabled', 'isportalenabled', 'username', 'profileid']);

export class MixedDmlGuard {
  #setup: string | null = null;
  #other: string | null = null;
  /** Inside `System.runAs` everything goes together. */
  #suspensions = 0;

  /** Notes a row's object; the object it may not go together with, or null. `changes` are the fields of an update that get another value. */
  check(object: ObjectSchema, record: SObjectRecord, action: string, changes: () => ReadonlySet<string>): string | null {
    if (this.#suspensions > 0 || (object.kind !== 'standard' && object.kind !== 'custom')) return null;
    if (!SETUP.has(object.name.toLowerCase())) {
      if (this.#setup !== null) return this.#setup;
      if (!object.isSetup) this.#other ??= object.name;
      return null;
    }
    if (isFree(object.name, record, action, changes)) return null;
    if (this.#other !== null) return this.#other;
    this.#setup ??= object.name;
    return null;
  }

  /** A new ledger, for a job inside a test; call the result at its end. */
  enter(): () => void {
    const outer = [this.#setup, this.#other, this.#suspensions] as const;
    [this.#setup, this.#other, this.#suspensions] = [null, null, 0];
    return () => { [this.#setup, this.#other, this.#suspensions] = outer; };
  }

  /** For the length of a `System.runAs` block; call the result at its end. */
  suspend(): () => void {
    this.#suspensions++;
    return () => { this.#suspensions--; };
  }
}

/** A setup object's change that may stand beside others. */
function isFree(name: string, record: SObjectRecord, action: string, changes: () => ReadonlySet<string>): boolean {
  if (name === 'Group') return action === 'insert' || action === 'update';
  if (name !== 'User') return false;
  if (action === 'insert') return ![...record.fields].some(([field, value]) => field.toLowerCase() === 'userroleid' && value !== null);
  if (action !== 'update') return false;
  for (const field of changes()) if (USER_FIELDS.has(field)) return false;
  return true;
}
