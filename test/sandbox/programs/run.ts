/** `node test/sandbox/programs/run.ts [--programs 1000] [--seed N] [--only N]`: random programs against the model. Exit code 1: they differ. */
import { parseArgs } from 'node:util';
import { ProgramDriver } from './driver.ts';

const { values } = parseArgs({ options: { programs: { type: 'string', default: '1000' }, seed: { type: 'string', default: '1' }, 'keep-going': { type: 'boolean', default: false } } });
const [programs, seed] = [Number(values.programs), Number(values.seed)];
let driver = new ProgramDriver();
let different = 0;
console.log(`seed ${seed}`);
for (let n = seed; n < seed + programs; n++) {
  try {
    await driver.run(n);
  } catch (error) {
    console.error(String(error));
    different++;
    process.exitCode = 1;
    await driver.close();
    if (!values['keep-going']) break;
    driver = new ProgramDriver();
  }
}
console.log(`${driver.counts.programs} programs, ${driver.counts.statements} statements and ends, ${driver.counts.waits} waits for locks, ${driver.counts.deadlocks} deadlocks; ${different} programs differ`);
await driver.close();
