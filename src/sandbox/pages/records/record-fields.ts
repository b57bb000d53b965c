/** Which fields of a record a page shows, and in what order. */
import type { DescribedObject, Field } from './objects.ts';
import { usualPlace } from './usual-fields.ts';

const SYSTEM = new Set(['Id', 'CreatedDate', 'CreatedById', 'LastModifiedDate', 'LastModifiedById', 'SystemModstamp', 'IsDeleted', 'LastViewedDate', 'LastReferencedDate', 'LastActivityDate']);
/** Shown by their parts. */
const COMPOUND = new Set(['address', 'location', 'complexvalue', 'anyType']);
const HIDDEN = new Set(['IsDeleted', 'SystemModstamp', 'LastViewedDate', 'LastReferencedDate', 'MasterRecordId', 'PhotoUrl', 'CleanStatus']);

export interface FieldGroups {
  readonly main: readonly Field[];
  /** Seldom used: folded away while empty. */
  readonly more: readonly Field[];
  readonly system: readonly Field[];
}

/** `isUsed`: has a value, or an error. */
export function groupFields(object: DescribedObject, isUsed: (field: Field) => boolean): FieldGroups {
  const shown = object.fields.filter(field => !COMPOUND.has(field.type) && !HIDDEN.has(field.name));
  const rest = shown.filter(field => !SYSTEM.has(field.name));
  const isMain = (field: Field): boolean => field.nameField || field.custom || isRequired(field) || usualPlace(object.name, field.name) !== null || isUsed(field);
  // The name, then what has to be given, then what the org added, then the layout's.
  const rank = (field: Field): number => (field.nameField ? 0 : isRequired(field) ? 1 : field.custom ? 2 : 3 + (usualPlace(object.name, field.name) ?? 1000));
  return {
    main: rest.filter(isMain).map((field, index) => ({ field, index })).sort((a, b) => rank(a.field) - rank(b.field) || a.index - b.index).map(each => each.field),
    more: rest.filter(field => !isMain(field)),
    system: shown.filter(field => SYSTEM.has(field.name)),
  };
}

/** A person has to give it: the platform doesn't fill it in. */
export const isRequired = (field: Field): boolean => !field.nillable && field.createable && field.type !== 'boolean' && !field.defaultedOnCreate && field.name !== 'OwnerId';
