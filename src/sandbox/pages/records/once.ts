import { randomUUID } from 'node:crypto';
import { html } from '../html.ts';
import type { Html } from '../html.ts';
import type { PageAnswer, PageRequest } from '../page.ts';
import type { PageSession } from '../page-sessions.ts';

/** Forms whose answer is remembered, of each session. */
const MAX_REMEMBERED = 20;
const answers = new WeakMap<PageSession, Map<string, Promise<PageAnswer>>>();

/** Names this showing of a form. */
export const onceField = (): Html => html`<input type="hidden" name="once" value="${randomUUID()}">`;

/**
 * Does what a form asks for once, however often it is sent: a save that is held at a breakpoint looks to its user as if nothing
 * happened, and the second click must not become a second save that waits for the first one's locks.
 */
export function once(request: PageRequest, action: () => Promise<PageAnswer>): Promise<PageAnswer> {
  const key = request.form.get('once') ?? '';
  if (!/^[\w-]{36}$/.test(key)) return action();
  const known = answers.get(request.session) ?? new Map<string, Promise<PageAnswer>>();
  answers.set(request.session, known);
  const before = known.get(key);
  if (before) return before;
  const answer = action();
  known.set(key, answer);
  for (const oldest of [...known.keys()].slice(0, Math.max(0, known.size - MAX_REMEMBERED))) known.delete(oldest);
  return answer;
}
