import type { TriggerDeclaration } from '../../syntax/ast.ts';
import type { Body } from '../body.ts';
import { resolveNames } from '../resolve-types.ts';
import { typeName } from '../types.ts';

/** Kinds of object whose records no trigger sees. */
const WITHOUT_TRIGGERS = new Set(['customSetting', 'customMetadata', 'bigObject', 'external', 'share', 'history', 'feed']);

/** The head of a trigger: its object and events (Apex Developer Guide: Triggers). */
export function checkTrigger(b: Body, trigger: TriggerDeclaration): void {
  const { object: name, events } = trigger;
  const object = b.program.schema.object(name.name, b.namespace);
  if (!object) {
    const type = resolveNames(b.program, [name.name], [], b.types);
    b.error(name, type ? `Trigger type isn't an SObject: ${typeName(type)}` : `Invalid type: ${name.name}`);
    return;
  }
  if (WITHOUT_TRIGGERS.has(object.kind)) b.error(name, `SObject type does not allow triggers: ${object.name}`);
  if ((object.kind === 'platformEvent' || object.kind === 'changeEvent') && events.some((event) => event !== 'after insert')) b.error(name, `Platform Event SObjects only supports after insert: ${object.name}`);
  if ((events as readonly string[]).includes('before undelete')) b.error(name, 'Trigger Usage Before Undelete is not supported');
  events.forEach((event, i) => { if (events.indexOf(event) < i) b.error(name, `Duplicate Trigger Usage: ${event}`); });
}
