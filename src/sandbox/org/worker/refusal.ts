import type { WorkerOutcome } from './messages.ts';

export type Response = NonNullable<WorkerOutcome['response']>;

export function json(status: number, body?: unknown): Response {
  return { status, headers: { 'Content-Type': 'application/json;charset=UTF-8' }, body: body === undefined ? '' : JSON.stringify(body) };
}

/** Ends the request, and its transaction, with an answer that is no success. */
export class Refusal extends Error {
  readonly response: Response;

  /** `body`: instead of the list with one error. */
  constructor(status: number, errorCode: string, message: string, fields: readonly string[] = [], body?: unknown) {
    super(message);
    this.response = json(status, body ?? [{ message, errorCode, ...(fields.length > 0 ? { fields } : {}) }]);
  }
}

export function notAllowed(method: string, allowed: string): Refusal {
  return new Refusal(405, 'METHOD_NOT_ALLOWED', `HTTP Method '${method}' not allowed. Allowed are ${allowed}`);
}

export function notFound(): Refusal {
  return new Refusal(404, 'NOT_FOUND', 'The requested resource does not exist');
}
