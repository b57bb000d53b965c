import { WireError } from '../../../protocol/errors.ts';
import type { ParamsOf, ResultOf, RunResult } from '../../../protocol/rpc.ts';
import type { Caller, HubContext } from '../context.ts';

export function runAnonymous(hub: HubContext, { engineer }: Caller, { loginId, code, path, levels }: ParamsOf<'run/anonymous'>): Promise<RunResult> {
  return hub.orgHttp.anonymous(hub.logins.get(engineer.userName, loginId), code, path ?? null, levels);
}

export async function runTests(hub: HubContext, { engineer }: Caller, { loginId, tests, levels, requestId, ...options }: ParamsOf<'run/test'>): Promise<RunResult> {
  const login = hub.logins.get(engineer.userName, loginId);
  for (const test of tests) {
    if (!/^\w+(\.\w+){0,2}$/.test(test)) throw new WireError('invalidParams', `"${test}" is no test. Name a class or a method: MyTest or MyTest.itWorks.`);
  }
  return hub.runs.run(login, { type: 'test', entryPoint: [...tests, ...(options.suites ?? [])].join(', ') }, (runner, context) => runner.runTests({ ...context, ...(levels ? { levels } : {}) }, { tests, ...options }), requestId);
}

export function runRequest(hub: HubContext, { engineer }: Caller, { loginId, method, path, headers, body }: ParamsOf<'run/request'>): Promise<RunResult> {
  const login = hub.logins.get(engineer.userName, loginId);
  const lower = Object.fromEntries(Object.entries(headers ?? {}).map(([name, value]) => [name.toLowerCase(), value]));
  return hub.orgHttp.handle(login, { method, path, headers: lower, body: body ?? '' });
}

export async function cancelRun(hub: HubContext, { engineer }: Caller, { requestId }: ParamsOf<'run/cancel'>): Promise<Record<string, never>> {
  await hub.runs.cancel(engineer.userName, requestId);
  return {};
}

export async function query(hub: HubContext, { engineer }: Caller, { loginId, soql }: ParamsOf<'query'>): Promise<ResultOf<'query'>> {
  const login = hub.logins.get(engineer.userName, loginId);
  const runner = await hub.runners.get(login.org);
  return runner.query({ userId: login.userId, soql });
}
