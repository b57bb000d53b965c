import type { ApexValue } from '../runtime/contract.ts';
import { apexEquals } from '../runtime/equality.ts';
import { fail, notSupported } from '../runtime/exception.ts';
import { defineFallback, type LibraryFunction } from '../runtime/library.ts';
import { current } from '../runtime/transaction.ts';

/**
 * Calls of Connect in Apex: the services behind them aren't here. Tests set what a call is to give by its `setTest…` twin, and
 * get nothing else where they don't see the org's data. Source: Apex Developer Guide, Testing ConnectApi Code.
 */
interface TestResult { readonly method: string; readonly args: readonly ApexValue[]; readonly result: ApexValue }

function results(): TestResult[] {
  const { slots } = current();
  let list = slots.get('ConnectApi.testResults') as TestResult[] | undefined;
  if (!list) slots.set('ConnectApi.testResults', (list = []));
  return list;
}

function call(owner: string, name: string, key: string, args: readonly ApexValue[]): ApexValue {
  const method = `${owner}.${name}`.toLowerCase();
  const { test } = current();
  if (!test) return notSupported(`${owner}.${key}`);
  const set = results().findLast((each) => each.method === method && each.args.length === args.length && each.args.every((value, i) => apexEquals(value, args[i] ?? null)));
  if (set) return set.result;
  return test.seeAllData ? notSupported(`${owner}.${key}`) : fail('System.UnsupportedOperationException', 'ConnectApi methods are not supported in data siloed tests. Please use @IsTest(SeeAllData=true).');
}

defineFallback('ConnectApi.', (owner, key): LibraryFunction | null => {
  const name = /^static .*?(\w+)\(/.exec(key)?.[1];
  if (!name) return null;
  const twin = /^setTest(\w+)$/i.exec(name)?.[1];
  if (!twin) return (...args: ApexValue[]) => call(owner, name, key, args);
  return (...args: ApexValue[]) => { results().push({ method: `${owner}.${twin}`.toLowerCase(), args: args.slice(0, -1), result: args.at(-1) ?? null }); };
});
