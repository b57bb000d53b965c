import type { ProtectedSetting } from '../../../protocol/partner.ts';
import { WireError } from '../../../protocol/errors.ts';
import { SObjectRecord } from '../../apex/runtime/sobject.ts';
import { parseSoql } from '../../apex/syntax/parser.ts';
import { DmlFailure } from '../../data/contract.ts';
import type { DmlOptions } from '../../data/contract.ts';
import type { ObjectSchema } from '../../data/schema.ts';
import type { StoreSession } from '../../data/session.ts';
import { apexOfJson, jsonOfPlain } from '../../data/tree/json-values.ts';
import type { SettingWrite } from '../contract.ts';
import type { LocalOrg } from '../execution/local-org.ts';
import { withSystemSession } from './system-session.ts';

/** Fields that a person sees and sets; the others are the platform's. */
const isShown = (object: ObjectSchema, name: string, isCustom: boolean): boolean => isCustom || name === 'Name' || (name === 'SetupOwnerId' && object.customSettingType !== 'List');

/** The protected custom settings of some packages. They have no triggers, so no Apex runs here. */
export function listSettings(local: LocalOrg, namespaces: readonly string[]): ProtectedSetting[] {
  return withSession(local, null, session => settingsOf(local, namespaces).map((object): ProtectedSetting => {
    const fields = [...object.fields.values()].filter(field => isShown(object, field.name, field.isCustom));
    const { tree } = parseSoql(`SELECT Id, ${fields.map(field => field.name).join(', ')} FROM ${object.name} ORDER BY Name`);
    const { records } = session.query(tree, [], { accessLevel: 'system', enforceSharing: false, callerNamespace: object.namespace });
    return {
      object: object.name, label: object.label, type: object.customSettingType ?? 'Hierarchy', fields: fields.map(({ name, label, type }) => ({ name, label, type })),
      records: records.map(record => ({ id: record.fields.get('Id') as string, values: Object.fromEntries(fields.map(({ name }) => [name, jsonOfPlain(session.host.bridge.plain(record.fields.get(name) ?? null))])) })),
    };
  }));
}

/** Returns the record's id; null `values`: it is deleted. */
export function writeSetting(local: LocalOrg, { userId, namespaces, object: name, id, values }: SettingWrite): string {
  const object = settingsOf(local, namespaces).find(each => each.name.toLowerCase() === name.toLowerCase());
  if (!object) throw new WireError('invalidParams', `${name} is no protected custom setting of ${namespaces.join(', ')}.`, { rule: 'T16' });
  return withSession(local, userId, session => {
    const record = new SObjectRecord(object.name);
    if (id !== null) record.fields.set('Id', id);
    const layout = session.rows.layout(object);
    for (const [field, value] of Object.entries(values ?? {})) {
      const schema = local.store.schema.field(object, field, object.namespace);
      const column = schema && layout.byField.get(schema.name.toLowerCase());
      if (!schema || !column) throw new WireError('invalidParams', `${object.name} has no field ${field}.`);
      const apex = value === null ? null : apexOfJson(session.host.bridge, column, value);
      if (apex === undefined) throw new WireError('invalidParams', `${JSON.stringify(value)} is no value for the ${schema.type} field ${schema.name}.`);
      record.fields.set(schema.name, apex as never);
    }
    const options: DmlOptions = { allOrNone: true, accessLevel: 'system', enforceSharing: false, callerNamespace: object.namespace, externalIdField: null };
    try {
      const [saved] = session.dml(values === null ? 'delete' : id === null ? 'insert' : 'update', [record], options);
      session.commit();
      return saved?.id ?? id ?? '';
    } catch (error) {
      if (error instanceof DmlFailure) throw new WireError('invalidParams', error.rows.flatMap(row => row.errors.map(each => each.message)).join('; '));
      throw error;
    }
  });
}

function settingsOf(local: LocalOrg, namespaces: readonly string[]): ObjectSchema[] {
  return [...local.store.schema.objects()].filter(object => object.kind === 'customSetting' && object.isProtected && object.namespace !== null && namespaces.includes(object.namespace));
}

function withSession<T>(local: LocalOrg, userId: string | null, action: (session: StoreSession) => T): T {
  const user = local.users.find(each => each.id === userId) ?? local.users[0];
  if (!user) throw new WireError('internal', 'The org has no users.');
  return withSystemSession(local, user, action);
}
