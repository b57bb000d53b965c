/** Collects what the files of all projects say about each object, then builds its schema. */
import { standardCatalogue } from '../catalogue/catalogue.ts';
import type { ChildRelationship, FieldSchema, ObjectSchema, ValidationRule } from '../schema.ts';
import { field, objectSchema, systemFields } from '../schema-parts.ts';
import { loadField } from './fields.ts';
import type { ValueSets } from './fields.ts';
import { qualify } from './names.ts';
import { loadBusinessProcess, loadRecordType } from './record-types.ts';
import { children, flag, text } from './xml.ts';
import type { MetadataError, XmlElement } from './xml.ts';

const SHARING_MODELS: readonly ObjectSchema['sharingModel'][] = ['Private', 'Read', 'ReadWrite', 'ReadWriteTransfer', 'FullAccess', 'ControlledByParent'];

interface Piece { readonly element: XmlElement; readonly namespace: string | null; readonly file: string }

/** One object under construction. */
export class ObjectBuilder {
  readonly name: string;
  /** The namespace of the package that defines the object; null for standard and unmanaged ones. */
  namespace: string | null = null;
  definition: Piece | null = null;
  readonly fields: Piece[] = [];
  readonly validationRules: Piece[] = [];
  readonly recordTypes: Piece[] = [];
  readonly businessProcesses: Piece[] = [];
  readonly fieldSets: Piece[] = [];

  constructor(name: string) {
    this.name = name;
  }

  /** A whole CustomObject: in metadata format it holds everything, in source format the object's own settings. */
  addDefinition(piece: Piece): void {
    const { element, namespace, file } = piece;
    this.definition ??= piece;
    if (this.definition !== piece && Object.keys(element).length > Object.keys(this.definition.element).length) this.definition = piece;
    if (/__[a-z]+$/i.test(this.name) && this.name.toLowerCase().startsWith(`${namespace}__`.toLowerCase())) this.namespace = namespace;
    for (const [list, tag] of [[this.fields, 'fields'], [this.validationRules, 'validationRules'], [this.recordTypes, 'recordTypes'], [this.businessProcesses, 'businessProcesses'], [this.fieldSets, 'fieldSets']] as const) {
      for (const one of children(element, tag)) list.push({ element: one, namespace, file });
    }
  }

  kind(): ObjectSchema['kind'] {
    const name = this.name.toLowerCase();
    if (name.endsWith('__mdt')) return 'customMetadata';
    if (name.endsWith('__e')) return 'platformEvent';
    if (name.endsWith('__b')) return 'bigObject';
    if (name.endsWith('__x')) return 'external';
    if (!name.endsWith('__c')) return 'standard';
    return this.definition !== null && text(this.definition.element, 'customSettingsType') !== null ? 'customSetting' : 'custom';
  }

