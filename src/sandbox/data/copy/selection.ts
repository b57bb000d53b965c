/** Which rows a sandbox gets: no object over its bound, no lookup that leads nowhere. */
import type { DatabaseSync } from 'node:sqlite';
import type { Column, TableLayout } from '../layout.ts';

/** The newest; the recycle bin stays behind. */
export function keepRows(database: DatabaseSync, layout: TableLayout, maxRows: number | null): void {
  if (layout.isDeleted) database.exec(`DELETE FROM ${layout.baseTable} WHERE ${layout.isDeleted.sql} IS TRUE`);
  if (maxRows === null) return;
  const id = idOf(layout);
  const created = layout.byField.get('createddate');
  database.exec(`DELETE FROM ${layout.baseTable} WHERE ${id} NOT IN (SELECT ${id} FROM ${layout.baseTable} ORDER BY ${created ? `${created.sql} DESC, ` : ''}${id} DESC LIMIT ${maxRows})`);
}

/**
 * Empties lookups to rows that stayed behind, and leaves out rows that can't be without their parent, until nothing
 * changes. Ids of objects that have no table here are left as they are.
 */
export function dropDangling(database: DatabaseSync, layouts: readonly TableLayout[]): void {
  database.exec('CREATE TEMP TABLE kept (id TEXT PRIMARY KEY NOT NULL) WITHOUT ROWID');
  const prefixes = layouts.flatMap(({ object }) => object.keyPrefix ?? []);
  const isHere = `IN (${prefixes.map(prefix => `'${prefix.replaceAll("'", "''")}'`).join(', ')})`;
  for (let changed = prefixes.length > 0; changed;) {
    changed = false;
    database.exec('DELETE FROM temp.kept');
    for (const layout of layouts) database.exec(`INSERT INTO temp.kept SELECT ${idOf(layout)} FROM ${layout.baseTable}`);
    for (const layout of layouts) {
      for (const column of layout.columns) {
        if (column.index === 0 || column.storage !== 'id') continue;
        const where = `${column.sql} IS NOT NULL AND substr(${column.sql}, 1, 3) ${isHere} AND ${column.sql} NOT IN (SELECT id FROM temp.kept)`;
        const { changes } = database.prepare(isRequired(column) ? `DELETE FROM ${layout.baseTable} WHERE ${where}` : `UPDATE ${layout.baseTable} SET ${column.sql} = NULL WHERE ${where}`).run();
        // A row that went may have been somebody's parent.
        if (isRequired(column) && Number(changes) > 0) changed = true;
      }
    }
  }
  database.exec('DROP TABLE temp.kept');
}

function isRequired({ field }: Column): boolean {
  return field.type === 'MasterDetail' || !field.isNillable;
}

/** The quoted name of the Id column. */
export function idOf(layout: TableLayout): string {
  return layout.columns[0]?.sql ?? 'Id';
}
