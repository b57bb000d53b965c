/** Masks the rows of an object in a copy. */
import type { DatabaseSync } from 'node:sqlite';
import { isMasked, type Masker, type MaskLevel } from '../../../exchange/mask.ts';
import { foldText } from '../dialect.ts';
import type { Column, TableLayout } from '../layout.ts';
import { idOf } from './selection.ts';

/** Rows that are in memory at once. */
const PAGE = 1000;

/** Page by page, every column of a row at once; `pause` lets others run in between, and may reject. */
export async function maskTable(database: DatabaseSync, layout: TableLayout, level: MaskLevel, masker: Masker, pause: () => Promise<void>): Promise<void> {
  // The names that users log in by must stay those of the world.
  const masked = layout.columns.filter(column => isMasked(layout.object, column.field, level) && !(layout.object.name === 'User' && column.field.name === 'Username'));
  for (const column of masked) if (column.storage === 'blob') maskFiles(database, layout, column, masker);
  const texts = masked.filter(({ storage }) => storage === 'text' || storage === 'longText');
  for (const column of texts) if (column.field.isUnique) rewrite(database, layout, column, value => masker.text(value, column.field.type));
  const rest = texts.filter(({ field }) => !field.isUnique);
  if (rest.length === 0) return;
  const id = idOf(layout);
  const read = database.prepare(`SELECT ${[id, ...rest.map(({ sql }) => sql)].join(', ')} FROM ${layout.baseTable} WHERE ${id} > ? ORDER BY ${id} LIMIT ${PAGE}`);
  read.setReturnArrays(true);
  const update = database.prepare(`UPDATE ${layout.baseTable} SET ${rest.flatMap(({ sql, key }) => (key === null ? [sql] : [sql, key])).map(name => `${name} = ?`).join(', ')} WHERE ${id} = ?`);
  for (let last = '', isEnd = false; !isEnd;) {
    const rows = read.all(last) as unknown as (string | null)[][];
    database.exec('BEGIN');
    for (const [row, ...values] of rows) {
      if (values.every(value => value === null)) continue;
      update.run(...rest.flatMap(({ field, key }, index): (string | null)[] => {
        const value = values[index] ?? null;
        const text = value === null ? null : masker.text(value, field.type);
        return key === null ? [text] : [text, text === null ? null : foldText(text)];
      }), row!);
    }
    database.exec('COMMIT');
    isEnd = rows.length < PAGE;
    last = rows.at(-1)?.[0] ?? '';
    if (!isEnd) await pause();
  }
}

/** One at a time: files are large. */
function maskFiles(database: DatabaseSync, layout: TableLayout, column: Column, masker: Masker): void {
  const id = idOf(layout);
  const read = database.prepare(`SELECT ${column.sql} AS value FROM ${layout.baseTable} WHERE ${id} = ?`);
  const update = database.prepare(`UPDATE ${layout.baseTable} SET ${column.sql} = ? WHERE ${id} = ?`);
  database.exec('BEGIN');
  for (const row of database.prepare(`SELECT ${id} AS id FROM ${layout.baseTable} WHERE ${column.sql} IS NOT NULL`).all()) update.run(masker.bytes(read.get(row['id']!)?.['value'] as Uint8Array), row['id']!);
  database.exec('COMMIT');
}

/** Changes a column's values. */
export function rewrite(database: DatabaseSync, layout: TableLayout, column: Column, change: (value: string) => string): void {
  const id = idOf(layout);
  const update = database.prepare(`UPDATE ${layout.baseTable} SET ${column.sql} = ?1${column.key === null ? '' : `, ${column.key} = ?3`} WHERE ${id} = ?2`);
  const set = (row: string, value: string): void => {
    if (column.key === null) update.run(value, row);
    else update.run(value, row, foldText(value));
  };
  const rows = database.prepare(`SELECT ${id} AS id, ${column.sql} AS value FROM ${layout.baseTable} WHERE ${column.sql} IS NOT NULL`).all() as unknown as { id: string; value: string }[];
  database.exec('BEGIN');
  // Changed values may collide with values still to be changed: through a form that no value has.
  if (column.field.isUnique) rows.forEach((row, index) => set(row.id, `\u0000${index}`));
  for (const row of rows) set(row.id, change(row.value));
  database.exec('COMMIT');
}
