/** Global resources of flows: `$Flow.CurrentDate`, `$User.Email`, `$Label.greeting`. Source: Salesforce Help, "Flow Resource: Global Variables" and "System Variables". */
import type { ApexValue } from '../apex/runtime/contract.ts';
import { notSupported } from '../apex/runtime/exception.ts';
import { ApexDatetime } from '../apex/runtime/temporal.ts';
import { current } from '../apex/runtime/transaction.ts';
import { sessionId } from '../apex/stdlib/platform/user-info.ts';
import { evaluated } from './formulas.ts';
import type { Interview } from './interview.ts';
import { readPath, storedRecord } from './records.ts';
import { dayOf } from './values.ts';

/** Records that belong to the user and the org, by the global that shows their fields. */
const RECORDS: ReadonlyMap<string, () => string | null> = new Map(Object.entries<() => string | null>({
  $user: () => current().user.id, $profile: () => current().user.profileId, $userrole: () => current().user.roleId, $organization: () => current().org.id,
}));

/** undefined: there is nothing at the path. */
export function globalResource(interview: Interview, path: string): ApexValue | undefined {
  const [head, ...rest] = path.split('.') as [string, ...string[]];
  const root = head.toLowerCase();
  const record = RECORDS.get(root);
  if (record !== undefined) {
    const id = record();
    const found = id === null ? null : storedRecord(id);
    return found === null ? null : readPath(found, rest, interview.namespace);
  }
  switch (root) {
    case '$flow': return flowVariable(interview, rest.join('.'));
    case '$globalconstant': return { true: true, false: false, emptystring: '' }[rest.join('.').toLowerCase()] ?? notSupported(`flow resource ${path}`);
    case '$api': return apiVariable(rest.join('.'));
    case '$label': case '$setup': case '$permission': case '$custommetadata': case '$system': return evaluated(interview, path);
    default: return notSupported(`flow resource ${path}`);
  }
}

/** `Session_ID`, `Partner_Server_URL_640`. */
function apiVariable(name: string): ApexValue {
  const { org } = current();
  const [, api, version] = /^(Enterprise|Partner)_Server_URL_(\d+)0$/i.exec(name) ?? [];
  if (api !== undefined) return `${org.baseUrl}/services/Soap/${api.toLowerCase() === 'partner' ? 'u' : 'c'}/${version}.0/${org.id.slice(0, 15)}`;
  return name.toLowerCase() === 'session_id' ? sessionId() : notSupported(`flow resource $Api.${name}`);
}

function flowVariable(interview: Interview, name: string): ApexValue {
  switch (name.toLowerCase()) {
    case 'currentdate': return dayOf(current().source.now());
    case 'currentdatetime': return new ApexDatetime(current().source.now());
    case 'interviewstarttime': return new ApexDatetime(interview.startedAt);
    case 'interviewguid': return interview.guid;
    case 'faultmessage': return interview.faultMessage;
    case 'currentrecord': return (interview.triggered?.record.fields.get('Id') as string | undefined) ?? null;
    case 'currentstage': case 'activestages': return interview.variables.get(`$flow.${name.toLowerCase()}`) ?? null;
    default: return notSupported(`flow resource $Flow.${name}`);
  }
}
