/**
 * The schema of one org: standard objects from the catalogue, custom ones from metadata. Read by semantics (types of
 * fields), by SOQL and DML, and by the describe calls. Keys of the maps are lower-case API names.
 */
import type { ObjectAutomation } from './automation/contract.ts';
import type { SharingRuleInfo } from './security/contract.ts';

export type FieldType =
  | 'Id' | 'Reference' | 'MasterDetail' | 'String' | 'TextArea' | 'LongTextArea' | 'Html' | 'EncryptedString' | 'Email' | 'Phone' | 'Url'
  | 'Picklist' | 'MultiPicklist' | 'Combobox' | 'Boolean' | 'Integer' | 'Long' | 'Double' | 'Currency' | 'Percent'
  | 'Date' | 'Datetime' | 'Time' | 'Base64' | 'Location' | 'Address' | 'AutoNumber' | 'AnyType' | 'Json'
  /** Ids of records that a row of a junction object is made for each of; only written. */
  | 'IdList';

export interface PicklistValue {
  readonly value: string;
  readonly label: string;
  readonly isDefault: boolean;
  readonly isActive: boolean;
  /** Of a dependent picklist: values of the controlling field (`checked`, `unchecked`) that allow this one. */
  readonly validFor?: readonly string[];
  /** Statuses of standard objects, where metadata says it. */
  readonly meaning?: StatusMeaning;
}

/** What a record is when it has a status. */
export interface StatusMeaning {
  readonly isClosed: boolean;
  readonly isWon: boolean;
  readonly isConverted: boolean;
  readonly isHighPriority: boolean;
  /** Percent. */
  readonly probability: number | null;
  /** By API name: `BestCase`. */
  readonly forecastCategory: string | null;
}

export interface FieldSchema {
  /** API name with namespace: `Name`, `ns__Amount__c`. */
  readonly name: string;
  readonly label: string;
  readonly type: FieldType;
  readonly isCustom: boolean;
  readonly isNillable: boolean;
  readonly isUnique: boolean;
  readonly isCaseSensitive: boolean;
  readonly isExternalId: boolean;
  readonly isCreateable: boolean;
  readonly isUpdateable: boolean;
  /** Text: characters. Numbers: digits in all and after the point. */
  readonly length: number;
  readonly precision: number;
  readonly scale: number;
  /** Lookups: target objects and the parent relationship's name (`Account`, `ns__Parent__r`). */
  readonly referenceTo: readonly string[];
  readonly relationshipName: string | null;
  /** What happens to the child when the parent is deleted. */
  readonly deleteBehavior: 'clear' | 'restrict' | 'cascade' | null;
  readonly isReparentable: boolean;
  readonly picklistValues: readonly PicklistValue[];
  readonly isRestrictedPicklist: boolean;
  /** The picklist or checkbox that a dependent picklist goes by. */
  readonly controllingField: string | null;
  readonly helpText: string | null;
  /** Formula source text, for the default and for formula fields. */
  readonly defaultValue: string | null;
  readonly formula: string | null;
  /** Formula fields: whether a number that is blank counts as 0. */
  readonly treatsBlanksAsZero: boolean;
  readonly summary: { readonly operation: 'count' | 'sum' | 'min' | 'max'; readonly childObject: string; readonly foreignKey: string; readonly field: string | null; readonly filters: readonly { readonly field: string; readonly operation: string; readonly value: string }[] } | null;
  /** Auto-number display format, `INV-{0000}`. */
  readonly displayFormat: string | null;
  /** The first number of an auto-number field. */
  readonly startingNumber: number;
  readonly isNameField: boolean;
  /** Which records a lookup may point at. */
  readonly lookupFilter: LookupFilter | null;
}

export interface LookupFilter {
  /** A filter that only helps to choose. */
  readonly isOptional: boolean;
  /** null: the platform's own. */
  readonly message: string | null;
  /** `Account.Industry equals Banking`; `valueField` (`$Source.Region__c`) stands for a value of the record's own. */
  readonly items: readonly { readonly field: string; readonly operation: string; readonly value: string; readonly valueField: string | null }[];
  /** `1 AND (2 OR 3)`; null joins all by AND. */
  readonly logic: string | null;
}

export interface ChildRelationship {
  /** `Contacts`, `ns__Lines__r`; null where the relationship has no name. */
  readonly name: string | null;
  readonly childObject: string;
  readonly field: string;
  readonly isCascadeDelete: boolean;
}

