/** Reads and writes whole rows of base and delta tables. */
import type { SQLInputValue } from 'node:sqlite';
import { inJsonList } from '../dialect.ts';
import { fromDatabase, keyOfStored } from '../layout.ts';
import type { StoredRow, StoredValue, TableLayout } from '../layout.ts';
import type { StatementCache } from './statements.ts';

interface InsertPlan { readonly sql: string; readonly columns: readonly { readonly index: number; readonly hasKey: boolean }[] }
/** By layout: two orgs, or an org before and after a change of its schema, may name different columns of one table alike. */
const insertPlans = new WeakMap<TableLayout, Map<string, InsertPlan>>();
const MAX_PLANS = 500;

function insertPlan(table: string, layout: TableLayout, row: StoredRow): InsertPlan {
  let signature = table;
  for (let i = 0; i < row.length; i++) if (row[i] !== null) signature += `,${i}`;
  let plans = insertPlans.get(layout);
  if (plans === undefined) insertPlans.set(layout, plans = new Map());
  let plan = plans.get(signature);
  if (plan === undefined) {
    if (plans.size > MAX_PLANS) plans.clear();
    const used = layout.columns.filter((column) => row[column.index] != null);
    const names = used.flatMap((column) => (column.key === null ? [column.sql] : [column.sql, column.key]));
    plan = {
      sql: `INSERT INTO ${table} (${names.join(', ')}) VALUES (${names.map(() => '?').join(', ')})`,
      columns: used.map((column) => ({ index: column.index, hasKey: column.key !== null })),
    };
    plans.set(signature, plan);
  }
  return plan;
}

/** Inserts a row; only its values that aren't null are named. */
export function insertRow(statements: StatementCache, table: string, layout: TableLayout, row: StoredRow): void {
  const plan = insertPlan(table, layout, row);
  const values: SQLInputValue[] = [];
  for (const { index, hasKey } of plan.columns) {
    const value = row[index]!;
    values.push(value);
    if (hasKey) values.push(keyOfStored(value));
  }
  statements.get(plan.sql).run(...values);
}

/** Writes what differs between two versions of a committed row. */
export function updateRow(statements: StatementCache, layout: TableLayout, before: StoredRow, after: StoredRow): void {
  const assignments: string[] = [];
  const values: SQLInputValue[] = [];
  for (const column of layout.columns) {
    const value = after[column.index] ?? null;
    if (value === (before[column.index] ?? null)) continue;
    assignments.push(`${column.sql} = ?`);
    values.push(value);
    if (column.key !== null) {
      assignments.push(`${column.key} = ?`);
      values.push(keyOfStored(value));
    }
  }
  if (assignments.length === 0) return;
  values.push(after[0]!);
  statements.get(`UPDATE ${layout.baseTable} SET ${assignments.join(', ')} WHERE "Id" = ?`).run(...values);
}

/** Committed rows by id; ids that have none are absent. */
export function readRows(statements: StatementCache, layout: TableLayout, ids: readonly string[]): Map<string, StoredRow> {
  const columns = layout.columns.map((column) => column.sql).join(', ');
  const found = new Map<string, StoredRow>();
  const take = (values: StoredValue[]): void => {
    for (const column of layout.columns) values[column.index] = fromDatabase(column, values[column.index] ?? null);
    found.set(values[0] as string, values);
  };
  if (ids.length === 1) {
    const one = statements.get(`SELECT ${columns} FROM ${layout.baseTable} WHERE "Id" = ?1`, layout.hasBigInts).get(ids[0]!);
    if (one !== undefined) take(one as unknown as StoredValue[]);
    return found;
  }
  const sql = `SELECT ${columns} FROM ${layout.baseTable} WHERE ${inJsonList('"Id"', '?1')}`;
  const rows = statements.get(sql, layout.hasBigInts).all(JSON.stringify(ids)) as unknown as StoredValue[][];
  for (const row of rows) take(row);
  return found;
}
