/**
 * Errors on the wire. `code` is stable and JSON-RPC's; `id` is a stable word a client can switch on; `message` is written
 * for a person and says what to do.
 */
export type ErrorId =
  | 'notSignedIn' | 'missingPermission' | 'unknownOrg' | 'noAccess' | 'grantExpired' | 'unknownUser' | 'notDebuggable'
  | 'sessionLimit' | 'orgBusy' | 'unknownSession' | 'sessionEnded' | 'notLoggedIn' | 'invalidParams' | 'unknownMethod'
  | 'notPaused' | 'unknownThread' | 'unknownReference' | 'unknownSource' | 'evaluateFailed' | 'compileFailed'
  | 'worldInvalid' | 'projectInvalid' | 'dataInvalid' | 'querySyntax' | 'requestFailed' | 'runnerDied' | 'maintenance'
  | 'tooLarge' | 'notSupported' | 'internal' | 'caseRequired' | 'approvalDenied' | 'approvalTimedOut' | 'approvalCancelled'
  | 'grantRefused' | 'customerOnly' | 'unknownApproval' | 'mfaRequired' | 'mfaFailed' | 'lockedOut' | 'rateLimited' | 'tokenRevoked' | 'oauthRefused' | 'unknownLog';

export interface WireErrorData {
  readonly id: ErrorId;
  /** Rule number (`T11`) where a rule of the world is the reason. */
  readonly rule?: string;
  /** Whom it concerns: a user sees it, or only the log. */
  readonly audience: 'user' | 'log';
  readonly details?: unknown;
}

/** Base code of our errors in JSON-RPC's range for applications. */
export const WIRE_ERROR_CODE = -32000;

/** An error that travels to the client as it is. */
export class WireError extends Error {
  readonly data: WireErrorData;
  constructor(id: ErrorId, message: string, extra: { rule?: string; audience?: 'user' | 'log'; details?: unknown } = {}) {
    super(message);
    this.name = 'WireError';
    this.data = { id, audience: extra.audience ?? 'user', ...(extra.rule ? { rule: extra.rule } : {}), ...(extra.details !== undefined ? { details: extra.details } : {}) };
  }
}
