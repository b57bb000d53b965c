import type { ApexValue, RunningUser, Transaction } from './contract.ts';
import { runDml } from './data-access.ts';
import { fail, failNull } from './exception.ts';
import { SObjectRecord } from './sobject.ts';
import { current } from './transaction.ts';

type Mutable = { -readonly [K in keyof Transaction]: Transaction[K] };

/** Finds the user of an id in the running transaction; set by whoever puts the worker together. */
let findUser: (id: string) => RunningUser | null = () => null;
export function setUserLookup(lookup: typeof findUser): void {
  findUser = lookup;
}

const SLOT = 'System.runAs';

/** Whether code runs in a `System.runAs` block. */
export function isRunningAs(): boolean {
  return current().slots.get(SLOT) === true;
}

/** What `endRunAs` puts back. */
export interface RunAsBlock { readonly user: RunningUser; readonly leave: () => void }

/**
 * `System.runAs(user) { … }`: tests only; counts as a DML statement. A user that isn't there yet is inserted. Source: Apex
 * Developer Guide, Using the runAs Method.
 */
export function startRunAs(target: ApexValue): RunAsBlock {
  const transaction = current() as Mutable;
  if (!transaction.test) fail('System.TypeException', 'System.runAs can only be used within a test method: ');
  if (target === null) failNull();
  const before = transaction.user;
  // runAs(Version): code of a package runs as in that version, of which there is only the one installed.
  if (!(target instanceof SObjectRecord)) return { user: before, leave: () => {} };
  transaction.limits.charge('runAs', 1);
  const { data } = transaction;
  if ((target.fields.get('Id') ?? null) === null) {
    const leave = data.runAs(before);
    try {
      runDml('insert', [target], { caller: { namespace: null, sharing: 'without', apiVersion: 60, isTest: true }, access: 'system' });
    } finally {
      leave();
    }
  }
  const user = findUser(target.fields.get('Id') as string) ?? before;
  const leave = data.runAs(user);
  const isNested = isRunningAs();
  transaction.slots.set(SLOT, true);
  transaction.user = user;
  return { user: before, leave: () => { leave(); transaction.slots.set(SLOT, isNested); } };
}

export function endRunAs({ user, leave }: RunAsBlock): void {
  leave();
  (current() as Mutable).user = user;
}
