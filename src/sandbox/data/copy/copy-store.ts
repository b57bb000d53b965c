/**
 * Copies an org's data into a file of its own, as a new sandbox gets it (T12): from one moment, while the org is in use.
 * What is left out or masked is in no byte of the copy.
 */
import { rmSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { Masker, type MaskLevel } from '../../../exchange/mask.ts';
import { quote } from '../dialect.ts';
import type { TableLayout } from '../layout.ts';
import type { ObjectSchema } from '../schema.ts';
import type { OrgStore } from '../store.ts';
import { STATUS_OBJECTS } from '../catalogue/statuses.ts';
import { maskTable, rewrite } from './mask-table.ts';
import { dropDangling, keepRows } from './selection.ts';

export interface CopyOptions {
  /** Must not exist. */
  readonly path: string;
  /** Null: every object. Names of objects without setup and metadata, which always come along. */
  readonly objects: readonly string[] | null;
  /** Per object; null: all. */
  readonly maxRows: number | null;
  readonly mask: { readonly level: MaskLevel; readonly key: Uint8Array } | null;
  /** Appended to user names; their e-mails get `.invalid`. */
  readonly sandboxName: string;
}

export interface CopyResult {
  /** Rows by object, without setup. */
  readonly rows: Readonly<Record<string, number>>;
}

export type CopyProgress = (message: string, done: number, total: number) => Promise<void>;

/** Belong to the moment or to the org they are in. */
const NEVER_COPIED: ReadonlySet<string> = new Set(['organization', 'asyncapexjob', 'crontrigger', 'cronjobdetail', 'apexlog', 'loginhistory', 'setupaudittrail']);

/** Rows that metadata makes. */
const CODE: ReadonlySet<string> = new Set(['apexclass', 'apextrigger', 'apexpage', 'apexcomponent', 'staticresource']);

/** `progress` may reject: then nothing is left of the copy. */
export async function copyStore(store: OrgStore, options: CopyOptions, progress: CopyProgress): Promise<CopyResult> {
  const draft = `${options.path}.draft`;
  try {
    rmSync(draft, { force: true });
    await progress('Taking a snapshot', 0, 1);
    // A connection of its own: those of the store may not attach files, which is what this does inside.
    const source = new DatabaseSync(store.path, { readOnly: true });
    try {
      source.prepare('VACUUM INTO ?').run(draft);
    } finally {
      source.close();
    }
    const database = new DatabaseSync(draft);
    try {
      // A draft that is interrupted is thrown away.
      database.exec('PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -65536');
      const layouts = layoutsOf(store, database);
      emptyOthers(database, layouts);
      const result = await prepare(database, layouts, options, progress);
      await progress('Writing the copy', 1, 1);
      database.prepare('VACUUM INTO ?').run(options.path);
      return result;
    } finally {
      database.close();
    }
  } catch (error) {
    rmSync(options.path, { force: true });
    throw error;
  } finally {
    for (const suffix of ['', '-wal', '-shm', '-journal']) rmSync(`${draft}${suffix}`, { force: true });
  }
}

async function prepare(database: DatabaseSync, layouts: readonly TableLayout[], options: CopyOptions, progress: CopyProgress): Promise<CopyResult> {
  const wanted = options.objects === null ? null : new Set(options.objects.map(name => name.toLowerCase()));
  const isData = ({ object }: TableLayout): boolean => !object.isSetup && !CODE.has(object.name.toLowerCase()) && !Object.hasOwn(STATUS_OBJECTS, object.name) && object.kind !== 'customMetadata' && object.kind !== 'customSetting';
  for (const [index, layout] of layouts.entries()) {
    await progress(`Choosing records of ${layout.object.label}`, index, layouts.length);
    if (NEVER_COPIED.has(layout.object.name.toLowerCase()) || (isData(layout) && wanted && !wanted.has(layout.object.name.toLowerCase()))) database.exec(`DELETE FROM ${layout.baseTable}`);
    else keepRows(database, layout, isData(layout) ? options.maxRows : null);
  }
  await progress('Following lookups', layouts.length, layouts.length);
  dropDangling(database, layouts);
  renameUsers(database, layouts, options.sandboxName);
  if (options.mask) {
    const masker = new Masker(options.mask.key);
    for (const [index, layout] of layouts.entries()) {
      await progress(`Masking ${layout.object.label}`, index, layouts.length);
      await maskTable(database, layout, options.mask.level, masker, () => progress(`Masking ${layout.object.label}`, index, layouts.length));
    }
  }
  const count = (layout: TableLayout): number => database.prepare(`SELECT count(*) AS n FROM ${layout.baseTable}`).get()?.['n'] as number;
  return { rows: Object.fromEntries(layouts.filter(isData).map(layout => [layout.object.name, count(layout)] as const).filter(([, rows]) => rows > 0)) };
}

/** Work that waits in a queue is the source's own; rows of objects that left the schema are nobody's. */
function emptyOthers(database: DatabaseSync, layouts: readonly TableLayout[]): void {
  const known = new Set(layouts.map(({ object }) => object.name));
  for (const name of objectNames(database)) if (!known.has(name)) database.exec(`DELETE FROM main.${quote(name)}`);
}

function objectNames(database: DatabaseSync): string[] {
  return database.prepare('SELECT DISTINCT object FROM _columns ORDER BY object').all().map(row => row['object'] as string);
}

/** Those that have a table in the file. */
function layoutsOf(store: OrgStore, database: DatabaseSync): TableLayout[] {
  return objectNames(database).map(name => store.schema.object(name)).filter((object): object is ObjectSchema => object !== undefined).map(object => store.layoutOf(object)).filter(layout => !layout.isDerived);
}

function renameUsers(database: DatabaseSync, layouts: readonly TableLayout[], sandboxName: string): void {
  const users = layouts.find(({ object }) => object.name === 'User');
  const [name, email] = [users?.byField.get('username'), users?.byField.get('email')];
  if (!users || !name || !email) return;
  rewrite(database, users, name, value => `${value}.${sandboxName}`);
  rewrite(database, users, email, value => (value.endsWith('.invalid') ? value : `${value}.invalid`));
}
