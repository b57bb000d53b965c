/** What the parameters of every method must look like. Members nobody knows are let pass: a newer client may send them. */
import { IMPORT_OPERATIONS } from '../../protocol/data.ts';
import { SANDBOX_KINDS } from '../../protocol/partner.ts';
import { WireError } from '../../protocol/errors.ts';
import type { HubMethod } from '../../protocol/rpc.ts';
import { findFaults } from './json-schema.ts';
import type { JsonSchema } from './json-schema.ts';

const text: JsonSchema = { type: 'string' };
const name: JsonSchema = { type: 'string', minLength: 1 };
const flag: JsonSchema = { type: 'boolean' };
const texts: JsonSchema = { type: 'array', items: text };
const count: JsonSchema = { type: 'integer', minimum: 0 };
const line: JsonSchema = { type: 'integer', minimum: 1 };

function object(required: Readonly<Record<string, JsonSchema>>, optional: Readonly<Record<string, JsonSchema>> = {}): JsonSchema {
  return { type: 'object', required: Object.keys(required), properties: { ...required, ...optional } };
}

const none = object({});
const filters = object({}, {
  userIds: texts, entryPoint: text,
  requestTypes: { type: 'array', items: { type: 'string', enum: ['anonymous', 'rest', 'test', 'future', 'queueable', 'batch', 'schedulable', 'event', 'ui', 'api'] } },
});
const levels: JsonSchema = { type: 'object', additionalProperties: { type: 'string', enum: ['NONE', 'ERROR', 'WARN', 'INFO', 'DEBUG', 'FINE', 'FINER', 'FINEST'] } };
const breakpoint = object({ id: { type: 'integer' }, line }, { column: line, condition: text, hitCondition: text, logMessage: text });
const namespace: JsonSchema = { type: 'string', pattern: '^[A-Za-z][A-Za-z0-9_]{0,14}$', patternMeaning: 'a namespace' };
const sessionId = name;
const loginId = name;
const threadId: JsonSchema = { type: 'integer' };

