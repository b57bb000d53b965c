import type { TriggerOperation } from '../../data/contract.ts';
import { ApexList } from './list.ts';
import { ApexMap } from './map.ts';
import { listTypeOf, mapTypeOf, sobjectType, typeOf } from './runtime-types.ts';
import type { SObjectRecord } from './sobject.ts';

/** What `Trigger` shows while a trigger runs. */
export interface ActiveTrigger {
  readonly name: string;
  readonly operation: TriggerOperation;
  readonly newList: ApexList | null;
  readonly oldList: ApexList | null;
  readonly newMap: ApexMap | null;
  readonly oldMap: ApexMap | null;
  readonly size: number;
}

const stack: ActiveTrigger[] = [];

/** `outwards` 0 is the innermost trigger that runs, 1 the one around it. */
export function activeTrigger(outwards = 0): ActiveTrigger | null {
  return stack.at(-1 - outwards) ?? null;
}

/** Runs a trigger's body with its context; contexts nest. */
export function withTrigger<R>(trigger: ActiveTrigger, body: () => R): R {
  stack.push(trigger);
  try {
    return body();
  } finally {
    stack.pop();
  }
}

/** A new transaction starts outside of all triggers, even if the last one was cut off inside. */
export function clearTriggers(): void {
  stack.length = 0;
}

export function makeTrigger(name: string, objectName: string, operation: TriggerOperation, newRecords: readonly SObjectRecord[] | null, oldRecords: readonly SObjectRecord[] | null): ActiveTrigger {
  const listType = listTypeOf(sobjectType(objectName));
  const mapType = mapTypeOf(typeOf('Id'), sobjectType(objectName));
  const list = (records: readonly SObjectRecord[] | null): ApexList | null => {
    if (!records) return null;
    const made = new ApexList(listType, [...records]);
    made.isReadOnly = true;
    return made;
  };
  const byId = (records: readonly SObjectRecord[] | null): ApexMap | null => {
    if (!records) return null;
    const made = new ApexMap(mapType);
    for (const record of records) made.put(record.fields.get('Id') ?? null, record);
    made.isReadOnly = true;
    return made;
  };
  return {
    name, operation, newList: list(newRecords), oldList: list(oldRecords), newMap: operation === 'BEFORE_INSERT' ? null : byId(newRecords), oldMap: byId(oldRecords),
    size: (newRecords ?? oldRecords ?? []).length,
  };
}
