/** Global variables of formulas: `$User.Department`, `$Setup.X__c.Y__c`. Source: Salesforce Help, "Understanding Global Variables". */
import type { DmlHost, Rows } from '../dml/host.ts';
import { keyOfStored } from '../layout.ts';
import type { StoredRow, TableLayout } from '../layout.ts';
import { qualify } from '../metadata/names.ts';
import { FormulaError } from './parse.ts';
import { fieldOfRow, pathOfRow } from './stored.ts';
import { ORIGIN_DATETIME } from './values.ts';
import type { FormulaValue } from './values.ts';

export function globalValue(host: DmlHost, rows: Rows, path: readonly string[], namespace: string | null): FormulaValue {
  const [root, ...rest] = path;
  switch (root!.toLowerCase()) {
    case '$user': return ofRow(host, rows, host.userId, rest, namespace);
    case '$profile': return ofRow(host, rows, host.userId, ['Profile', ...rest], namespace);
    case '$userrole': return ofRow(host, rows, host.userId, ['UserRole', ...rest], namespace);
    case '$organization': return ofRow(host, rows, host.organizationId, rest, namespace);
    case '$permission': return host.hasPermission(rest.join('.'));
    case '$label': return label(host, rest, namespace);
    case '$setup': return setting(host, rows, rest, namespace);
    case '$custommetadata': return metadataRecord(host, rows, rest, namespace);
    case '$system':
      if (rest.join().toLowerCase() === 'origindatetime') return ORIGIN_DATETIME;
      break;
    default:
  }
  throw new FormulaError(`NotSupported: formula variable ${path.join('.')}`);
}

function ofRow(host: DmlHost, rows: Rows, id: string, path: readonly string[], namespace: string | null): FormulaValue {
  const layout = rows.layoutOfId(id);
  if (layout === undefined) return null;
  const row = rows.readOne(layout, id) ?? [id];
  return pathOfRow(host, rows, layout, row, path, namespace, 1, false);
}

function label(host: DmlHost, path: readonly string[], namespace: string | null): string {
  const name = path.join('.').replace(/__(?=[^_])/, '.').toLowerCase();
  const { labels } = host.store.schema;
  const text = labels.get(`${namespace ?? ''}.${name}`.toLowerCase()) ?? labels.get(name) ?? labels.get(path.join('.').toLowerCase());
  if (text === undefined) throw new FormulaError(`Field $Label.${path.join('.')} does not exist. Check spelling.`);
  return text;
}

function layoutNamed(host: DmlHost, rows: Rows, name: string, namespace: string | null): TableLayout {
  const object = host.store.schema.object(qualify(name, namespace)) ?? host.store.schema.object(name);
  if (object === undefined) throw new FormulaError(`Field ${name} does not exist. Check spelling.`);
  return rows.layout(object);
}

/** A hierarchy setting: the user's value, else the profile's, else the organization's; checkboxes come from the nearest row. */
function setting(host: DmlHost, rows: Rows, [object, field]: readonly string[], namespace: string | null): FormulaValue {
  const layout = layoutNamed(host, rows, object!, namespace);
  const users = rows.layoutOfId(host.userId);
  const user = users && rows.readOne(users, host.userId);
  const profileId = user?.[users!.byField.get('profileid')!.index] ?? null;
  let value: FormulaValue = null;
  for (const owner of [host.userId, profileId, host.organizationId]) {
    const row = typeof owner === 'string' ? rowBy(rows, layout, 'SetupOwnerId', owner) : undefined;
    if (row === undefined) continue;
    value = fieldOfRow(host, rows, layout, row, field!, namespace, 1);
    if (value !== null && value !== '') return value;
  }
  return value ?? fieldOfRow(host, rows, layout, [], field!, namespace, 1);
}

function metadataRecord(host: DmlHost, rows: Rows, [object, name, ...field]: readonly string[], namespace: string | null): FormulaValue {
  const layout = layoutNamed(host, rows, object!, namespace);
  const bare = name!.replace(/^[A-Za-z]\w*?__/, '');
  const row = rowBy(rows, layout, 'DeveloperName', String(keyOfStored(bare))) ?? rowBy(rows, layout, 'DeveloperName', String(keyOfStored(name!)));
  if (row === undefined) throw new FormulaError(`Field $CustomMetadata.${object}.${name}.${field.join('.')} does not exist. Check spelling.`);
  return pathOfRow(host, rows, layout, row, field, namespace, 1, false);
}

function rowBy(rows: Rows, layout: TableLayout, field: string, key: string): StoredRow | undefined {
  for (const { id } of rows.findIds(layout, field, [key])) {
    const row = rows.readOne(layout, id);
    if (row !== undefined && !rows.isDeleted(layout, row)) return row;
  }
  return undefined;
}
