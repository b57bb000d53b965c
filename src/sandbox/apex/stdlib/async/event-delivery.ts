/** Delivery of event messages to triggers and publish callbacks. Source: Platform Events Developer Guide, Subscribe to Platform Event Notifications with Apex Triggers and Retry Event Triggers. */
import type { ApexValue, RunningUser } from '../../runtime/contract.ts';
import { ApexException, fail } from '../../runtime/exception.ts';
import { ApexBean, defineLibraryClass, listOf } from '../../runtime/library.ts';
import { callSlot } from '../../runtime/object.ts';
import { decodeState } from '../../runtime/object-state.ts';
import { isSubclass } from '../../runtime/runtime-types.ts';
import type { SObjectRecord } from '../../runtime/sobject.ts';
import { ApexDatetime } from '../../runtime/temporal.ts';
import { current } from '../../runtime/transaction.ts';
import { FLOW } from '../../../data/platform-rows.ts';
import { AUTOMATED_PROCESS_ID, automatedProcessName } from '../../../data/platform-users.ts';
import { platformObject } from './job-rows.ts';
import type { Delivery, EventMessage } from './event-queue.ts';

/** Messages that a trigger gets at once. */
const BATCH = 2000;
export const MAX_RETRIES = 9;

/** What a trigger says of its run through `EventBus.TriggerContext`. */
interface Subscription { readonly delivery: Delivery; checkpoint: string | null }

const SUBSCRIPTION = '#eventSubscription';

/** For each trigger of each event, in batches. Events without a trigger come to nothing. */
export function deliveriesOf(messages: readonly EventMessage[]): Delivery[] {
  const { data, schema } = current();
  const deliveries: Delivery[] = [];
  for (const [objectName, ofObject] of Map.groupBy(messages, (message) => message.objectName)) {
    const object = schema.object(objectName);
    if (!object) continue;
    for (const trigger of data.platform.triggersOf(object)) {
      for (let from = 0; from < ofObject.length; from += BATCH) deliveries.push({ trigger, objectName, messages: ofObject.slice(from, from + BATCH), retries: 0, lastError: null });
    }
  }
  return deliveries;
}

function recordOf(message: EventMessage): SObjectRecord {
  const record = decodeState(message.state) as SObjectRecord;
  record.fields.set('ReplayId', replayIdOf(message));
  if (message.uuid === null) return record;
  record.fields.set('EventUuid', message.uuid);
  record.fields.set('CreatedDate', new ApexDatetime(message.publishedAt));
  record.fields.set('CreatedById', message.userId);
  return record;
}

/** Message ids rise, and so do their counters. */
function replayIdOf(message: EventMessage): string {
  const digits = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
  return String([...message.id.slice(6, 15)].reduce((sum, digit) => sum * 62 + digits.indexOf(digit), 0));
}

/**
 * Runs a trigger in the transaction that is open for it. Returns what is to be delivered later: messages behind the
 * checkpoint it has set.
 */
export function runDelivery(delivery: Delivery): Delivery | null {
  const { data, slots, schema } = current();
  const subscription: Subscription = { delivery, checkpoint: null };
  const outer = slots.get(SUBSCRIPTION);
  slots.set(SUBSCRIPTION, subscription);
  try {
    data.platform.deliver(schema.object(delivery.objectName)!, delivery.trigger, delivery.messages.map(recordOf));
  } finally {
    slots.set(SUBSCRIPTION, outer);
  }
  noteSubscriber(delivery, { Retries: 0, LastError: null, Position: positionOf(delivery, subscription.checkpoint) });
  return behind(delivery, subscription.checkpoint);
}

const positionOf = ({ messages }: Delivery, checkpoint: string | null): number => Number(checkpoint ?? replayIdOf(messages.at(-1)!));

function behind(delivery: Delivery, checkpoint: string | null): Delivery | null {
  if (checkpoint === null) return null;
  const rest = delivery.messages.slice(delivery.messages.findIndex((message) => replayIdOf(message) === checkpoint) + 1);
  return rest.length > 0 ? { ...delivery, messages: rest, retries: 0 } : null;
}

