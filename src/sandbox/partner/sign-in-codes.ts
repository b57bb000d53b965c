import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { WireError } from '../../protocol/errors.ts';
import type { Clock } from './clock.ts';

/** From the browser to the editor is one click. */
const VALID_MS = 2 * 60_000;
const MAX_OPEN = 100;

interface OpenCode {
  readonly developer: string;
  readonly challenge: string;
  readonly expiresAt: number;
}

/**
 * Codes that carry a sign-in from the browser to the client that asked for it. One is good once, for a short time, and only
 * for who knows the verifier whose SHA-256 the challenge is (as in RFC 7636): a link that others see is of no use to them.
 */
export class SignInCodes {
  readonly #clock: Clock;
  /** By the hash of the code. */
  readonly #open = new Map<string, OpenCode>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** `challenge`: SHA-256 of the verifier, base64url. */
  issue(developer: string, challenge: string): string {
    const now = this.#clock.now();
    for (const [key, { expiresAt }] of this.#open) if (expiresAt <= now) this.#open.delete(key);
    // The oldest stand first.
    for (const key of [...this.#open.keys()].slice(0, Math.max(0, this.#open.size - MAX_OPEN + 1))) this.#open.delete(key);
    const code = randomBytes(32).toString('base64url');
    this.#open.set(sha256(code), { developer, challenge, expiresAt: now + VALID_MS });
    return code;
  }

  /** User name of the developer. Whatever comes of it, the code is used up. */
  redeem(code: string, verifier: string): string {
    const key = sha256(code);
    const found = this.#open.get(key);
    this.#open.delete(key);
    const isRight = found !== undefined && found.expiresAt > this.#clock.now() && isSame(sha256(verifier), found.challenge);
    if (!isRight) throw new WireError('notSignedIn', 'The sign-in took too long, or was used already. Sign in again.');
    return found.developer;
  }
}

const sha256 = (text: string): string => createHash('sha256').update(text, 'utf8').digest('base64url');
const isSame = (one: string, other: string): boolean => timingSafeEqual(Buffer.from(sha256(one)), Buffer.from(sha256(other)));
