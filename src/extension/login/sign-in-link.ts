/** Signing in on the sandbox's page in the browser: what the page is asked, and what comes back by a link. No VS Code here. */
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

export const SIGN_IN_PATH = '/auth';

/** One attempt. Both are secrets of this window. */
export interface SignInAttempt {
  readonly state: string;
  readonly verifier: string;
}

export const newAttempt = (): SignInAttempt => ({ state: randomBytes(24).toString('base64url'), verifier: randomBytes(32).toString('base64url') });

export interface SignInPage {
  /** Address of the sandbox's web pages. */
  readonly pages: string;
  /** Of this editor's links; null: no link leads to it, so the page shows the code. */
  readonly scheme: string | null;
  /** User name of who signs in, where that is known. */
  readonly engineer?: string | undefined;
}

export function signInAddress({ pages, scheme, engineer }: SignInPage, { state, verifier }: SignInAttempt): string {
  const challenge = createHash('sha256').update(verifier).digest('base64url');
  const query = { state, challenge, ...(scheme === null ? { show: 'code' } : { scheme }), ...(engineer === undefined ? {} : { login_hint: engineer }) };
  return `${pages}/partner/sign-in?${new URLSearchParams(query).toString()}`;
}

/** The code that a link brought back to an attempt. Throws an error that says what is wrong with the link. */
export function readSignInLink(query: string, attempt: SignInAttempt | null): string {
  const found = new URLSearchParams(query.slice(0, 2000));
  const [code, state] = [found.get('code') ?? '', found.get('state') ?? ''];
  if (!attempt) throw new Error('This window does not wait for a sign-in. Start it here: ISV Debugger: Sign In.');
  // Anybody can make a link: only the one that this window asked for counts.
  if (!isSame(state, attempt.state)) throw new Error('The link for signing in belongs to another window, or to an earlier attempt. Sign in again.');
  if (!isCode(code)) throw new Error('The link for signing in is not complete. Sign in again.');
  return code;
}

export const isCode = (text: string): boolean => /^[\w-]{43}$/.test(text);

function isSame(one: string, other: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(one), digest(other));
}
