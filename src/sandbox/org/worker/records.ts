/**
 * REST on records: `/sobjects[/<Object>[/<id>|/describe]]`, of the UI API the picklist values of record types, and custom actions.
 * Source: REST API Developer Guide, sObject Basic Information and sObject Rows.
 */
import { parsedQuery, runDml, runQuery } from '../../apex/runtime/data-access.ts';
import { ApexException, describeException } from '../../apex/runtime/exception.ts';
import type { SObjectRecord } from '../../apex/runtime/sobject.ts';
import { sobjectType } from '../../apex/runtime/runtime-types.ts';
import { readJson, typedValue } from '../../apex/stdlib/json/deserialize.ts';
import { serialize } from '../../apex/stdlib/json/serialize.ts';
import type { Transaction } from '../../apex/runtime/contract.ts';
import type { ObjectSchema } from '../../data/schema.ts';
import type { HttpRequestSetup } from '../contract.ts';
import { runAction } from './actions.ts';
import { describeGlobal, describeSObject } from './describe.ts';
import { API_CALLER, outcomeOf } from './job-context.ts';
import type { JobContext } from './job-context.ts';
import type { WorkerOutcome } from './messages.ts';
import { picklistValues } from './picklist-values.ts';
import { json, notAllowed, notFound, Refusal } from './refusal.ts';
import type { Response } from './refusal.ts';

const VERSION = `${API_CALLER.apiVersion}.0`;
const WITH = { caller: API_CALLER, access: 'user' } as const;

export function runRecordRequest({ executor, user, say }: JobContext, request: HttpRequestSetup, entry: 'api' | 'ui'): WorkerOutcome {
  let response: Response | null = null;
  const result = executor.runApi(user, transaction => {
    try {
      response = answer(transaction, request);
    } catch (error) {
      response = error instanceof Refusal ? error.response : errorResponse(error);
      throw error;
    }
  }, entry, say);
  // Trouble at the commit comes after the answer was made.
  const final = result.success || !response || (response as Response).status >= 400 ? response : json(500, [{ message: result.exception?.message ?? '', errorCode: 'UNKNOWN_EXCEPTION' }]);
  return outcomeOf(result, { exception: null, response: final });
}

function errorResponse(error: unknown): Response {
  if (error instanceof ApexException && error.dmlRows) return json(400, error.dmlRows.map(({ message, statusCode, fields }) => ({ message, errorCode: statusCode, fields })));
  const { type, message } = describeException(error);
  if (type === 'System.JSONException') return json(400, [{ message, errorCode: 'JSON_PARSER_ERROR' }]);
  if (type === 'System.SecurityException') return json(403, [{ message, errorCode: 'INSUFFICIENT_ACCESS' }]);
  if (type === 'System.QueryException') return json(400, [{ message, errorCode: 'INVALID_FIELD' }]);
  return json(500, [{ message: `${type}: ${message}`, errorCode: 'UNKNOWN_EXCEPTION' }]);
}

function answer(transaction: Transaction, { method, path, body }: HttpRequestSetup): Response {
  const url = new URL(path, 'http://org.invalid');
  const [resource, name = '', id, ...rest] = url.pathname.split('/').filter(part => part !== '').map(decodeURIComponent);
  if (resource === 'actions') return runAction(transaction, method, [name, ...(id === undefined ? [] : [id]), ...rest], body);
  if (resource === 'ui-api') return readPicklists(transaction, method, id, rest);
  if (name === '') {
    if (method !== 'GET' && method !== 'HEAD') throw notAllowed(method, 'GET, HEAD');
    return json(200, describeGlobal(transaction.schema, VERSION));
  }
  const object = /^\w+$/.test(name) ? transaction.schema.object(name, transaction.org.namespace) : undefined;
  if (!object || rest.length > 0) throw notFound();
  if (id === undefined) {
    if (method === 'POST') return insert(object, body);
    throw notAllowed(method, 'POST');
  }
  if (id === 'describe') {
    if (method !== 'GET' && method !== 'HEAD') throw notAllowed(method, 'GET, HEAD');
    return json(200, describeSObject(object, VERSION));
  }
  checkId(object, id);
  // Nobody learns of objects that he may not read.
  if (!transaction.data.rights.canReadObject(object)) throw notFound();
  switch (method) {
    case 'GET': case 'HEAD': return read(object, id, url.searchParams.get('fields'));
    case 'PATCH': return update(object, id, body);
    case 'DELETE': return remove(object, id);
    default: throw notAllowed(method, 'DELETE, GET, HEAD, PATCH');
  }
}

