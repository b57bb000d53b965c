/** What follows from rows of setup objects: values of users and accesses, groups of roles. Source: Object Reference, User, SetupEntityAccess, Group, PermissionSet. */
import { valueOf } from '../layout.ts';
import type { StoredValue, TableLayout } from '../layout.ts';
import type { DmlHost, Rows, Work } from './host.ts';

/** By key prefix of the entity. */
const ENTITY_TYPES: Readonly<Record<string, string>> = { '01p': 'ApexClass', '066': 'ApexPage', '0CP': 'CustomPermission', '02u': 'TabSet', '0H4': 'ConnectedApplication', '0XA': 'NamedCredential', '300': 'FlowDefinition' };

/** Before required fields are looked at. */
export function deriveSetupFields(rows: Rows, work: Work): void {
  const { layout, row } = work;
  const of = (field: string): StoredValue => valueOf(layout, row, field);
  const fill = (field: string, value: StoredValue): void => {
    const column = layout.byField.get(field.toLowerCase());
    if (column !== undefined && (row[column.index] ?? null) === null) row[column.index] = value;
  };
  switch (layout.object.name) {
    case 'User': {
      const userName = of('Username');
      const column = layout.byField.get('username');
      if (typeof userName === 'string' && column !== undefined) {
        row[column.index] = userName.toLowerCase();
        fill('CommunityNickname', userName.slice(0, 40));
      }
      const profiles = rows.layoutOfId(String(of('ProfileId')));
      const profile = profiles?.object.name === 'Profile' ? rows.readOne(profiles, String(of('ProfileId'))) : undefined;
      const userType = layout.byField.get('usertype');
      if (profile !== undefined && userType !== undefined) row[userType.index] = valueOf(profiles!, profile, 'UserType');
      return;
    }
    case 'SetupEntityAccess': fill('SetupEntityType', ENTITY_TYPES[String(of('SetupEntityId')).slice(0, 3)] ?? null); return;
    case 'FieldPermissions': fill('SobjectType', String(of('Field') ?? '').split('.')[0] || null); return;
    case 'PermissionSet': fill('Type', 'Regular'); return;
    case 'Group': case 'UserRole': case 'Document': fill('DeveloperName', typeof of('Name') === 'string' ? String(of('Name')).replaceAll(/\W+/g, '_') : null); return;
    default:
  }
}

/** Rows that the platform makes beside the ones that were inserted. */
export function addSetupRows(host: DmlHost, rows: Rows, works: readonly Work[]): void {
  const [first] = works;
  if (first === undefined) return;
  const add = (objectName: string, values: Readonly<Record<string, StoredValue>>): void => {
    const layout = rows.layout(host.store.schema.object(objectName)!);
    const id = host.newRecordId(layout.object.keyPrefix!);
    rows.insert(layout, id, rowOf(layout, { ...values, Id: id }));
  };
  for (const { id, isNew, layout, before, row } of works) {
    if (layout.object.name === 'User') assignProfile(host, rows, id!, before === null ? null : valueOf(layout, before, 'ProfileId'), valueOf(layout, row, 'ProfileId'), add);
    if (!isNew) continue;
    if (layout.object.name === 'UserRole') for (const type of ['Role', 'RoleAndSubordinates']) add('Group', { Type: type, RelatedId: id, DeveloperName: valueOf(layout, row, 'DeveloperName') });
    if (layout.object.name === 'PermissionSetGroup') {
      add('PermissionSet', { Name: valueOf(layout, row, 'DeveloperName'), Label: valueOf(layout, row, 'MasterLabel'), Type: 'Group', PermissionSetGroupId: id, IsCustom: 1 });
    }
  }
}

/** Every user is assigned the permission set that stands behind the profile. */
function assignProfile(host: DmlHost, rows: Rows, userId: string, before: StoredValue, after: StoredValue, add: (object: string, values: Readonly<Record<string, StoredValue>>) => void): void {
  if (before === after || typeof after !== 'string') return;
  const sets = rows.layout(host.store.schema.object('PermissionSet')!);
  const assignments = rows.layout(host.store.schema.object('PermissionSetAssignment')!);
  const old = typeof before === 'string' ? rows.findIds(sets, 'ProfileId', [before]).map((one) => one.id) : [];
  for (const [id, row] of rows.read(assignments, rows.findIds(assignments, 'AssigneeId', [userId]).map((one) => one.id))) {
    if (old.includes(String(valueOf(assignments, row, 'PermissionSetId')))) rows.put(assignments, id, null);
  }
  for (const { id } of rows.findIds(sets, 'ProfileId', [after])) add('PermissionSetAssignment', { AssigneeId: userId, PermissionSetId: id, IsActive: 1 });
}

function rowOf(layout: TableLayout, values: Readonly<Record<string, StoredValue>>): StoredValue[] {
  const row = layout.columns.map((column): StoredValue => (column.storage === 'boolean' ? 0 : null));
  for (const [field, value] of Object.entries(values)) {
    const column = layout.byField.get(field.toLowerCase());
    if (column !== undefined) row[column.index] = value;
  }
  return row;
}