/** After a trigger's transaction was rolled back: what is delivered again. Only a RetryableException asks for that. */
export function failDelivery(delivery: Delivery, thrown: unknown): Delivery | null {
  const message = thrown instanceof ApexException ? (thrown.message ?? '') : String(thrown);
  const isRetryable = thrown instanceof ApexException && isSubclass(thrown.$type.name, 'EventBus.RetryableException');
  if (!isRetryable) return null;
  const retries = delivery.retries + 1;
  noteSubscriber(delivery, { Retries: Math.min(retries, MAX_RETRIES), LastError: message, Status: retries > MAX_RETRIES ? 'Error' : 'Running' });
  return retries > MAX_RETRIES ? null : { ...delivery, retries, lastError: message };
}

/** The row in which the platform shows how far a trigger has got. */
function noteSubscriber(delivery: Delivery, values: Record<string, string | number | null>): void {
  const { platform } = current().data;
  const object = platformObject('EventBusSubscriber');
  const isFlow = delivery.trigger.startsWith(FLOW);
  const name = isFlow ? delivery.trigger.slice(FLOW.length) : delivery.trigger;
  const known = platform.find(object, 'Name', name)[0];
  const all = { Name: name, Topic: delivery.objectName, Type: isFlow ? 'FlowEventProcess' : 'ApexTrigger', Status: 'Running', LastProcessed: new Date(current().source.now()).toISOString(), Tip: Number(replayIdOf(delivery.messages.at(-1)!)), ...values };
  if (known) platform.update(object, known, all);
  else platform.insert(object, current().source.newRecordId(object.keyPrefix!), { Position: -1, Retries: 0, ...all });
}

/** Tells each publication's callback, once, which of its messages were published, or weren't. */
export function runCallbacks(messages: readonly EventMessage[], isSuccess: boolean): void {
  const withCallback = messages.filter(({ callback }) => callback !== null);
  for (const ofCall of Map.groupBy(withCallback, ({ callback }) => callback!.publication).values()) {
    const target = decodeState(ofCall[0]!.callback!.state) as object;
    const result = new ApexBean(isSuccess ? 'EventBus.SuccessResult' : 'EventBus.FailureResult');
    result.set('EventUuids', listOf('String', ofCall.map(({ uuid }) => uuid)));
    callSlot(target, isSuccess ? 'onsuccess$EventBus.SuccessResult' : 'onfailure$EventBus.FailureResult', result);
  }
}

const uuids = { 'List<String> getEventUuids()': (self: ApexBean) => self.get('EventUuids') };
defineLibraryClass({ name: 'EventBus.SuccessResult', members: uuids });
defineLibraryClass({ name: 'EventBus.FailureResult', members: uuids });

function subscription(): Subscription {
  return (current().slots.get(SUBSCRIPTION) as Subscription | undefined) ?? fail('System.TypeException', 'EventBus.TriggerContext is only available in a platform event trigger');
}

defineLibraryClass({
  name: 'EventBus.TriggerContext',
  members: {
    'static eventbus.TriggerContext currentContext()': () => {
      const { delivery } = subscription();
      const bean = new ApexBean('EventBus.TriggerContext');
      bean.set('Retries', delivery.retries);
      bean.set('LastError', delivery.lastError);
      return bean;
    },
    'String getResumeCheckpoint()': () => subscription().checkpoint,
    'void setResumeCheckpoint(String resumeReplayId)': (_self: ApexBean, replayId: string | null) => {
      const active = subscription();
      if (replayId === null || !active.delivery.messages.some((message) => replayIdOf(message) === replayId)) fail('EventBus.InvalidReplayIdException', `The replay ID ${replayId} isn't valid`);
      active.checkpoint = replayId;
    },
  },
  fields: {
    retries: { get: (self: ApexValue) => (self as ApexBean).get('Retries') },
    lastError: { get: (self: ApexValue) => (self as ApexBean).get('LastError') },
  },
});

/** Whom event triggers run as. */
export function automatedProcess(user: RunningUser, orgId: string): RunningUser {
  const userName = automatedProcessName(orgId);
  return { ...user, id: AUTOMATED_PROCESS_ID, userName, name: 'Automated Process', email: userName, userType: 'AutomatedProcess', timeZone: 'GMT', permissions: new Set([...user.permissions, 'ModifyAllData', 'ViewAllData']) };
}
