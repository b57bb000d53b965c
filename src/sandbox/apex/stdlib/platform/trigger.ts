import type { ApexValue } from '../../runtime/contract.ts';
import { defineLibraryClass, enumConstant, type LibraryField } from '../../runtime/library.ts';
import { activeTrigger, type ActiveTrigger } from '../../runtime/trigger-context.ts';

/** Source: Apex Developer Guide, Trigger Context Variables. Outside of triggers the flags are false and the rest null. */
const variable = (read: (trigger: ActiveTrigger) => ApexValue, outside: ApexValue = null): LibraryField => ({
  get: () => {
    const trigger = activeTrigger();
    return trigger ? read(trigger) : outside;
  },
});

defineLibraryClass({
  name: 'System.Trigger',
  members: {},
  fields: {
    new: variable((trigger) => trigger.newList),
    old: variable((trigger) => trigger.oldList),
    newMap: variable((trigger) => trigger.newMap),
    oldMap: variable((trigger) => trigger.oldMap),
    isExecuting: variable(() => true, false),
    isInsert: variable((trigger) => trigger.operation.endsWith('_INSERT'), false),
    isUpdate: variable((trigger) => trigger.operation.endsWith('_UPDATE'), false),
    isDelete: variable((trigger) => trigger.operation.endsWith('_DELETE'), false),
    isUndelete: variable((trigger) => trigger.operation === 'AFTER_UNDELETE', false),
    isBefore: variable((trigger) => trigger.operation.startsWith('BEFORE'), false),
    isAfter: variable((trigger) => trigger.operation.startsWith('AFTER'), false),
    size: variable((trigger) => trigger.size),
    operationType: variable((trigger) => enumConstant('System.TriggerOperation', trigger.operation)),
  },
});
