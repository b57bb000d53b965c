import { seededRandom } from '../../support/random.ts';

/** Runs of one kind of text, each with a seed of its own; a failure names it. `FUZZ_SEED=n`: the first one. */
export function fuzz(runs: number, make: (random: () => number) => string, check: (text: string) => void, first = Number(process.env['FUZZ_SEED'] ?? 1)): void {
  for (let seed = first; seed < first + runs; seed++) {
    const text = make(seededRandom(seed));
    try {
      check(text);
    } catch (error) {
      throw new Error(`FUZZ_SEED=${seed}: ${JSON.stringify(text.slice(0, 2000))}`, { cause: error });
    }
  }
}
