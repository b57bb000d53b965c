import type { Clock } from '../../../../src/sandbox/partner/clock.ts';

/** Time passes when a test says so; timers fire in order, each at its own time. */
export class ManualClock implements Clock {
  #now: number;
  #timers: { at: number; order: number; action: () => void }[] = [];
  #order = 0;

  constructor(now = Date.UTC(2026, 0, 5, 9)) {
    this.#now = now;
  }

  now(): number {
    return this.#now;
  }

  schedule(delayMs: number, action: () => void): () => void {
    const timer = { at: this.#now + Math.max(0, delayMs), order: this.#order++, action };
    this.#timers.push(timer);
    return () => { this.#timers = this.#timers.filter(each => each !== timer); };
  }

  /** The machine sleeps: what was due meanwhile is done when it wakes up, late. */
  sleep(milliseconds: number): void {
    this.#now += milliseconds;
    this.advance(0);
  }

  /** Somebody sets the clock. */
  setBack(milliseconds: number): void {
    this.#now -= milliseconds;
  }

  advance(milliseconds: number): void {
    const end = this.#now + milliseconds;
    for (;;) {
      const [next] = this.#timers.filter(timer => timer.at <= end).sort((a, b) => a.at - b.at || a.order - b.order);
      if (!next) break;
      this.#timers = this.#timers.filter(timer => timer !== next);
      this.#now = Math.max(this.#now, next.at);
      next.action();
    }
    this.#now = end;
  }
}

export const minutes = (count: number): number => count * 60_000;
export const hours = (count: number): number => minutes(60 * count);
export const days = (count: number): number => hours(24 * count);
