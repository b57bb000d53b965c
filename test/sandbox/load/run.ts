/**
 * `node test/sandbox/load/run.ts [--developers 50] [--sandboxes 3] [--seconds 600] [--seed N]`: developers work on the sandboxes of a team's
 * server over TLS, all of them on each; tokens are revoked, and the server is stopped once and killed once. Prints figures. Exit
 * code 1: a lease was violated, a session lost, or a revoked token not cut within a second.
 */
import { parseArgs } from 'node:util';
import { load } from './support/load.ts';

const { values } = parseArgs({ options: { developers: { type: 'string', default: '50' }, sandboxes: { type: 'string', default: '3' }, seconds: { type: 'string', default: '600' }, seed: { type: 'string', default: '1' } } });
const [developers = 0, sandboxes = 0, seconds = 0, seed = 0] = (['developers', 'sandboxes', 'seconds', 'seed'] as const).map(option => {
  const number = Number(values[option]);
  if (Number.isInteger(number) && number >= 1) return number;
  console.error(`--${option} is "${values[option]}", but must be a number from 1.`);
  process.exit(2);
});
console.log(`${developers} developers on ${sandboxes} sandboxes for ${seconds} s, seed ${seed}.`);
const { figures, book, failures } = await load({ developers, sandboxes, seconds, seed });
console.log(figures.text());
console.log(`${book.count} sessions; the server's list was read ${book.lists} times, with ${book.mostAtOnce} sessions at most.`);
console.log(failures.length === 0 ? 'No lease was violated, no session lost, every revoked token cut in time.' : failures.join('\n'));
process.exit(failures.length === 0 ? 0 : 1);
