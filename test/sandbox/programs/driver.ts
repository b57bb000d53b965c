/** Runs programs in a real org and in the model at once, statement by statement, and compares what they come to. */
import assert from 'node:assert/strict';
import { Random } from '../model/random.ts';
import { lookOf, Model, ModelTransaction } from './model.ts';
import { GatedOrg } from './support/org.ts';
import type { GatedWorker, Progress } from './support/org.ts';
import { apexOfScript, makeProgram } from './support/statements.ts';
import type { Program, Script } from './support/statements.ts';

const WORKERS = 3;

interface Pair { readonly name: string; readonly real: GatedWorker; readonly model: ModelTransaction }

export class ProgramDriver {
  readonly #org = new GatedOrg(WORKERS);
  readonly counts = { programs: 0, statements: 0, waits: 0, deadlocks: 0 };

  close(): Promise<void> {
    return this.#org.close();
  }

  /** Rejects with the program and what was said until then, if the org and the model differ. */
  async run(seed: number): Promise<void> {
    const program = makeProgram(new Random(seed), seed);
    const model = new Model();
    const said: string[] = [];
    try {
      await this.#runAlone(model, program, program.setup, 'setup', said);
      const pairs: Pair[] = [];
      for (const [i, script] of program.scripts.entries()) pairs.push(await this.#start(model, program, script, i, 'ABC'[i]!));
      for (const turn of program.turns) {
        const pair = pairs[turn]!;
        if (pair.model.state === 'ready') await this.#step(pair, pairs, said);
      }
      // Whoever is left goes on as long as anybody can.
      while (pairs.some((pair) => pair.model.state !== 'ended')) {
        const ready = pairs.find((pair) => pair.model.state === 'ready');
        assert.ok(ready, 'all that are left wait for each other');
        await this.#step(ready, pairs, said);
      }
      await this.#runAlone(model, program, { statements: [{ kind: 'look' }], fails: false }, 'end', said);
      assert.equal(said.at(-2), `end: ${lookOf([...model.committed.values()])}`);
      this.counts.programs++;
    } catch (error) {
      throw new Error(`Program ${seed} differs: ${(error as Error).message}\n\n${textOf(program)}\n\n${said.join('\n')}`, { cause: error });
    }
  }

  async #start(model: Model, { prefix }: Program, script: Script, worker: number, name: string): Promise<Pair> {
    return { name, real: await this.#org.start(worker, apexOfScript(script, prefix)), model: new ModelTransaction(model, script, prefix) };
  }

  async #runAlone(model: Model, program: Program, script: Script, name: string, said: string[]): Promise<void> {
    const pair = await this.#start(model, program, script, 0, name);
    while (pair.model.state !== 'ended') await this.#step(pair, [pair], said);
  }

  /** One goes on; then whoever it has set free comes to the end of the statement that waited. */
  async #step(pair: Pair, all: readonly Pair[], said: string[]): Promise<void> {
    const pending = [pair];
    for (let one = pending.shift(); one !== undefined; one = pending.shift()) {
      one.real.goOn();
      const wanted = one.model.step();
      const found = await one.real.next();
      said.push(`${one.name}: ${shown(found)}${found.kind === 'ended' && found.exception !== null ? ` by ${found.exception}` : ''}`);
      assert.equal(shown(found), wanted.kind === 'said' ? wanted.text : wanted.kind, `${one.name} in the org, and in the model`);
      this.counts.statements++;
      if (wanted.kind === 'waits') this.counts.waits++;
      if (wanted.kind === 'said' && /UNABLE_TO_LOCK_ROW|unavailable/.test(wanted.text)) this.counts.deadlocks++;
      pending.push(...one.model.awake.splice(0).map((model) => all.find((other) => other.model === model)!));
    }
  }
}

const shown = (progress: Progress): string => (progress.kind === 'said' ? progress.text : progress.kind);

function textOf({ prefix, scripts, setup }: Program): string {
  return [setup, ...scripts].map((script, i) => `${['setup', 'A', 'B', 'C'][i]}:\n${apexOfScript(script, prefix)}`).join('\n\n');
}
