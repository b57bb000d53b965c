/**
 * Which rows of an object a user reaches, as SQL: through the org-wide default, ownership, the role hierarchy, shares and
 * sharing rules, or through the parent. Source: Salesforce Help, Organization-Wide Sharing Defaults; Record-Level Access.
 */
import type { Column, TableLayout } from '../layout.ts';
import type { ObjectSchema, Schema } from '../schema.ts';
import type { Parameters, QueryContext } from '../soql/environment.ts';
import type { RowSources } from '../storage/connection.ts';
import { ACTIVITIES } from './permissioned.ts';
import type { SharingRuleInfo } from './contract.ts';
import type { UserRights } from './user-rights.ts';

export type RecordAccess = 'read' | 'edit' | 'delete' | 'transfer';

/** What a finished condition asks of the session that runs it; JSON lists. */
export interface SharingContext {
  owners(): string;
  grantees(): string;
  /** Owners whose records an owner rule gives the user; none if it isn't for him. */
  ownersOfRule(rule: SharingRuleInfo): string;
  /** Records a criteria rule gives the user. */
  recordsOfRule(rule: SharingRuleInfo): string;
}

export interface SharingTables {
  readonly schema: Schema;
  readonly parameters: Parameters;
  layoutOf(object: ObjectSchema): TableLayout;
  sourcesOf(layout: TableLayout): RowSources;
}

/** Lookups that decide where a standard object is controlled by its parent. */
const MASTERS: Readonly<Record<string, string>> = {
  contact: 'AccountId', asset: 'AccountId', opportunitylineitem: 'OpportunityId', orderitem: 'OrderId', quotelineitem: 'QuoteId', campaignmember: 'CampaignId', contractlineitem: 'ServiceContractId', casecomment: 'ParentId',
};

const NONE = 'SELECT NULL WHERE 0';

/** A condition on the rows of `alias`; null if the user reaches all of them. */
export function sharingCondition(tables: SharingTables, rights: UserRights, layout: TableLayout, alias: string, access: RecordAccess): string | null {
  const { object } = layout;
  if (access === 'read' ? rights.seesAll(object) : rights.changesAll(object)) return null;
  if (ACTIVITIES.has(object.name)) return activityCondition(tables, rights, layout, alias, access);
  if (object.sharingModel === 'ControlledByParent') return controlledByParent(tables, rights, layout, alias, access);
  const owner = layout.byField.get('ownerid');
  if (owner === undefined || isOpen(object.sharingModel, access)) return null;
  const list = (read: (context: SharingContext) => string): string => `(SELECT value FROM json_each(${tables.parameters.add((context: QueryContext) => read(context.sharing))}))`;
  const ways = [`${alias}.${owner.sql} IN ${list((context) => context.owners())}`];
  const shared = sharedIds(tables, object, access, list);
  if (shared !== null) ways.push(`${alias}."Id" IN (${shared})`);
  if (object.name === 'Account' && access === 'read') ways.push(...parentsOfOwn(tables, alias, list));
  for (const rule of object.sharingRules) {
    if (!grants(rule.access, access)) continue;
    ways.push(rule.sharedFrom === null
      ? `${alias}."Id" IN ${list((context) => context.recordsOfRule(rule))}`
      : `${alias}.${owner.sql} IN ${list((context) => context.ownersOfRule(rule))}`);
  }
  return `(${ways.join(' OR ')})`;
}

/** Whoever owns a deal, a case or a contact of an account may read the account. */
function parentsOfOwn(tables: SharingTables, alias: string, list: (read: (context: SharingContext) => string) => string): string[] {
  return ['Opportunity', 'Case', 'Contact'].flatMap((name) => {
    const child = tables.schema.object(name);
    const layout = child && tables.layoutOf(child);
    const account = layout?.byField.get('accountid');
    const owner = layout?.byField.get('ownerid');
    if (child === undefined || layout === undefined || account === undefined || owner === undefined || child.sharingModel === 'ControlledByParent') return [];
    const inner = tables.parameters.newAlias();
    const alive = layout.isDeleted === null ? '' : ` AND ${inner}.${layout.isDeleted.sql} IS NOT TRUE`;
    return [`${alias}."Id" IN (${everywhere(tables, layout, inner, `${inner}.${account.sql}`, () => `${inner}.${owner.sql} IN ${list((context) => context.owners())}${alive}`)})`];
  });
}

/**
 * Activities are private: they are their owner's and those's above him; who may read what an activity is about, or whom it is
 * with, may read it. Source: Salesforce Help, Default Organization-Wide Access Settings; Organization-Wide Sharing Defaults (Activity).
 */
function activityCondition(tables: SharingTables, rights: UserRights, layout: TableLayout, alias: string, access: RecordAccess): string | null {
  const owner = layout.byField.get('ownerid')!;
  const ways = [`${alias}.${owner.sql} IN (SELECT value FROM json_each(${tables.parameters.add((context: QueryContext) => context.sharing.owners())}))`];
  if (access === 'read') {
    for (const [lookup, objects] of [['whoid', ['Contact', 'Lead']], ['whatid', activityParents(tables.schema)]] as const) {
      const column = layout.byField.get(lookup)!;
      const open: string[] = [];
      for (const name of objects) {
        const parent = tables.schema.object(name);
        if (parent?.keyPrefix == null || !rights.canReadObject(parent)) continue;
        const parentLayout = tables.layoutOf(parent);
        const { hasBase, hasDelta } = tables.sourcesOf(parentLayout);
        if (!hasBase && !hasDelta) continue;
        const reached = reachedIds(tables, rights, parentLayout, 'read');
        if (reached === null) open.push(`'${parent.keyPrefix}'`);
        else ways.push(`${alias}.${column.sql} IN (${reached})`);
      }
      if (open.length > 0) ways.push(`substr(${alias}.${column.sql}, 1, 3) IN (${open.join(', ')})`);
    }
  }
  return `(${ways.join(' OR ')})`;
}