export interface ValidationRule {
  readonly name: string;
  /** Of the package that brings it: a rule may be another's than its object. */
  readonly namespace: string | null;
  readonly isActive: boolean;
  /** Formula; the record is rejected when it is true. */
  readonly condition: string;
  readonly message: string;
  /** API name of the field the error shows at, null = top of the page. */
  readonly errorField: string | null;
}

export interface RecordType {
  readonly developerName: string;
  /** Of the package that brings it: it may be another's than its object. */
  readonly namespace: string | null;
  readonly label: string;
  readonly description: string | null;
  readonly isActive: boolean;
  /** Name of the sales, support, lead or solution process. */
  readonly businessProcess: string | null;
  /** What it offers of picklists, by field name in lower case; of one that isn't listed it offers all active values. */
  readonly picklists: ReadonlyMap<string, readonly { readonly value: string; readonly isDefault: boolean }[]>;
  readonly visibilities: readonly RecordTypeVisibility[];
}

/** Whether a profile or a permission set gives its users a record type for new records. */
export interface RecordTypeVisibility {
  readonly holder: 'profile' | 'permissionSet';
  /** A permission set's with its namespace. */
  readonly name: string;
  readonly isVisible: boolean;
  /** Profiles only. */
  readonly isDefault: boolean;
}

/** Which values of a status a record type's records go through. */
export interface BusinessProcess { readonly name: string; readonly namespace: string | null; readonly description: string | null; readonly isActive: boolean; readonly values: readonly { readonly value: string; readonly isDefault: boolean }[] }

export interface FieldSet {
  readonly label: string;
  readonly description: string | null;
  /** Paths: `Name`, `Account.Name`. */
  readonly fields: readonly { readonly path: string; readonly isRequired: boolean }[];
}

export interface ObjectSchema {
  readonly name: string;
  readonly label: string;
  readonly labelPlural: string;
  /** Three characters. */
  readonly keyPrefix: string | null;
  readonly kind: 'standard' | 'custom' | 'customSetting' | 'customMetadata' | 'platformEvent' | 'bigObject' | 'external' | 'share' | 'history' | 'feed' | 'changeEvent';
  readonly customSettingType: 'Hierarchy' | 'List' | null;
  /** Custom settings and metadata types: visible to their own package only. */
  readonly isProtected: boolean;
  readonly namespace: string | null;
  /** The org-wide default. */
  readonly sharingModel: 'Private' | 'Read' | 'ReadWrite' | 'ReadWriteTransfer' | 'FullAccess' | 'ControlledByParent';
  readonly sharingRules: readonly SharingRuleInfo[];
  readonly fields: ReadonlyMap<string, FieldSchema>;
  readonly childRelationships: readonly ChildRelationship[];
  readonly validationRules: readonly ValidationRule[];
  readonly automation: ObjectAutomation;
  readonly recordTypes: readonly RecordType[];
  readonly businessProcesses: readonly BusinessProcess[];
  readonly fieldSets: ReadonlyMap<string, FieldSet>;
  readonly isSetup: boolean;
  readonly allowsDml: boolean;
  /** Platform events: published at once, whatever becomes of the transaction. */
  readonly publishesImmediately: boolean;
}

export interface Schema {
  /** Custom labels: text by lower-case `name` or `namespace.name`. */
  readonly labels: ReadonlyMap<string, string>;
  /** DataWeave scripts by lower-case `name` or `namespace.name`. */
  readonly dataWeaveScripts: ReadonlySet<string>;
  /** Flows by lower-case `name` or `namespace.name`. */
  readonly flows: ReadonlySet<string>;
  /** The org's own namespace (a package under development), or null. */
  readonly namespace: string | null;
  /** By API name without regard to case; names of the running code's own namespace may omit the prefix. */
  object(name: string, callerNamespace?: string | null): ObjectSchema | undefined;
  objectByKeyPrefix(prefix: string): ObjectSchema | undefined;
  objects(): Iterable<ObjectSchema>;
  /** A field of an object, by name without regard to case; the caller's namespace prefix may be omitted. */
  field(object: ObjectSchema, name: string, callerNamespace?: string | null): FieldSchema | undefined;
  /** The parent relationship (`Account`, `Parent__r`): the lookup field behind it. */
  parentRelationship(object: ObjectSchema, name: string, callerNamespace?: string | null): FieldSchema | undefined;
  childRelationship(object: ObjectSchema, name: string, callerNamespace?: string | null): ChildRelationship | undefined;
}
