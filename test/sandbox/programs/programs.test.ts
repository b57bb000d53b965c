/**
 * Random programs of DML, savepoints and concurrent transactions in several workers, against a model. `npx node
 * test/sandbox/programs/run.ts --programs 1000` runs more of them; `--seed N --programs 1` runs one again.
 */
import { after, before, describe, it } from 'mocha';
import { ProgramDriver } from './driver.ts';

const PROGRAMS = 30;
const SEED = Number(process.env['ISV_PROGRAMS_SEED'] ?? 5001);

describe(`random programs of transactions (ISV_PROGRAMS_SEED=${SEED})`, function () {
  this.timeout(120_000);
  let driver: ProgramDriver;
  before(() => { driver = new ProgramDriver(); });
  after(() => driver.close());

  it(`${PROGRAMS} of them come to what the model says`, async () => {
    for (let seed = SEED; seed < SEED + PROGRAMS; seed++) await driver.run(seed);
  });
});
