import type { LimitUse } from '../../protocol/partner.ts';
import type { OrgKind } from '../../protocol/rpc.ts';
import type { Clock } from '../partner/clock.ts';
import type { WorldOrg } from '../partner/world.ts';
import type { Runners } from './runners.ts';

const MB = 1024 * 1024;
const GB = 1024 * MB;
const HOUR = 3_600_000;
/** T12; and what an Enterprise Edition has. */
const dataSpace: Readonly<Record<OrgKind, number>> = { developer: 200 * MB, developerPro: GB, partialCopy: 5 * GB, full: 10 * GB, production: 10 * GB, scratch: 200 * MB, project: 200 * MB };
const fileSpace: Readonly<Record<OrgKind, number>> = { developer: 200 * MB, developerPro: GB, partialCopy: 5 * GB, full: 10 * GB, production: 10 * GB, scratch: 50 * MB, project: 200 * MB };
/** An Enterprise Edition's daily limit without its licenses' part. */
const API_REQUESTS = 100_000;

/** How much of an org's limits is used (T6). API requests are those of the last 24 hours that this hub has seen. */
export class OrgLimits {
  readonly #runners: Runners;
  readonly #clock: Clock;
  /** Org → requests by hour. */
  readonly #requests = new Map<string, Map<number, number>>();

  constructor(runners: Runners, clock: Clock) {
    this.#runners = runners;
    this.#clock = clock;
  }

  countRequest(orgId: string): void {
    const byHour = this.#requests.get(orgId) ?? new Map<number, number>();
    this.#requests.set(orgId, byHour);
    const hour = Math.floor(this.#clock.now() / HOUR);
    byHour.set(hour, (byHour.get(hour) ?? 0) + 1);
    for (const old of byHour.keys()) if (old <= hour - 24) byHour.delete(old);
  }

  /** Starts the org's runner if need be. */
  async of(org: WorldOrg): Promise<LimitUse[]> {
    const runner = await this.#runners.get(org);
    const { dataBytes, fileBytes } = await runner.usage();
    const hour = Math.floor(this.#clock.now() / HOUR);
    const requests = [...this.#requests.get(org.id) ?? []].reduce((sum, [at, count]) => (at > hour - 24 ? sum + count : sum), 0);
    return [use('fileSpace', fileBytes, fileSpace[org.kind]), use('dataSpace', dataBytes, dataSpace[org.kind]), use('apiRequests', requests, API_REQUESTS)];
  }
}

function use(name: LimitUse['name'], used: number, maximum: number): LimitUse {
  return { name, used, maximum, percent: Math.floor((100 * used) / maximum) };
}
