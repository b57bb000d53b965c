import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Clock } from '../partner/clock.ts';

/** Who looks at the pages. Secrets: `id` and `csrf`. */
export interface PageSession {
  readonly id: string;
  readonly csrf: string;
  /** Null: nobody logged in yet. */
  readonly viewer: { readonly orgId: string; readonly userId: string; /** Of a partner: ends with it. */ readonly loginId?: string } | null;
  lastUsed: number;
  /** Shown once, on the next page. */
  notice: Notice | null;
  /** An engineer of the partner's signs in here. */
  signIn: SignInRequest | null;
  /** Who has proved a second factor here, and when: may manage the factors for a while. */
  proven: { readonly engineer: string; readonly at: number } | null;
  /** The authenticator app's secret while it is set up: a wrong code must not make another one. */
  app: { readonly secret: string; readonly uri: string } | null;
}

export interface SignInRequest {
  /** Null: no editor waits; the engineer's factors are shown next. */
  readonly back: EditorRequest | null;
  /** User name; null: not chosen yet. Not proved before the sign-in ends. */
  readonly engineer: string | null;
}

/** Of an editor that waits for its engineer. */
export interface EditorRequest {
  readonly state: string;
  /** SHA-256 of what the editor alone knows, base64url. */
  readonly challenge: string;
  /** Of the editor's links, as `vscode`; null: none leads to it, so the page shows the code. */
  readonly scheme: string | null;
}

export interface Notice {
  readonly kind: 'success' | 'error' | 'info';
  readonly text: string;
}

/** As the platform's default session timeout. */
const IDLE_MS = 2 * 60 * 60_000;
const ANONYMOUS_IDLE_MS = 30 * 60_000;
/** Of each sort: the longest unused go. */
const MAX_SESSIONS = 500;

/** Browser sessions of this hub; they end with it. A login always gets a new one, so that nobody can bring one along. */
export class PageSessions {
  readonly #clock: Clock;
  readonly #sessions = new Map<string, PageSession>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  open(viewer: PageSession['viewer'] = null): PageSession {
    this.#sweep();
    const session: PageSession = { id: secret(), csrf: secret(), viewer, lastUsed: this.#clock.now(), notice: null, signIn: null, proven: null, app: null };
    this.#sessions.set(keyOf(session.id), session);
    return session;
  }

  /** Null: unknown, or too long unused. */
  find(id: string | null): PageSession | null {
    const session = id === null ? undefined : this.#sessions.get(keyOf(id));
    if (!session) return null;
    if (this.#isOver(session)) {
      this.end(session);
      return null;
    }
    session.lastUsed = this.#clock.now();
    // The last used stand last.
    this.#sessions.delete(keyOf(session.id));
    this.#sessions.set(keyOf(session.id), session);
    return session;
  }

  end(session: PageSession): void {
    this.#sessions.delete(keyOf(session.id));
  }

  #isOver({ lastUsed, viewer }: PageSession): boolean {
    return this.#clock.now() - lastUsed >= (viewer ? IDLE_MS : ANONYMOUS_IDLE_MS);
  }

  #sweep(): void {
    const all = [...this.#sessions.values()];
    for (const session of all) if (this.#isOver(session)) this.end(session);
    for (const isSignedIn of [true, false]) {
      const same = all.filter(each => (each.viewer !== null) === isSignedIn && this.#sessions.has(keyOf(each.id)));
      for (const session of same.slice(0, Math.max(0, same.length - MAX_SESSIONS + 1))) this.end(session);
    }
  }
}

export function isCsrfToken(session: PageSession, given: string): boolean {
  return timingSafeEqual(digest(given), digest(session.csrf));
}

const digest = (text: string): Buffer => createHash('sha256').update(text, 'utf8').digest();
/** Looking a secret up by its hash takes the same time for any wrong one. */
const keyOf = (id: string): string => digest(id).toString('base64');
const secret = (): string => randomBytes(32).toString('base64url');
