/** Row errors with the platform's status codes and texts. */
import type { DmlRowError } from '../contract.ts';
import type { FieldSchema } from '../schema.ts';

const error = (statusCode: string, message: string, fields: readonly string[] = []): DmlRowError => ({ statusCode, message, fields });

export const rowErrors = {
  required: (fields: readonly FieldSchema[]) => {
    const names = fields.map((field) => field.name);
    return error('REQUIRED_FIELD_MISSING', `Required fields are missing: [${names.join(', ')}]`, names);
  },
  tooLong: (field: FieldSchema, value: string) => error('STRING_TOO_LONG', `${field.label}: data value too large: ${value} (max length=${field.length})`, [field.name]),
  picklist: (field: FieldSchema, value: string) => error('INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST', `${field.label}: bad value for restricted picklist field: ${value}`, [field.name]),
  duplicate: (field: FieldSchema, otherId: string) => error('DUPLICATE_VALUE', `duplicate value found: ${field.name} duplicates value on record with id: ${otherId.slice(0, 15)}`),
  duplicateUnknown: () => error('DUPLICATE_VALUE', 'duplicate value found: <unknown> duplicates value on record with id: <unknown>'),
  duplicateExternalId: (field: FieldSchema, ids: readonly string[]) => error('DUPLICATE_EXTERNAL_ID', `${field.label}: more than one record found for external id field: [${ids.join(', ')}]`, [field.name]),
  foreignKey: (value: string, field: string, entity: string) => error('INVALID_FIELD', `Foreign key external ID: ${value} not found for field ${field} in entity ${entity}`),
  email: (field: FieldSchema, value: string) => error('INVALID_EMAIL_ADDRESS', `${field.label}: invalid email address: ${value}`, [field.name]),
  range: (field: FieldSchema, value: string) => error('NUMBER_OUTSIDE_VALID_RANGE', `${field.label}: value outside of valid range on numeric field: ${value}`, [field.name]),
  crossReferenceKey: (field?: FieldSchema) => error('INVALID_CROSS_REFERENCE_KEY', 'invalid cross reference id', field === undefined ? [] : [field.name]),
  crossReferenceEntity: (id: string) => error('INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY', `insufficient access rights on cross-reference id: ${id.slice(0, 15)}`),
  wrongIdType: (field: FieldSchema, id: string) => error('FIELD_INTEGRITY_EXCEPTION', `${field.label}: id value of incorrect type: ${id}`, [field.name]),
  recordType: (field: FieldSchema, id: string) => error('INVALID_CROSS_REFERENCE_KEY', `${field.label}: this ID value isn't valid for the user: ${id}`, [field.name]),
  malformedId: (field: FieldSchema, id: string) => error('MALFORMED_ID', `${field.label}: id value of incorrect type: ${id}`, [field.name]),
  duplicateUserName: () => error('DUPLICATE_USERNAME', "Duplicate Username.<br>The username already exists in this or another Salesforce organization. Usernames must be unique across all Salesforce organizations. To resolve, use a different username (it doesn't need to match the user's email address).", ['Username']),
  assetWithoutOwner: () => error('FIELD_INTEGRITY_EXCEPTION', 'Every asset needs an account, a contact, or both.', ['AccountId']),
  notAllowed: (operation: string, label: string) => error('CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY', `entity type cannot be ${operation === 'delete' ? 'deleted' : operation === 'update' ? 'updated' : 'inserted'}: ${label}`),
  externalIdTwice: (field: FieldSchema, value: string) => error('DUPLICATE_VALUE', `Duplicate external id specified: ${value}`, [field.name]),
  lookupFilter: (field: FieldSchema, message: string | null) => error('FIELD_FILTER_VALIDATION_EXCEPTION', message ?? 'Value does not exist or does not match filter criteria.', [field.name]),
  trivialShare: (field: FieldSchema, level: string, byDefault: string) => error('FIELD_INTEGRITY_EXCEPTION', `field integrity exception: ${field.name} (trivial share level ${level}, for organization with default level ${byDefault})`, [field.name]),
  noAccess: () => error('INSUFFICIENT_ACCESS_OR_READONLY', 'insufficient access rights on object id'),
  inaccessibleFields: (object: string, fields: readonly string[]) => error('CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY', `Operation failed due to fields being inaccessible on Sobject ${object}, check errors on Exception or Result!`, fields),
  isDeleted: () => error('ENTITY_IS_DELETED', 'entity is deleted'),
  notWriteable: (fields: readonly string[]) => error('INVALID_FIELD_FOR_INSERT_UPDATE', `Unable to create/update fields: ${fields.join(', ')}. Please check the security settings of this field and verify that it is read/write for your profile or permission set.`, fields),
  idOnInsert: () => error('INVALID_FIELD_FOR_INSERT_UPDATE', 'cannot specify Id in an insert call', ['Id']),
  noIdOnUpdate: () => error('MISSING_ARGUMENT', 'Id not specified in an update call'),
  noIdOnDelete: () => error('MISSING_ARGUMENT', 'Id not specified in a delete call'),
  custom: (message: string, field: string | null) => error('FIELD_CUSTOM_VALIDATION_EXCEPTION', message, field === null ? [] : [field]),
  locked: (ids: readonly string[]) => error('UNABLE_TO_LOCK_ROW', ids.length < 2 ? 'unable to obtain exclusive access to this record' : `unable to obtain exclusive access to this record or ${ids.length} records: ${ids.join(',')}`),
  deleteRestricted: (label: string, children: string) => error('DELETE_FAILED', `Your attempt to delete ${label} could not be completed because it is associated with the following ${children}.`),
  mixed: (object: string, original: string) => error('MIXED_DML_OPERATION', `DML operation on setup object is not permitted after you have updated a non-setup object (or vice versa): ${object}, original object: ${original}`),
  tooManyRetries: () => error('UNKNOWN_EXCEPTION', 'Too many batch retries in the presence of Apex triggers and partial failures.'),
  notUndeletable: () => error('UNDELETE_FAILED', 'Entity is not in the recycle bin'),
  badFormula: (rule: string, message: string) => error('FIELD_CUSTOM_VALIDATION_EXCEPTION', `The validation rule ${rule} can't be evaluated: ${message}`),
  triggerDepth: () => error('CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY', 'maximum trigger depth exceeded'),
  selfReference: (id: string, trigger: string, verb: string) => error('SELF_REFERENCE_FROM_TRIGGER', `Object (id = ${id.slice(0, 15)}) is currently in trigger ${trigger}, therefore it cannot recursively ${verb} itself`),
  /** `flow`: its label. */
  flow: (flow: string, details: string) => error('CANNOT_EXECUTE_FLOW_TRIGGER', `We can't save this record because the \u201C${flow}\u201D process failed. Give your Salesforce admin these details. ${details}`),
  wrongType: (field: FieldSchema) => error('INVALID_TYPE_ON_FIELD_IN_RECORD', `${field.label}: value not of required type`, [field.name]),
};