/** Objects that activities may be about. */
function activityParents(schema: Schema): readonly string[] {
  const names: string[] = [];
  for (const object of schema.objects()) {
    if (object.kind === 'custom' || object.childRelationships.some(({ childObject, field }) => childObject === 'Task' && (field === 'WhatId' || field === 'AccountId'))) names.push(object.name);
  }
  return names;
}

function isOpen(model: ObjectSchema['sharingModel'], access: RecordAccess): boolean {
  switch (model) {
    case 'Private': return false;
    case 'Read': return access === 'read';
    case 'ReadWrite': return access === 'read' || access === 'edit';
    case 'ReadWriteTransfer': return access !== 'delete';
    default: return true;
  }
}

const grants = (level: string, access: RecordAccess): boolean => access === 'read' || level === 'All' || (access === 'edit' && level === 'Edit');

function controlledByParent(tables: SharingTables, rights: UserRights, layout: TableLayout, alias: string, access: RecordAccess): string | null {
  const conditions: string[] = [];
  const standard = MASTERS[layout.object.name.toLowerCase()];
  for (const column of layout.columns) {
    const { field } = column;
    if (standard === undefined ? field.type !== 'MasterDetail' : field.name !== standard) continue;
    const parent = tables.schema.object(field.referenceTo[0] ?? '');
    if (parent === undefined) continue;
    const reached = reachedIds(tables, rights, tables.layoutOf(parent), access === 'read' ? 'read' : 'edit');
    const owner = layout.byField.get('ownerid');
    // Without a parent a record is its owner's.
    const orphaned = field.type === 'MasterDetail' || owner === undefined ? null
      : `(${alias}.${column.sql} IS NULL AND ${alias}.${owner.sql} IN (SELECT value FROM json_each(${tables.parameters.add((context: QueryContext) => context.sharing.owners())})))`;
    if (reached !== null) conditions.push(orphaned === null ? `${alias}.${column.sql} IN (${reached})` : `(${alias}.${column.sql} IN (${reached}) OR ${orphaned})`);
    else if (orphaned !== null) conditions.push(`(${alias}.${column.sql} IS NOT NULL OR ${orphaned})`);
  }
  return conditions.length === 0 ? null : `(${conditions.join(' AND ')})`;
}

/** A SELECT of the ids the user reaches; null if all. */
function reachedIds(tables: SharingTables, rights: UserRights, layout: TableLayout, access: RecordAccess): string | null {
  const { hasBase, hasDelta } = tables.sourcesOf(layout);
  if (!hasBase && !hasDelta) return NONE;
  const alias = tables.parameters.newAlias();
  const condition = sharingCondition(tables, rights, layout, alias, access);
  return condition === null ? null : everywhere(tables, layout, alias, `${alias}."Id"`, () => condition);
}

function sharedIds(tables: SharingTables, object: ObjectSchema, access: RecordAccess, list: (read: (context: SharingContext) => string) => string): string | null {
  const columns = shareColumns(tables, object);
  if (columns === null) return null;
  const { layout, parent, grantee, level } = columns;
  const alias = tables.parameters.newAlias();
  const levels = access === 'read' ? '' : ` AND ${alias}.${level.sql} IN (${access === 'edit' ? `'Edit', 'All'` : `'All'`})`;
  return everywhere(tables, layout, alias, `${alias}.${parent.sql}`, () => `${alias}.${grantee.sql} IN ${list((context) => context.grantees())}${levels}`);
}

export interface ShareColumns { readonly layout: TableLayout; readonly parent: Column; readonly grantee: Column; readonly level: Column }

/** Where an object's shares are kept; null if it has none. */
export function shareColumns(tables: Pick<SharingTables, 'schema' | 'layoutOf'>, object: ObjectSchema): ShareColumns | null {
  const share = object.kind === 'share' ? undefined : tables.schema.object(object.name.endsWith('__c') ? `${object.name.slice(0, -1)}Share` : `${object.name}Share`);
  if (share === undefined) return null;
  const layout = tables.layoutOf(share);
  const parent = layout.byField.get('parentid') ?? layout.byField.get(`${object.name.toLowerCase()}id`);
  const grantee = layout.byField.get('userorgroupid');
  const level = layout.byField.get('accesslevel') ?? layout.byField.get(`${object.name.toLowerCase()}accesslevel`);
  return parent === undefined || grantee === undefined || level === undefined ? null : { layout, parent, grantee, level };
}

/** A SELECT over committed and changed rows. */
export function everywhere(tables: SharingTables, layout: TableLayout, alias: string, column: string, where: () => string): string {
  const { hasBase, hasDelta } = tables.sourcesOf(layout);
  // No parameter may be left over.
  if (!hasBase && !hasDelta) return NONE;
  const condition = where();
  const parts: string[] = [];
  if (hasBase) parts.push(`SELECT ${column} FROM ${layout.baseTable} ${alias} WHERE ${condition}${hasDelta ? ` AND ${alias}."Id" NOT IN (SELECT "Id" FROM temp.${layout.ghostName})` : ''}`);
  if (hasDelta) parts.push(`SELECT ${column} FROM temp.${layout.deltaName} ${alias} WHERE ${condition}`);
  return parts.join(' UNION ALL ');
}
