import type { ApexValue } from '../runtime/contract.ts';
import { apexEquals } from '../runtime/equality.ts';
import { fail, notSupported } from '../runtime/exception.ts';
import { ApexBean, defineFallback, listOf, type LibraryFunction } from '../runtime/library.ts';
import { current } from '../runtime/transaction.ts';
import { rowsOf } from './rows.ts';

/**
 * Calls of Connect in Apex: but for a few that rows answer, the services behind them aren't here. Tests set what a call is to give by its `setTest…` twin, and
 * get nothing else where they don't see the org's data. Source: Apex Developer Guide, Testing ConnectApi Code.
 */
interface TestResult { readonly method: string; readonly args: readonly ApexValue[]; readonly result: ApexValue }

function results(): TestResult[] {
  const { slots } = current();
  let list = slots.get('ConnectApi.testResults') as TestResult[] | undefined;
  if (!list) slots.set('ConnectApi.testResults', (list = []));
  return list;
}

/** Whom the user follows; what a page tells of each is not made here. Source: Connect in Apex Guide, Following Page. */
function followings(userId: ApexValue): ApexBean {
  const rows = rowsOf('SELECT Id FROM EntitySubscription WHERE SubscriberId = :userId', userId);
  if (rows.length > 0) return notSupported('ConnectApi.ChatterUsers.getFollowings(String, String) of a user who follows something');
  const page = new ApexBean('ConnectApi.FollowingPage');
  page.set('currentPageUrl', `/services/data/v67.0/chatter/users/${String(userId)}/following?page=0`);
  page.set('following', listOf('ConnectApi.Subscription', []));
  page.set('total', 0);
  return page;
}

/** Calls that the org's rows answer. */
const ANSWERED: Readonly<Record<string, (...args: ApexValue[]) => ApexValue>> = {
  'ConnectApi.ChatterUsers.static ConnectApi.FollowingPage getFollowings(String communityId, String userId)': (_, userId) => followings(userId === 'me' ? current().user.id : userId),
};

function call(owner: string, name: string, key: string, args: readonly ApexValue[]): ApexValue {
  const method = `${owner}.${name}`.toLowerCase();
  const { test } = current();
  const answer = ANSWERED[`${owner}.${key}`];
  if (!test) return answer ? answer(...args) : notSupported(`${owner}.${key}`);
  const set = results().findLast((each) => each.method === method && each.args.length === args.length && each.args.every((value, i) => apexEquals(value, args[i] ?? null)));
  if (set) return set.result;
  if (test.seeAllData) return answer ? answer(...args) : notSupported(`${owner}.${key}`);
  return fail('System.UnsupportedOperationException', 'ConnectApi methods are not supported in data siloed tests. Please use @IsTest(SeeAllData=true).');
}

defineFallback('ConnectApi.', (owner, key): LibraryFunction | null => {
  const name = /^static .*?(\w+)\(/.exec(key)?.[1];
  if (!name) return null;
  const twin = /^setTest(\w+)$/i.exec(name)?.[1];
  if (!twin) return (...args: ApexValue[]) => call(owner, name, key, args);
  return (...args: ApexValue[]) => { results().push({ method: `${owner}.${twin}`.toLowerCase(), args: args.slice(0, -1), result: args.at(-1) ?? null }); };
});
