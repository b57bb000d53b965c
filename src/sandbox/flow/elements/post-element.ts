/** Posts to Chatter, of all interviews that are at the element. Source: Actions Developer Guide, Post to Chatter Actions. */
import type { ApexValue } from '../../apex/runtime/contract.ts';
import { parseId } from '../../apex/runtime/ids.ts';
import { SObjectRecord } from '../../apex/runtime/sobject.ts';
import { rowsOf } from '../../apex/stdlib/rows.ts';
import { FlowFault } from '../fault.ts';
import type { Interview } from '../interview.ts';
import { flowText } from '../values.ts';
import { saveTogether } from './save-records.ts';
import type { SaveRequest } from './save-records.ts';

type Inputs = readonly (readonly [string, ApexValue])[];

/** What an interview posts. */
export function postOf(inputs: Inputs): SObjectRecord {
  const given = (name: string): string => flowText(inputs.find(([each]) => each.toLowerCase() === name.toLowerCase())?.[1] ?? null);
  const post = new SObjectRecord('FeedItem');
  post.fields.set('ParentId', subjectOf(given('subjectNameOrId'), given('type')));
  post.fields.set('Body', given('text'));
  return post;
}

/** A record's id, a user's name, or the name of a group. */
function subjectOf(subject: string, type: string): string {
  const id = parseId(subject);
  if (id !== null) return id;
  const [found] = /^group$/i.test(type) ? rowsOf('SELECT Id FROM CollaborationGroup WHERE Name = :subject', subject) : rowsOf('SELECT Id FROM User WHERE Username = :subject', subject);
  return (found?.fields.get('Id') as string | undefined) ?? refuse(subject);
}

function refuse(subject: string): never {
  throw new FlowFault(`INVALID_INPUT: ${subject} is no record, user or group to post to.`);
}

/** Saves the posts; the outputs, or what failed, by interview. */
export function post(requests: readonly SaveRequest[]): ReadonlyMap<Interview, ReadonlyMap<string, ApexValue> | FlowFault> {
  const faults = saveTogether('insert', requests);
  return new Map(requests.map(({ interview, records }) => [interview, faults.get(interview) ?? new Map([['feedItemId', records[0]!.fields.get('Id') ?? null]])]));
}
