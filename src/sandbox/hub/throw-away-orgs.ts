import { randomUUID } from 'node:crypto';
import { copyFileSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CheckResult } from '../../protocol/rpc.ts';
import type { OrgRunner } from '../org/contract.ts';
import type { WorldOrg } from '../partner/world.ts';
import type { Runners } from './runners.ts';

const FOLDER = 'throw-away';

/** Copies of an org for one request: with its data, its users and ids, and with sources of one's own. Nothing of them stays. */
export class ThrowAwayOrgs {
  readonly #folder: string;
  readonly #runners: Runners;

  constructor(stateDirectory: string, runners: Runners) {
    this.#folder = join(stateDirectory, FOLDER);
    this.#runners = runners;
    // Of a hub that was killed.
    rmSync(this.#folder, { recursive: true, force: true });
  }

  /** Side by side, each from the org as it is now. `now`: their clock, which stands still. `directory`: holds a copy's state. */
  async each<T>(org: WorldOrg, now: number, sources: readonly WorldOrg['sources'][], work: (runner: OrgRunner, check: CheckResult, directory: string) => Promise<T>): Promise<T[]> {
    const folder = join(this.#folder, randomUUID());
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    try {
      const snapshot = join(folder, 'org.db');
      await this.#snapshot(org, snapshot);
      const running = sources.map((each, index) => this.#in(org, now, each, join(folder, String(index)), snapshot, work));
      // All of them are over before the folder goes.
      await Promise.allSettled(running);
      return await Promise.all(running);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }

  /** The org's runner may write in its own folder only: the file is moved from there. */
  async #snapshot(org: WorldOrg, path: string): Promise<void> {
    const runner = await this.#runners.get(org);
    const fileName = `snapshot-${randomUUID()}.db`;
    await runner.snapshot(fileName);
    renameSync(join(this.#runners.directoryOf(org.id), fileName), path);
  }

  async #in<T>(org: WorldOrg, now: number, sources: WorldOrg['sources'], folder: string, snapshot: string, work: (runner: OrgRunner, check: CheckResult, directory: string) => Promise<T>): Promise<T> {
    mkdirSync(folder, { mode: 0o700 });
    copyFileSync(snapshot, join(folder, 'org.db'));
    writeFileSync(join(folder, 'complete'), '');
    const runner = this.#runners.throwAway(org, { sources, stateDirectory: folder, now });
    try {
      return await work(runner, await runner.start(), folder);
    } finally {
      await runner.stop();
    }
  }
}
