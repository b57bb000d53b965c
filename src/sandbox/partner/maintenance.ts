import { WireError } from '../../protocol/errors.ts';
import type { MaintenanceInfo } from '../../protocol/partner.ts';
import type { Clock } from './clock.ts';
import type { Rules } from './rules.ts';
import type { PartnerStore } from './store.ts';

export interface MaintenanceOptions {
  readonly store: PartnerStore;
  readonly rules: Rules;
  readonly clock: Clock;
  /** It begins: sessions end. */
  begun(maintenance: MaintenanceInfo): void;
  changed(maintenance: MaintenanceInfo | null): void;
}

interface Stored extends MaintenanceInfo { readonly hasBegun: boolean }

/** Of the whole world, so of no org. */
const WORLD = '';
const NAME = 'maintenance';

/** D10: with or without notice; sessions end, and none starts until it is over. It outlives the hub. */
export class Maintenance {
  readonly #options: MaintenanceOptions;
  #cancelTimer: () => void = () => undefined;

  constructor(options: MaintenanceOptions) {
    this.#options = options;
  }

  /** Goes on with what an earlier hub was told of, once everything is there that it ends. */
  resume(): void {
    const planned = this.#stored();
    if (planned && !planned.hasBegun) this.#arm(planned);
  }

  /** Planned or under way. */
  current(): MaintenanceInfo | null {
    const stored = this.#stored();
    return stored && { startsAt: stored.startsAt, message: stored.message };
  }

  #stored(): Stored | null {
    return this.#options.store.orgSettings.get<Stored | null>(WORLD, NAME);
  }

  start(message: string, inMs: number): MaintenanceInfo {
    const { store, clock, changed } = this.#options;
    const maintenance: MaintenanceInfo = { startsAt: clock.now() + inMs, message };
    store.orgSettings.set(WORLD, NAME, { ...maintenance, hasBegun: false } satisfies Stored);
    store.audit.append({ at: clock.now(), actor: 'operator', action: 'maintenance.start', orgId: null, detail: message });
    changed(maintenance);
    this.#arm(maintenance);
    return maintenance;
  }

  end(): void {
    const { store, clock, changed } = this.#options;
    if (!this.current()) return;
    this.#cancelTimer();
    store.orgSettings.set(WORLD, NAME, null);
    store.audit.append({ at: clock.now(), actor: 'operator', action: 'maintenance.end', orgId: null, detail: '' });
    changed(null);
  }

  checkNone(): void {
    const maintenance = this.#stored();
    if (!maintenance?.hasBegun || !this.#options.rules.holds('D10')) return;
    throw new WireError('maintenance', `The sandbox is in maintenance: ${maintenance.message} No debugging session can start until it is over.`, { rule: 'D10' });
  }

  dispose(): void {
    this.#cancelTimer();
  }

  #arm(maintenance: MaintenanceInfo): void {
    const { clock, rules } = this.#options;
    this.#cancelTimer();
    if (!rules.holds('D10')) return;
    const left = maintenance.startsAt - clock.now();
    if (left <= 0) this.#begin(maintenance);
    else this.#cancelTimer = clock.schedule(left, () => this.#begin(maintenance));
  }

  /** From here on it is under way, whatever the clock is set to. */
  #begin(maintenance: MaintenanceInfo): void {
    const { store, begun } = this.#options;
    store.orgSettings.set(WORLD, NAME, { ...maintenance, hasBegun: true } satisfies Stored);
    begun(maintenance);
  }
}
