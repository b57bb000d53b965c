/** `node test/sandbox/crash/run.ts [--kills N]`: the rounds of the test, as many as wanted, with summaries. Exit code 1: something was lost. */
import { parseArgs } from 'node:util';
import { CrashRounds, planRounds } from './support/rounds.ts';

/** An org is killed so often; then another is made, for all of an org is looked at after each kill. */
const KILLS_OF_AN_ORG = 25;

const { values } = parseArgs({ options: { kills: { type: 'string', default: '50' } } });
const kills = Number(values.kills);
if (!Number.isInteger(kills) || kills < 1) {
  console.error(`--kills is "${values.kills}", but must be a number from 1.`);
  process.exit(2);
}
const plan = [...planRounds(kills).entries()];
for (let from = 0; from < kills && process.exitCode !== 1; from += KILLS_OF_AN_ORG) {
  const rounds = new CrashRounds();
  try {
    await rounds.prepare();
    for (const [index, round] of plan.slice(from, from + KILLS_OF_AN_ORG)) {
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
}
