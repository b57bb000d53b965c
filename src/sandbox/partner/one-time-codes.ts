import { createHash, randomBytes } from 'node:crypto';
import type { Clock } from './clock.ts';

const MAX_OPEN = 100;

/** Secrets that stand for something, once and for a short time. */
export class OneTimeCodes<T> {
  readonly #clock: Clock;
  readonly #validMs: number;
  /** By the hash of the code. */
  readonly #open = new Map<string, { readonly value: T; readonly expiresAt: number }>();

  constructor(clock: Clock, validMs: number) {
    this.#clock = clock;
    this.#validMs = validMs;
  }

  issue(value: T): string {
    const now = this.#clock.now();
    for (const [key, { expiresAt }] of this.#open) if (expiresAt <= now) this.#open.delete(key);
    // The oldest stand first.
    for (const key of [...this.#open.keys()].slice(0, Math.max(0, this.#open.size - MAX_OPEN + 1))) this.#open.delete(key);
    const code = randomBytes(32).toString('base64url');
    this.#open.set(hashOf(code), { value, expiresAt: now + this.#validMs });
    return code;
  }

  /** Null: unknown, used, or too late. Whatever comes of it, the code is used up. */
  redeem(code: string): T | null {
    const key = hashOf(code);
    const found = this.#open.get(key);
    this.#open.delete(key);
    return found && found.expiresAt > this.#clock.now() ? found.value : null;
  }
}

/** Looking a secret up by its hash takes the same time for any wrong one. */
const hashOf = (code: string): string => createHash('sha256').update(code, 'utf8').digest('base64');
