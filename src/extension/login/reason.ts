/** Why one logs in: for the partner's audit log and the subscriber's (T9). */
export interface LoginReason {
  readonly caseNumber?: string;
  readonly reason?: string;
}

/** `00012345 Orders can't be submitted`: the number first if there is one, then the reason. */
export function readReason(text: string): LoginReason {
  const [, caseNumber, rest] = /^\s*#?((?:[A-Za-z]{1,5}-)?\d{3,})?[\s:,-]*(.*?)\s*$/s.exec(text) ?? [];
  return { ...(caseNumber ? { caseNumber } : {}), ...(rest ? { reason: rest } : {}) };
}
