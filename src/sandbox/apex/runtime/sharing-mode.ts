/**
 * Whether record sharing applies to what code does. A class says so, or takes it from who calls it; where nobody says,
 * the entry point decides. Source: Apex Developer Guide, Use the with sharing, without sharing, and inherited sharing Keywords.
 */
import { SHARING_BY_DEFAULT } from '../codegen/artifact.ts';
import type { Caller } from './data-access.ts';
import { runningClasses } from './loader.ts';
import { isRunningAs } from './run-as.ts';
import { current } from './transaction.ts';

export function enforcesSharing(caller: Caller): boolean {
  // Who reaches every record needs no question.
  if (!current().data.restrictsRecords) return false;
  // In runAs a test's own statements respect the user's sharing, whatever the test class says.
  if (caller.isTest === true && isRunningAs()) return true;
  if (caller.sharing === 'with' || caller.sharing === 'without') return caller.sharing === 'with';
  let entry: Caller['sharing'] = caller.sharing;
  const running = runningClasses();
  for (const [i, { unitName, facts, apiVersion }] of running.entries()) {
    // Anonymous code further in is an evaluation in the frame it stands in.
    if (unitName === 'AnonymousBlock' && facts === null && i < running.length - 1) continue;
    if (facts === null) return unitName === 'AnonymousBlock' || apiVersion >= SHARING_BY_DEFAULT;
    if (facts.isTest && isRunningAs()) return true;
    if (facts.sharing === 'with' || facts.sharing === 'without') return facts.sharing === 'with';
    entry = facts.sharing;
  }
  return entry === 'inherited';
}
