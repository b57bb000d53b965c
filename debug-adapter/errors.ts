/**
 * Errors of the adapter: factories with a stable number, a message a person can act on, and whether the client shows it.
 * 10xx the protocol, 11xx the configuration, 12xx the connection to the sandbox, 13xx what the sandbox refused.
 */
import type { ErrorId, WireErrorData } from '../src/protocol/errors.ts';

export class AdapterError extends Error {
  readonly number: number;
  /** Stable word for programs: the `message` of a DAP error response. */
  readonly word: string;
  readonly showUser: boolean;
  /** What VS Code offers beside the message: a command. */
  readonly offer: { readonly url: string; readonly urlLabel: string } | null;
  constructor(number: number, word: string, message: string, showUser: boolean, offer: AdapterError['offer'] = null) {
    super(message);
    this.name = 'AdapterError';
    this.number = number;
    this.word = word;
    this.showUser = showUser;
    this.offer = offer;
  }
}

export const internalError = (command: string, cause: string): AdapterError =>
  new AdapterError(1000, 'internal', `The debug adapter failed in "${command}": ${cause}`, false);
export const unknownRequest = (command: string): AdapterError =>
  new AdapterError(1001, 'unknownRequest', `The debug adapter doesn't know the request "${command}".`, false);
export const wrongState = (command: string, state: string, hint: string): AdapterError =>
  new AdapterError(1002, 'wrongState', `"${command}" isn't possible now (the session is ${state}): ${hint}`, false);
export const wrongArgument = (command: string, name: string, value: unknown, expected: string): AdapterError =>
  new AdapterError(1003, 'wrongArgument', `"${command}": ${name} is ${JSON.stringify(value) ?? 'missing'}, but must be ${expected}.`, false);
export const cancelled = (): AdapterError =>
  new AdapterError(1004, 'cancelled', 'Cancelled.', false);

export const wrongConfiguration = (messages: readonly string[]): AdapterError =>
  new AdapterError(1101, 'wrongConfiguration', messages.join(' '), true);
export const nothingToDebug = (): AdapterError =>
  new AdapterError(1102, 'nothingToDebug', 'Nothing says where to debug: log in to a subscriber org, or set "org" or "project" in the launch configuration.', true);
export const unreadableFile = (attribute: string, path: string, cause: string): AdapterError =>
  new AdapterError(1103, 'unreadableFile', `The file "${path}" of attribute "${attribute}" can't be read: ${cause}`, true);

export const hubUnavailable = (cause: string): AdapterError =>
  new AdapterError(1201, 'hubUnavailable', `The sandbox can't be reached or started: ${cause}`, true);
export const hubLost = (): AdapterError =>
  new AdapterError(1202, 'hubLost', 'The connection to the sandbox is lost.', false);
export const hubSilent = (milliseconds: number): AdapterError =>
  new AdapterError(1204, 'hubSilent', `The sandbox didn't answer within ${milliseconds / 1000} s.`, false);
export const noThread = (): AdapterError =>
  new AdapterError(1203, 'noThread', 'No Apex request is running here. Make a request as the logged-in user first.', true);

/** Numbers of the sandbox's own errors; never renumbered. */
const wireNumbers: Readonly<Record<ErrorId, number>> = {
  notSignedIn: 1301, missingPermission: 1302, unknownOrg: 1303, noAccess: 1304, grantExpired: 1305, unknownUser: 1306, notDebuggable: 1307,
  sessionLimit: 1308, orgBusy: 1309, unknownSession: 1310, sessionEnded: 1311, notLoggedIn: 1312, invalidParams: 1313, unknownMethod: 1314,
  notPaused: 1315, unknownThread: 1316, unknownReference: 1317, unknownSource: 1318, evaluateFailed: 1319, compileFailed: 1320,
  worldInvalid: 1321, projectInvalid: 1322, dataInvalid: 1323, querySyntax: 1324, requestFailed: 1325, runnerDied: 1326, maintenance: 1327,
  tooLarge: 1328, notSupported: 1329, internal: 1330, caseRequired: 1331, approvalDenied: 1332, approvalTimedOut: 1333, approvalCancelled: 1334,
  grantRefused: 1335, customerOnly: 1336, unknownApproval: 1337, mfaRequired: 1338, mfaFailed: 1339, lockedOut: 1340, rateLimited: 1341, tokenRevoked: 1342, oauthRefused: 1343, unknownLog: 1344,
};

/** T11: the session in the way is the developer's own. */
const TAKE_OVER = { url: 'command:isvDebugger.takeOver', urlLabel: 'End It and Debug Here' };

/** Requests whose failures the client already shows in their own place (a watch, a hover, a tree). */
const quietCommands = new Set(['evaluate', 'variables', 'scopes', 'stackTrace', 'exceptionInfo', 'completions', 'breakpointLocations', 'setVariable', 'setExpression', 'source', 'threads']);

/** What a request's failure is to the client; anything unforeseen is an internal error, with its stack for the log. */
export function toAdapterError(command: string, error: unknown): AdapterError {
  if (error instanceof AdapterError) return error;
  const data = wireData(error);
  if (data && error instanceof Error) {
    const message = data.rule && !error.message.startsWith(`${data.rule}:`) ? `${error.message} (rule ${data.rule})` : error.message;
    return new AdapterError(wireNumbers[data.id], data.id, message, data.audience === 'user' && !quietCommands.has(command), data.id === 'sessionLimit' ? TAKE_OVER : null);
  }
  return internalError(command, error instanceof Error ? error.message : String(error));
}

function wireData(error: unknown): WireErrorData | null {
  if (typeof error !== 'object' || error === null || !('data' in error)) return null;
  const data: unknown = error.data;
  if (typeof data !== 'object' || data === null || !('id' in data) || typeof data.id !== 'string') return null;
  return Object.hasOwn(wireNumbers, data.id) ? (data as WireErrorData) : null;
}
