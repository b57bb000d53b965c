/** `node test/sandbox/crash/run.ts [--kills N]`: the rounds of the test, as many as wanted, with a summary. Exit code 1: something was lost. */
import { parseArgs } from 'node:util';
import { CrashRounds, planRounds } from './support/rounds.ts';

const { values } = parseArgs({ options: { kills: { type: 'string', default: '50' } } });
const kills = Number(values.kills);
if (!Number.isInteger(kills) || kills < 1) {
  console.error(`--kills is "${values.kills}", but must be a number from 1.`);
  process.exit(2);
}
const rounds = new CrashRounds();
try {
  await rounds.prepare();
  for (const [index, round] of planRounds(kills).entries()) {
    const started = performance.now();
    await rounds.run(round);
    console.log(`${String(index + 1).padStart(3)}  ${round.victim.padEnd(10)}  ${round.moment.padEnd(22)}  ok  ${((performance.now() - started) / 1000).toFixed(1)} s`);
  }
  console.log(rounds.summary());
} catch (error) {
  console.error(error);
  process.exitCode = 1;
} finally {
  await rounds.close();
}
