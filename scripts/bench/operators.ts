/** Nanoseconds of single operations in plain code: a loop with the operation less the same loop without it. */
import { openTestOrg } from '../../test/support/apex.ts';
import { printRow } from './support/rows.ts';

interface Operation { readonly name: string; readonly budget: number; readonly before: string; readonly operation: string; /** Uses the result, so that it has to be computed. */ readonly after: string }

const COUNT = 2_000_000;
const OPERATIONS: readonly Operation[] = [
  { name: 'Decimal add', budget: 40, before: 'Decimal d = 1.25; Decimal e = 0.01;', operation: 'd = d + e;', after: 'kept = d;' },
  { name: 'Decimal multiply', budget: 40, before: 'Decimal d = 1.25; Decimal e = 3.1; Decimal r = 0;', operation: 'r = d * e;', after: 'kept = r;' },
  { name: 'Long add', budget: 5, before: 'Long l = 5000000000L; Long step = 3L;', operation: 'l = l + step;', after: 'kept = l;' },
  { name: 'static call and field', budget: 5, before: '', operation: 'bump();', after: '' },
];

const best = (action: () => void): number => {
  let minimum = Infinity;
  for (let i = 0; i < 9; i++) {
    const started = performance.now();
    action();
    minimum = Math.min(minimum, performance.now() - started);
  }
  return minimum;
};

for (const { name, budget, before, operation, after } of OPERATIONS) {
  const loop = (method: string, body: string): string => `public static void ${method}() { ${before} for (Integer i = 0; i < ${COUNT}; i++) { ${body} } ${after} }`;
  const org = openTestOrg({ classes: [`public class K { static Object kept; static Integer count = 0; static void bump() { count = count + 1; } ${loop('without', '')} ${loop('operation', operation)} }`] });
  const loaded = org.executor.loader.require('K');
  const time = (slot: string): number => best(() => {
    const { exception } = org.executor.runApi(org.users[0]!, () => { loaded.u()[slot]!(); });
    if (exception) throw new Error(`${name}: ${exception.message}`);
  });
  const nanoseconds = Math.max(0, ((time('operation$') - time('without$')) * 1e6) / COUNT);
  org.close();
  printRow({ name, value: nanoseconds, unit: 'ns', budget });
}
