import type { RequestType, SessionFilters } from '../../protocol/rpc.ts';
import type { Rules } from './rules.ts';

export const TOO_MANY_REQUESTS = 'Too many concurrent debugged requests. This request will not be debugged';

/** What the platform's debugger leaves out (D5). */
const ASYNCHRONOUS: ReadonlySet<RequestType> = new Set(['future', 'queueable', 'batch', 'schedulable']);

export interface RequestDescription {
  readonly requestId: string;
  readonly userId: string;
  readonly type: RequestType;
  readonly entryPoint: string;
}

export interface SessionInterest {
  readonly sessionId: string;
  readonly isOrphaned: boolean;
  /** Null: everyone's. */
  readonly userIds: readonly string[] | null;
  readonly filters: SessionFilters;
  readonly entryPoint: RegExp | null;
}

export type AdmissionResult =
  | { readonly kind: 'debugged'; readonly sessionId: string; readonly slot: number; readonly threadId: number }
  | { readonly kind: 'tooMany'; readonly sessionId: string }
  | { readonly kind: 'undebugged'; readonly reason: string };

/** Which requests are debugged (D7, T13): decided when a request starts, and not again. */
export class Admission {
  readonly #threads: number;
  readonly #rules: Rules;
  /** Session → who holds each of its slots. */
  readonly #slots = new Map<string, (string | undefined)[]>();
  readonly #nextThread = new Map<string, number>();

  constructor(threads: number, rules: Rules) {
    this.#threads = threads;
    this.#rules = rules;
  }

  admit(request: RequestDescription, sessions: readonly SessionInterest[]): AdmissionResult {
    if (sessions.length === 0) return { kind: 'undebugged', reason: 'No debugging session is active in this org.' };
    if (!this.#rules.holds('D5') && ASYNCHRONOUS.has(request.type)) return { kind: 'undebugged', reason: 'Asynchronous Apex is not debugged.' };
    let reason = '';
    for (const session of sessions) {
      const mismatch = mismatchOf(request, session);
      if (mismatch === null) return this.#takeSlot(request, session.sessionId);
      reason = mismatch;
    }
    return { kind: 'undebugged', reason };
  }

  release(requestId: string): void {
    for (const slots of this.#slots.values()) {
      const index = slots.indexOf(requestId);
      if (index >= 0) slots[index] = undefined;
    }
  }

  forget(sessionId: string): void {
    this.#slots.delete(sessionId);
    this.#nextThread.delete(sessionId);
  }

  #takeSlot(request: RequestDescription, sessionId: string): AdmissionResult {
    const slots = this.#slots.get(sessionId) ?? [];
    this.#slots.set(sessionId, slots);
    const free = slots.indexOf(undefined);
    const slot = free >= 0 ? free : slots.length;
    if (slot >= this.#threads && this.#rules.holds('T13')) return { kind: 'tooMany', sessionId };
    slots[slot] = request.requestId;
    const threadId = (this.#nextThread.get(sessionId) ?? 0) + 1;
    this.#nextThread.set(sessionId, threadId);
    return { kind: 'debugged', sessionId, slot, threadId };
  }
}

/** Why the session doesn't stop in the request; null: it does. */
function mismatchOf(request: RequestDescription, session: SessionInterest): string | null {
  const { requestTypes } = session.filters;
  if (session.isOrphaned) return "The debugging session's client went away.";
  if (session.userIds !== null && !session.userIds.includes(request.userId)) return "The session stops in other users' requests only (D7).";
  if (requestTypes !== undefined && !requestTypes.includes(request.type)) return `The session stops only in requests of type ${requestTypes.join(', ')}.`;
  if (session.entryPoint !== null && !session.entryPoint.test(request.entryPoint)) return `The session's entry point filter ${session.entryPoint.source} doesn't match ${request.entryPoint}.`;
  return null;
}