  build(keyPrefix: string | null, valueSets: ValueSets, errors: MetadataError[], childrenOf: Map<string, ChildRelationship[]>): ObjectSchema {
    const standard = standardCatalogue().object(this.name);
    const kind = standard?.kind ?? this.kind();
    const definition = this.definition?.element ?? {};
    const fields = new Map<string, FieldSchema>();
    const add = (one: FieldSchema): void => { fields.set(one.name.toLowerCase(), one); };
    if (standard !== undefined) for (const one of standard.fields.values()) add(one);
    const own: FieldSchema[] = [];
    for (const piece of this.fields) {
      const bare = text(piece.element, 'fullName')?.toLowerCase() ?? '';
      for (const loaded of loadField(piece.element, this.name, piece.namespace, valueSets, piece.file, errors, fields.get(bare))) {
        own.push(loaded.schema);
        const isCascadeDelete = loaded.schema.deleteBehavior === 'cascade';
        if (!loaded.schema.isCustom) continue;
        for (const target of loaded.schema.referenceTo) {
          const list = childrenOf.get(target.toLowerCase()) ?? [];
          // A field of activities leads to tasks by its name, and to events by none.
          const name = list.some((one) => one.name !== null && one.name === loaded.childRelationship) ? null : loaded.childRelationship;
          childrenOf.set(target.toLowerCase(), [...list, { name, childObject: this.name, field: loaded.schema.name, isCascadeDelete }]);
        }
      }
    }
    if (standard === undefined) for (const one of this.#ownSystemFields(kind, own)) add(one);
    for (const one of own) add(one);
    if (this.recordTypes.length > 0 && !fields.has('recordtypeid')) add(recordTypeField());
    const fieldSets = new Map(this.fieldSets.map(({ element, namespace }) => {
      const name = text(element, 'fullName') ?? '';
      return [namespace === null ? name : `${namespace}__${name}`, {
        label: text(element, 'label') ?? name,
        description: text(element, 'description'),
        fields: children(element, 'displayedFields').map((one) => ({ path: (text(one, 'field') ?? '').split('.').map((part) => qualify(part, namespace)).join('.'), isRequired: flag(one, 'isRequired') })),
      }] as const;
    }));
    const sharing = text(definition, 'sharingModel');
    const businessProcesses = lastOf(this.businessProcesses).map(loadBusinessProcess);
    return objectSchema({
      ...standard,
      name: standard?.name ?? this.name,
      ...(standard === undefined ? { label: text(definition, 'label') ?? this.name, labelPlural: text(definition, 'pluralLabel') ?? text(definition, 'label') ?? this.name } : {}),
      keyPrefix: standard?.keyPrefix ?? keyPrefix,
      kind,
      namespace: this.namespace,
      customSettingType: kind === 'customSetting' ? (text(definition, 'customSettingsType') === 'List' ? 'List' : 'Hierarchy') : null,
      isProtected: ['Protected', 'PackageProtected'].includes(text(definition, 'visibility') ?? ''),
      sharingModel: SHARING_MODELS.find((model) => model === sharing) ?? standard?.sharingModel ?? (own.some((one) => one.type === 'MasterDetail') ? 'ControlledByParent' : 'ReadWrite'),
      fields: fields.values(),
      validationRules: this.validationRules.map(({ element, namespace }) => validationRule(element, namespace)),
      recordTypes: lastOf(this.recordTypes).map((piece) => loadRecordType(piece, this.name, businessProcesses)),
      businessProcesses,
      fieldSets,
      isSetup: standard?.isSetup ?? false,
      allowsDml: standard?.allowsDml ?? kind !== 'customMetadata',
      publishesImmediately: kind === 'platformEvent' && text(definition, 'publishBehavior') === 'PublishImmediately',
    });
  }

  #ownSystemFields(kind: ObjectSchema['kind'], own: readonly FieldSchema[]): FieldSchema[] {
    const kept = { isCreateable: false, isUpdateable: false };
    if (kind === 'customMetadata') {
      return [
        field({ name: 'Id', type: 'Id' }), field({ name: 'DeveloperName', type: 'String', length: 40, isNillable: false }),
        field({ name: 'MasterLabel', label: 'Label', type: 'String', length: 40, isNillable: false, isNameField: true }), field({ name: 'Label', type: 'String', length: 40 }),
        field({ name: 'NamespacePrefix', type: 'String', length: 15, ...kept }), field({ name: 'QualifiedApiName', type: 'String', length: 70, ...kept }),
        field({ name: 'Language', type: 'Picklist', ...kept }), field({ name: 'SystemModstamp', type: 'Datetime', ...kept }),
      ];
    }
    if (kind === 'platformEvent') {
      return [
        field({ name: 'Id', type: 'Id' }), field({ name: 'ReplayId', type: 'String', ...kept }), field({ name: 'EventUuid', type: 'String', length: 36, ...kept }),
        ...systemFields().filter((one) => one.name.startsWith('Created')),
      ];
    }
    const fields = systemFields();
    if (kind === 'customSetting') {
      const isList = text(this.definition?.element ?? {}, 'customSettingsType') === 'List';
      fields.push(field({ name: 'Name', type: 'String', length: isList ? 38 : 80, isNameField: true, isNillable: !isList, isUnique: isList }));
      fields.push(field({ name: 'SetupOwnerId', label: 'Location', type: 'Reference', referenceTo: ['Organization', 'Profile', 'User'], relationshipName: 'SetupOwner', isNillable: false }));
      return fields;
    }
    const [nameField] = children(this.definition?.element ?? {}, 'nameField');
    const isAuto = nameField !== undefined && text(nameField, 'type') === 'AutoNumber';
    fields.push(field({
      name: 'Name', label: (nameField && text(nameField, 'label')) ?? 'Name', type: isAuto ? 'AutoNumber' : 'String', length: 80, isNameField: true, isNillable: true,
      displayFormat: isAuto ? (text(nameField, 'displayFormat') ?? '{0}') : null,
      startingNumber: isAuto ? Number(text(nameField, 'startingNumber') ?? 1) : 1,
    }));
    if (!own.some((one) => one.type === 'MasterDetail')) {
      fields.push(field({ name: 'OwnerId', label: 'Owner ID', type: 'Reference', referenceTo: ['Group', 'User'], relationshipName: 'Owner', isNillable: false }));
    }
    fields.push(field({ name: 'LastActivityDate', label: 'Last Activity Date', type: 'Date', ...kept }), field({ name: 'LastViewedDate', label: 'Last Viewed Date', type: 'Datetime', ...kept }), field({ name: 'LastReferencedDate', label: 'Last Referenced Date', type: 'Datetime', ...kept }));
    return fields;
  }
}

/** Of pieces of one name, what comes last: a later deployment. */
function lastOf(pieces: readonly Piece[]): Piece[] {
  return [...new Map(pieces.map((piece) => [`${piece.namespace ?? ''}.${text(piece.element, 'fullName')}`.toLowerCase(), piece])).values()];
}

function recordTypeField(): FieldSchema {
  return field({ name: 'RecordTypeId', label: 'Record Type ID', type: 'Reference', referenceTo: ['RecordType'], relationshipName: 'RecordType' });
}

function validationRule(element: XmlElement, namespace: string | null): ValidationRule {
  const errorField = text(element, 'errorDisplayField');
  return {
    name: text(element, 'fullName') ?? '', namespace, isActive: flag(element, 'active'), condition: text(element, 'errorConditionFormula') ?? 'FALSE',
    message: text(element, 'errorMessage') ?? '', errorField: errorField === null ? null : qualify(errorField, namespace),
  };
}