const schemas: { readonly [M in HubMethod]: JsonSchema } = {
  'client/hello': object({ client: text, version: text }, { developerToken: text }),
  'developer/list': none,
  'developer/signIn': object({ userName: name }, { code: text, recoveryCode: text, passkey: { type: 'object' } }),
  'developer/redeem': object({ code: name, verifier: name }),
  'developer/signOut': none,
  'mfa/status': object({ userName: name }),
  'mfa/enrol': object({ userName: name }),
  'mfa/confirm': object({ userName: name, code: text }),
  'mfa/recoveryCodes': none,
  'mfa/reset': object({ userName: name }),
  'passkey/registerOptions': object({ userName: name }),
  'passkey/register': object({ userName: name, name, response: { type: 'object' } }),
  'passkey/signInOptions': object({ userName: name }),
  'passkey/remove': object({ id: name }),
  'token/list': object({}, { all: flag }),
  'token/create': object({ name }, { days: { type: 'number', minimum: 0.01, maximum: 3650 }, developer: name }),
  'token/revoke': object({ id: name }),
  'orgs/list': none,
  'org/openProject': object({ projects: { type: 'array', items: name, minItems: 1 } }, { with: texts, data: texts, reset: flag }),
  'org/check': object({ org: name }),
  'org/checkText': object({ org: name, path: name, text }),
  'org/reset': object({ org: name }),
  'login/start': object({ org: name }, { user: name, caseNumber: name, reason: name }),
  'login/current': none,
  'login/page': object({ loginId: name }, { path: text }),
  'login/end': none,
  'grant/page': object({ org: name, user: name }),
  'grant/set': object({ org: name, user: name, duration: name }),
  'grant/revoke': object({ org: name, user: name }),
  'grant/list': object({ org: name }),
  'policy/get': object({ org: name }),
  'policy/set': object({ org: name, user: name, change: object({}, { loginAccess: { type: 'string', enum: ['administratorsAndUsers', 'administratorsOnly'] }, administratorsCanLogInAsAnyUser: flag, requiresMfa: flag }) }),
  'approval/list': object({}, { org: name, all: flag }),
  'approval/decide': object({ id: name, user: name, approve: flag }),
  'approval/cancel': object({ id: name }),
  'audit/list': object({}, { org: name, developer: name, before: line, limit: { type: 'integer', minimum: 1, maximum: 1000 } }),
  'audit/verify': none,
  'data/import': object(
    { loginId, records: { type: 'array', minItems: 1, items: object({ object: name, fields: { type: 'object' } }, { parent: object({ index: count, relationship: name }) }) }, references: { type: 'object', additionalProperties: text }, operation: { type: 'string', enum: [...IMPORT_OPERATIONS] } },
    { externalId: name, raw: flag },
  ),
  'bundle/open': object({ path: name }),
  'sandbox/create': object({ loginId, name, kind: { type: 'string', enum: [...SANDBOX_KINDS] } }, { objects: texts, mask: { type: 'string', enum: ['personal', 'text'] } }),
  'sandbox/cancel': object({ name }),
  'sandbox/delete': object({ org: name }),
  'setupAudit/list': object({ org: name }, { limit: { type: 'integer', minimum: 1, maximum: 1000 } }),
  'subscribers/list': object({}, { search: text }),
  'org/details': object({ org: name }),
  'license/set': object({ org: name, namespace: name, change: object({}, { status: { type: 'string', enum: ['trial', 'active', 'suspended', 'uninstalled'] }, seats: { nullable: { type: 'integer', minimum: 0 } }, expiresAt: { nullable: { type: 'integer', minimum: 0 } } }) }),
  'license/assign': object({ org: name, namespace: name, user: name, userId: name, assigned: flag }),
  'feature/set': object({ org: name, namespace: name, name, value: {} }),
  'code/list': object({ loginId }),
  'code/read': object({ loginId, path: name }),
  'code/locate': object({ loginId, unit: name, line, of: { type: 'string', enum: ['installed', 'client'] } }, { kind: { type: 'string', enum: ['class', 'trigger'] }, text }),
  'log/list': object({ loginId }),
  'log/read': object({ loginId, logId: name }, { from: {}, maxBytes: { type: 'integer', minimum: 1024, maximum: 4_194_304 } }),
  'traceFlag/set': object({ loginId, user: name, minutes: { type: 'number', minimum: 0, maximum: 1440 } }),
  'traceFlag/list': object({ loginId }),
  'setting/list': object({ loginId }),
  'setting/save': object({ loginId, object: name, values: { type: 'object' } }, { id: name }),
  'setting/delete': object({ loginId, object: name, id: name }),
  'oauth/grant': object({ loginId, clientId: name }),
  'run/again': object({ loginId }),
  'run/onWorkspaceVersion': object({ loginId, projects: { type: 'array', items: name } }, { sent: { type: 'array', items: object({ id: name, folder: name, namespace: { nullable: namespace } }) }, code: text, path: text, levels }),
  'workspace/send': object({ files: { type: 'array', minItems: 1, items: object({ path: name, text }) } }, { id: name }),
  'project/retrieve': object({ loginId, folder: name }),
  'project/list': none,
  'project/remove': object({ folder: name }),
  'link/resolve': object({ link: name }),
  'session/report': object({ sessionId }),
  'maintenance/start': object({}, { message: name, inMinutes: { type: 'number', minimum: 0, maximum: 10080 } }),
  'maintenance/end': none,
  'maintenance/get': none,
  'session/acquire': object({ loginId }, { filters, resume: flag, resumeToken: name, takeOver: flag }),
  'session/list': object({}, { org: name }),
  'session/end': object({ sessionId }),
  'session/renew': object({ sessionId }),
  'session/activity': object({ sessionId }),
  'run/anonymous': object({ loginId, code: text }, { path: text, levels }),
  'run/test': object({ loginId, tests: { type: 'array', items: name } }, { levels, suites: { type: 'array', items: name }, failFast: flag, changed: { type: 'array', items: name }, coverage: flag, isCoverageDetailed: flag, requestId: { type: 'string', pattern: '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$', patternMeaning: 'a UUID in small letters' } }),
  'run/request': object(
    { loginId, method: { type: 'string', enum: ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD'] }, path: { type: 'string', pattern: '^/', patternMeaning: 'a path that begins with "/"' } },
    { headers: { type: 'object', additionalProperties: text }, body: text },
  ),
  'run/cancel': object({ requestId: name }),
  'query': object({ loginId, soql: name }),
  'debug/setBreakpoints': object({ sessionId, path: name, breakpoints: { type: 'array', items: breakpoint } }, { sourceText: text, formerPath: name }),
  'debug/setExceptionBreakpoints': object({ sessionId, filters: { type: 'array', items: object({ filter: { type: 'string', enum: ['all', 'uncaught', 'type'] } }, { condition: text }) } }),
  'debug/setFunctionBreakpoints': object({ sessionId, breakpoints: { type: 'array', items: object({ id: { type: 'integer' }, name }, { condition: text, hitCondition: text }) } }),
  'debug/setDataBreakpoints': object({ sessionId, breakpoints: { type: 'array', items: object({ id: { type: 'integer' }, dataId: name }, { hitCondition: text }) } }),
  'debug/dataBreakpointInfo': object({ sessionId, reference: { type: 'integer' }, name: text }),
  'debug/breakpointLocations': object({ sessionId, path: name, line }, { endLine: line, sourceText: text, formerPath: name }),
  'debug/ready': object({ sessionId }, { stopOnEntry: flag }),
  'debug/threads': object({ sessionId }),
  'debug/stackTrace': object({ sessionId, threadId, startFrame: count, levels: count }),
  'debug/scopes': object({ sessionId, frameId: { type: 'integer' } }),
  'debug/variables': object({ sessionId, reference: { type: 'integer' }, start: count, count, byUser: flag }, { filter: { type: 'string', enum: ['indexed', 'named'] } }),
  'debug/setVariable': object({ sessionId, reference: { type: 'integer' }, name: text, value: text }),
  'debug/evaluate': object({ sessionId, expression: text, context: { type: 'string', enum: ['watch', 'hover', 'repl', 'clipboard', 'variables'] } }, { frameId: { type: 'integer' } }),
  'debug/resume': object({ sessionId, threadId, kind: { type: 'string', enum: ['continue', 'next', 'stepIn', 'stepOut'] } }, { targetId: { type: 'integer' } }),
  'debug/stepInTargets': object({ sessionId, frameId: { type: 'integer' } }),
  'debug/pause': object({ sessionId, threadId }),
  'debug/source': object({ sessionId, path: name }),
  'debug/exceptionInfo': object({ sessionId, threadId }),
  'debug/completions': object({ sessionId, text, offset: count }, { frameId: { type: 'integer' } }),
};

/** Throws `invalidParams` that names every fault. */
export function checkParameters(method: HubMethod, value: unknown): void {
  const faults = findFaults(schemas[method], value);
  if (faults.length === 0) return;
  const told = faults.slice(0, 5).map(fault => `${fault.path === '' ? '"params"' : `"${fault.path}"`} ${fault.message}`);
  throw new WireError('invalidParams', `${method}: ${told.join('; ')}.`, { details: faults });
}

export function isHubMethod(method: string): method is HubMethod {
  return Object.hasOwn(schemas, method);
}
