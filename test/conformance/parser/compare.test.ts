import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { seededRandom } from '../../support/random.ts';
import { mutate } from './mutants.ts';
import { compare, oracleVerdict, ourVerdict, type Disagreement } from './oracle.ts';
import { readSamples } from './samples.ts';

const MUTANTS = 400;

describe('the parser beside apex-parser', function () {
  this.timeout(60_000);
  const samples = readSamples();

  for (const sample of samples) {
    it(`accepts ${sample.name}`, () => {
      assert.equal(ourVerdict(sample), null);
      assert.equal(oracleVerdict(sample), null);
    });
  }

  it(`gives ${MUTANTS} texts with one token changed the same verdict`, () => {
    const seed = Number(process.env['FUZZ_SEED'] ?? 20_261_124);
    const random = seededRandom(seed);
    const disagreements: Disagreement[] = [];
    let rejected = 0;
    for (let i = 0; i < MUTANTS; i++) {
      const sample = samples[Math.floor(random() * samples.length)]!;
      const { text, description } = mutate(sample.text, random)!;
      const found = compare({ ...sample, name: `${sample.name}: ${description}`, text });
      if (found && !found.isKnown) disagreements.push(found);
      if (ourVerdict({ ...sample, text }) !== null) rejected++;
    }
    assert.ok(rejected > MUTANTS / 2, 'a changed token is mostly wrong');
    assert.ok(disagreements.length <= MUTANTS / 100, `seed ${seed}: ${JSON.stringify(disagreements, null, 1)}`);
  });
});
