import type { ApexValue, RunningUser, Transaction } from './contract.ts';
import { fail, failNull } from './exception.ts';
import { SObjectRecord } from './sobject.ts';
import { current } from './transaction.ts';

type Mutable = { -readonly [K in keyof Transaction]: Transaction[K] };

/** Finds the user that a record names; set by whoever puts the worker together. */
let findUser: (record: SObjectRecord, before: RunningUser) => RunningUser = (_record, before) => before;
export function setUserLookup(lookup: typeof findUser): void {
  findUser = lookup;
}

/** `System.runAs(user) { … }`: tests only. Returns what `endRunAs` puts back. */
export function startRunAs(user: ApexValue): RunningUser {
  const transaction = current() as Mutable;
  if (!transaction.test) fail('System.TypeException', 'System.runAs can only be used within a test method: ');
  if (user === null) failNull();
  transaction.limits.charge('runAs', 1);
  const before = transaction.user;
  if (user instanceof SObjectRecord) transaction.user = findUser(user, before);
  return before;
}

export function endRunAs(before: RunningUser): void {
  (current() as Mutable).user = before;
}