/** `/ui-api/object-info/<Object>/picklist-values/<RecordTypeId>[/<Field>]` */
function readPicklists(transaction: Transaction, method: string, name: string | undefined, [, recordTypeId, field]: readonly string[]): Response {
  const { schema, org, data } = transaction;
  if (method !== 'GET' && method !== 'HEAD') throw notAllowed(method, 'GET, HEAD');
  const object = name !== undefined && /^\w+$/.test(name) ? schema.object(name, org.namespace) : undefined;
  const found = object && recordTypeId !== undefined && data.rights.canReadObject(object) ? picklistValues(transaction, object, recordTypeId, field, VERSION) : null;
  if (found === null) throw notFound();
  return json(200, found);
}

function checkId(object: ObjectSchema, id: string): void {
  if (!/^[A-Za-z0-9]{15}([A-Za-z0-9]{3})?$/.test(id) || (object.keyPrefix !== null && !id.startsWith(object.keyPrefix))) {
    throw new Refusal(404, 'NOT_FOUND', `Provided external ID field does not exist or is not accessible: ${id}`);
  }
}

function recordOf(object: ObjectSchema, body: string): SObjectRecord {
  const node = readJson(body || '{}');
  if (node.kind !== 'object') throw new Refusal(400, 'JSON_PARSER_ERROR', 'The body must be an object of field names and values');
  return typedValue(node, sobjectType(object.name), true) as SObjectRecord;
}

function insert(object: ObjectSchema, body: string): Response {
  const record = recordOf(object, body);
  if (record.fields.has('Id')) throw new Refusal(400, 'INVALID_FIELD', 'The Id field should not be specified in the sobject data.', ['Id']);
  const [saved] = runDml('insert', [record], WITH);
  return json(201, { id: saved!.id, success: true, errors: [] });
}

function update(object: ObjectSchema, id: string, body: string): Response {
  const record = recordOf(object, body);
  if (record.fields.has('Id')) throw new Refusal(400, 'INVALID_FIELD', 'The Id field should not be specified in the sobject data.', ['Id']);
  record.fields.set('Id', find(object, id, ['Id']).fields.get('Id') as string);
  runDml('update', [record], WITH);
  return json(204);
}

function remove(object: ObjectSchema, id: string): Response {
  runDml('delete', [find(object, id, ['Id'])], WITH);
  return json(204);
}

function read(object: ObjectSchema, id: string, fields: string | null): Response {
  const names = fields === null ? [...object.fields.values()].map(each => each.name) : fields.split(',').map(each => each.trim());
  const wrong = names.find(each => !/^\w+$/.test(each));
  if (wrong !== undefined) throw new Refusal(400, 'INVALID_FIELD', `No such column '${wrong}' on entity '${object.name}'`);
  const record = find(object, id, names);
  const found = JSON.parse(serialize(record, { isPretty: false, suppressNulls: false })) as Record<string, unknown>;
  const all = Object.fromEntries(names.map(each => [each, found[each] ?? null]));
  return json(200, { attributes: found['attributes'], ...found, ...all });
}

function find(object: ObjectSchema, id: string, fields: readonly string[]): SObjectRecord {
  const { records } = runQuery(parsedQuery(`SELECT ${fields.join(', ')} FROM ${object.name} WHERE Id = '${id}'`), [], 'user', API_CALLER);
  const [record] = records;
  if (!record) throw notFound();
  return record;
}
