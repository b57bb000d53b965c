import { ApexDouble } from '../../apex/runtime/double.ts';
import { newException } from '../../apex/runtime/exception.ts';
import { typeOf } from '../../apex/runtime/runtime-types.ts';
import { readJson, typedValue } from '../../apex/stdlib/json/deserialize.ts';
import { serialize } from '../../apex/stdlib/json/serialize.ts';
import { openRestContext, readRestResponse } from '../../apex/stdlib/platform/rest.ts';
import { outcomeOf } from './job-context.ts';
import type { JobContext } from './job-context.ts';
import type { RestCall, WorkerOutcome } from './messages.ts';

const JSON_HEADERS = { 'Content-Type': 'application/json' };

/** Calls a @RestResource method: parameters by name from the JSON body, the result as JSON. */
export function runRest({ executor, user, say }: JobContext, call: RestCall): WorkerOutcome {
  const isVoid = call.returnType === 'void';
  let isRefused = false;
  const { result, value } = executor.runRest(
    call.className, call.slot, user,
    ({ data }) => {
      if (!data.rights.mayUseClass(call.className, namespaceOf(call.className))) {
        isRefused = true;
        throw newException('System.NoAccessException', `No access to class: ${call.className}`);
      }
      openRestContext({ method: call.method, path: call.path, resourcePath: call.resourcePath, headers: call.headers, parameters: call.query, body: call.body });
      return argumentsOf(call);
    },
    returned => ({ ...readRestResponse(), returned: isVoid ? null : serialize(call.returnType === 'Double' && typeof returned === 'number' ? new ApexDouble(returned) : (returned ?? null), { isPretty: false, suppressNulls: false }) }),
    say,
  );
  if (!result.success && isRefused) {
    const body = JSON.stringify([{ errorCode: 'FORBIDDEN', message: `You do not have access to the Apex class named: ${call.className.split('.').at(-1)!}` }]);
    return outcomeOf(result, { exception: null, response: { status: 403, headers: JSON_HEADERS, body } });
  }
  if (!result.success) {
    const { type, message, stackTrace } = result.exception!;
    const body = JSON.stringify([{ errorCode: 'APEX_ERROR', message: `${type}: ${message}\n\n${stackTrace}` }]);
    return outcomeOf(result, { response: { status: 500, headers: JSON_HEADERS, body } });
  }
  return outcomeOf(result, { response: { status: value?.status ?? 200, headers: { ...JSON_HEADERS, ...value?.headers }, body: isVoid ? (value?.body ?? '') : (value?.returned ?? '') } });
}

/** Full names have the namespace in front. */
const namespaceOf = (className: string): string | null => (className.includes('.') ? className.slice(0, className.indexOf('.')) : null);

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
