import { WireError } from '../../protocol/errors.ts';
import type { ErrorId } from '../../protocol/errors.ts';
import type { DebugLogLevels, RunResult } from '../../protocol/rpc.ts';
import type { HttpRequestSetup } from '../org/contract.ts';
import type { Login } from '../partner/logins.ts';
import type { Rules } from '../partner/rules.ts';
import type { Runners } from './runners.ts';
import type { Rerun, Runs } from './runs.ts';

type Response = NonNullable<RunResult['response']>;

const API_VERSION = '64.0';
const JSON_HEADERS = { 'content-type': 'application/json;charset=UTF-8' };

/** The part of an org's HTTP API there is: Apex REST, queries, records, picklist values of record types and Execute Anonymous. */
export class OrgHttp {
  readonly #rules: Rules;
  readonly #runs: Runs;
  readonly #runners: Runners;
  readonly #countRequest: (orgId: string) => void;

  constructor(options: { rules: Rules; runs: Runs; runners: Runners; countRequest: (orgId: string) => void }) {
    this.#rules = options.rules;
    this.#runs = options.runs;
    this.#runners = options.runners;
    this.#countRequest = options.countRequest;
  }

  async anonymous(login: Login, code: string, path: string | null, levels?: DebugLogLevels): Promise<RunResult> {
    const { what, action } = this.anonymousRun(login, code, path, levels);
    return this.#runs.run(login, what, action);
  }

  /** Ready to be run. */
  anonymousRun(login: Login, code: string, path: string | null, levels?: DebugLogLevels): Rerun {
    this.#rules.checkAnonymous(login.user);
    return { what: { type: 'anonymous', entryPoint: 'anonymous Apex' }, action: (runner, context) => runner.runAnonymous({ ...context, ...(levels ? { levels } : {}) }, { code, path }) };
  }

  /** Always with a response, except when the request could not run at all. */
  async handle(login: Login, request: HttpRequestSetup): Promise<RunResult> {
    const url = new URL(request.path, 'http://org.invalid');
    const path = url.pathname;
    if (!path.startsWith('/services/')) throw new WireError('invalidParams', `The path is "${request.path}", but requests to an org go to /services/apexrest/… or /services/data/….`);
    this.#rules.checkApi(login.user);
    this.#countRequest(login.orgId);
    if (path.startsWith('/services/apexrest/')) return this.#apexRest(login, request, path);
    const versioned = /^\/services\/data\/v\d{2,3}\.0(\/.*)?$/.exec(path);
    const rest = versioned?.[1] ?? '';
    if (/^\/services\/data\/?$/.test(path)) return plain(json(200, [{ label: "Sandbox", url: `/services/data/v${API_VERSION}`, version: API_VERSION }]));
    if (!versioned) return plain(notFound(path));
    if (/^\/tooling\/executeAnonymous\/?$/.test(rest)) return this.#executeAnonymous(login, request, url);
    if (/^\/query(All)?\/?$/.test(rest)) return plain(await this.#query(login, request, url));
    if (/^\/sobjects(\/|$)/.test(rest) || /^\/actions\/custom\/(apex|flow)\/[^/]+\/?$/.test(rest) || /^\/ui-api\/object-info\/[^/]+\/picklist-values\/[^/]+(\/[^/]+)?\/?$/.test(rest)) {
      const onRecords = { ...request, path: `${rest}${url.search}` };
      if (isWrite(request.method)) return this.#runs.run(login, { type: 'api', entryPoint: `${request.method} ${path}` }, (runner, context) => runner.writeRecord(context, { ...onRecords, entry: 'api' }));
      const runner = await this.#runners.get(login.org);
      return plain(await runner.restRecords({ userId: login.userId, ...onRecords }));
    }
    return plain(notFound(path));
  }

  async #apexRest(login: Login, request: HttpRequestSetup, path: string): Promise<RunResult> {
    const result = await this.#runs.run(login, { type: 'rest', entryPoint: `${request.method} ${path}` }, (runner, context) => runner.runRequest(context, request));
    if (result.response) return result;
    const message = result.exception ? `${result.exception.type}: ${result.exception.message}\n${result.exception.stackTrace}` : result.compileErrors[0]?.message ?? 'The request failed.';
    return { ...result, response: json(500, [{ errorCode: 'APEX_ERROR', message }]) };
  }

  async #executeAnonymous(login: Login, { method }: HttpRequestSetup, url: URL): Promise<RunResult> {
    const code = url.searchParams.get('anonymousBody');
    if (method !== 'GET') return plain(json(405, [{ errorCode: 'METHOD_NOT_ALLOWED', message: `HTTP Method '${method}' not allowed. Allowed are GET` }]));
    if (code === null) return plain(json(400, [{ errorCode: 'MISSING_ARGUMENT', message: 'The anonymousBody parameter is required' }]));
    const result = await this.anonymous(login, code, null);
    const [problem] = result.compileErrors;
    return {
      ...result,
      response: json(200, {
        line: problem?.line ?? -1, column: problem?.column ?? -1, compiled: !problem, success: result.success, compileProblem: problem?.message ?? null,
        exceptionStackTrace: result.exception?.stackTrace ?? null, exceptionMessage: result.exception ? `${result.exception.type}: ${result.exception.message}` : null,
      }),
    };
  }

  async #query(login: Login, { method }: HttpRequestSetup, url: URL): Promise<Response> {
    const soql = url.searchParams.get('q');
    if (method !== 'GET') return json(405, [{ errorCode: 'METHOD_NOT_ALLOWED', message: `HTTP Method '${method}' not allowed. Allowed are GET` }]);
    if (soql === null || soql === '') return json(400, [{ errorCode: 'MALFORMED_QUERY', message: 'A query has to be specified' }]);
    const runner = await this.#runners.get(login.org);
    const { totalSize, records } = await runner.query({ userId: login.userId, soql });
    return json(200, { totalSize, done: true, records });
  }
}

/** Reading runs no Apex. */
const isWrite = (method: string): boolean => method !== 'GET' && method !== 'HEAD';

function plain(response: Response): RunResult {
  return { requestId: '', notDebugged: 'Requests that run no Apex are not debugged.', success: response.status < 400, compileErrors: [], exception: null, debugLog: '', logId: null, response, tests: [] };
}

function json(status: number, body: unknown): Response {
  return { status, headers: JSON_HEADERS, body: JSON.stringify(body) };
}

function notFound(path: string): Response {
  return json(404, [{ errorCode: 'NOT_FOUND', message: `The requested resource does not exist: ${path}` }]);
}

const statuses: { readonly [I in ErrorId]?: readonly [number, string] } = {
  querySyntax: [400, 'MALFORMED_QUERY'], invalidParams: [400, 'INVALID_FIELD'], dataInvalid: [400, 'INVALID_FIELD'], missingPermission: [403, 'API_DISABLED_FOR_ORG'],
  notLoggedIn: [401, 'INVALID_SESSION_ID'], notSupported: [501, 'NOT_SUPPORTED'], runnerDied: [503, 'SERVER_UNAVAILABLE'], tooLarge: [413, 'REQUEST_LIMIT_EXCEEDED'],
};

export function errorResponse(error: WireError): Response {
  const [status, errorCode] = statuses[error.data.id] ?? [500, 'UNKNOWN_EXCEPTION'];
  return json(status, [{ errorCode, message: error.message }]);
}
