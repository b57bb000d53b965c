/** A worker thread: runs one request of its org at a time. */
import { parentPort, workerData } from 'node:worker_threads';
import { newException } from '../../apex/runtime/exception.ts';
import { typeOf } from '../../apex/runtime/runtime-types.ts';
import { ApexDouble } from '../../apex/runtime/double.ts';
import { parsedQuery, runQuery } from '../../apex/runtime/data-access.ts';
import { readJson, typedValue } from '../../apex/stdlib/json/deserialize.ts';
import { serialize } from '../../apex/stdlib/json/serialize.ts';
import { openRestContext, readRestResponse } from '../../apex/stdlib/platform/rest.ts';
import type { RunningUser } from '../../apex/runtime/contract.ts';
import type { TestResult } from '../../../protocol/rpc.ts';
import { attachAgent } from '../../debugger/attach.ts';
import { openExecutor } from '../execution/open-executor.ts';
import type { ExecutionResult } from '../execution/executor.ts';
import { CONTROL_CANCEL, type RestCall, type WorkerMessage, type WorkerOutcome, type WorkerRequest, type WorkerSetup } from './messages.ts';

const { setup, shape, control } = workerData as WorkerSetup;
const { executor, users, dispose } = openExecutor(setup, shape);
const port = parentPort!;
const post = (message: WorkerMessage): void => port.postMessage(message);

const outcomeOf = (result: ExecutionResult, extra: Partial<WorkerOutcome> = {}): WorkerOutcome => ({
  success: result.success, exception: result.exception, log: result.log, response: null, tests: [], records: null, ...extra,
});

port.on('message', (message: WorkerRequest | { readonly kind: 'close' }) => {
  if ('kind' in message) {
    dispose();
    port.close();
    return;
  }
  Atomics.store(control, CONTROL_CANCEL, 0);
  const attached = message.debug ? attachAgent({ loader: executor.loader, port: message.debug.port, signal: message.debug.signal, agent: message.debug.options, restoreMeters: () => executor.restoreMeters() }) : null;
  executor.onPoll = () => {
    attached?.onPoll();
    if (Atomics.load(control, CONTROL_CANCEL) === 1) throw newException('System.UnexpectedException', 'The request was cancelled.');
  };
  const user = users.find((each) => each.id === message.userId) ?? users[0]!;
  let outcome: WorkerOutcome;
  try {
    outcome = run(message, user);
  } finally {
    attached?.detach();
    message.debug?.port.close();
    executor.onPoll = () => {};
  }
  post({ kind: 'done', outcome });
});

function run({ job }: WorkerRequest, user: RunningUser): WorkerOutcome {
  const say = (text: string): void => post({ kind: 'userDebug', text });
  switch (job.kind) {
    case 'anonymous': return outcomeOf(executor.runAnonymous(job.artifact, user, say));
    case 'rest': return rest(job.call, user, say);
    case 'query': {
      let records: unknown[] = [];
      const result = executor.runApi(user, (transaction) => {
        const found = runQuery(parsedQuery(job.soql), [], 'user', { namespace: transaction.org.namespace, sharing: 'with', apiVersion: 64 });
        records = found.count !== null ? new Array<null>(found.count).fill(null) : found.records.map((record) => JSON.parse(serialize(record, { isPretty: false, suppressNulls: false })) as unknown);
      });
      return outcomeOf(result, { records });
    }
    case 'test': {
      const results: TestResult[] = [];
      const total = job.tests.reduce((sum, each) => sum + each.methods.length, 0);
      let log = '';
      for (const { className, methods, setups, seeAllData } of job.tests) {
        const prepared = setups.length ? executor.runSetup(className, setups, user) : null;
        for (const method of methods) {
          const started = performance.now();
          const result = prepared && !prepared.result.success ? prepared.result : executor.runTest(className, method, user, seeAllData.includes(method), prepared?.delta ?? null, say);
          log = result.log;
          results.push({
            className, methodName: method, outcome: result.success ? 'pass' : 'fail', message: result.exception ? `${result.exception.type}: ${result.exception.message}` : null,
            stackTrace: result.exception?.stackTrace ?? null, runTimeMs: Math.round(performance.now() - started), limits: result.limits,
          });
          post({ kind: 'progress', done: results.length, total, message: `${className}.${method}` });
        }
      }
      return { success: results.every((each) => each.outcome === 'pass'), exception: null, log, response: null, tests: results, records: null };
    }
  }
}

/** Calls a @RestResource method: parameters by name from the JSON body, the result as JSON. */
function rest(call: RestCall, user: RunningUser, say: (text: string) => void): WorkerOutcome {
  const { result, value } = executor.runRest(
    call.className, call.slot, user,
    () => {
      openRestContext({ method: call.method, path: call.path, resourcePath: call.resourcePath, headers: call.headers, parameters: call.query, body: call.body });
      return argumentsOf(call);
    },
    (returned) => ({ ...readRestResponse(), returned: call.returnType === 'void' ? null : serialize(call.returnType === 'Double' && typeof returned === 'number' ? new ApexDouble(returned) : (returned ?? null), { isPretty: false, suppressNulls: false }) }),
    say,
  );
  if (!result.success) {
    const body = JSON.stringify([{ errorCode: 'APEX_ERROR', message: `${result.exception!.type}: ${result.exception!.message}\n\n${result.exception!.stackTrace}` }]);
    return outcomeOf(result, { response: { status: 500, headers: { 'Content-Type': 'application/json' }, body } });
  }
  return outcomeOf(result, {
    response: { status: value?.status ?? 200, headers: { 'Content-Type': 'application/json', ...value?.headers }, body: call.returnType === 'void' ? (value?.body ?? '') : (value?.returned ?? '') },
  });
}

function argumentsOf(call: RestCall): unknown[] {
  if (call.parameters.length === 0) return [];
  const body = readJson(call.body || '{}');
  if (body.kind !== 'object') throw newException('System.JSONException', 'The body must be an object with a member for each parameter');
  return call.parameters.map(({ name, type }) => {
    const member = body.members.find(([key]) => key === name)?.[1];
    const boxed = member ? typedValue(member, typeOf(type), false) : null;
    return type === 'Double' && boxed instanceof ApexDouble ? boxed.value : boxed;
  });
}

post({ kind: 'ready' });
