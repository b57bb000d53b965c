import { createHash, timingSafeEqual } from 'node:crypto';
import { WireError } from '../../protocol/errors.ts';
import type { Clock } from './clock.ts';
import { OneTimeCodes } from './one-time-codes.ts';

/** From the browser to the editor is one click. */
const VALID_MS = 2 * 60_000;

/**
 * Codes that carry a sign-in from the browser to the client that asked for it. One is good once, for a short time, and only
 * for who knows the verifier whose SHA-256 the challenge is (as in RFC 7636): a link that others see is of no use to them.
 */
export class SignInCodes {
  readonly #codes: OneTimeCodes<{ readonly developer: string; readonly challenge: string }>;

  constructor(clock: Clock) {
    this.#codes = new OneTimeCodes(clock, VALID_MS);
  }

  /** `challenge`: SHA-256 of the verifier, base64url. */
  issue(developer: string, challenge: string): string {
    return this.#codes.issue({ developer, challenge });
  }

  /** User name of the developer. */
  redeem(code: string, verifier: string): string {
    const found = this.#codes.redeem(code);
    if (!found || !isSame(sha256(verifier), found.challenge)) throw new WireError('notSignedIn', 'The sign-in took too long, or was used already. Sign in again.');
    return found.developer;
  }
}

const sha256 = (text: string): string => createHash('sha256').update(text, 'utf8').digest('base64url');
const isSame = (one: string, other: string): boolean => timingSafeEqual(Buffer.from(sha256(one)), Buffer.from(sha256(other)));
