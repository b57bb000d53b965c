/**
 * Where an org keeps the work that waits for a transaction of its own: jobs and event messages. Its rows are committed and
 * rolled back with the transaction that queued them. No Apex can write the object's name, so nobody else sees it.
 */
import { field, objectSchema } from './schema-parts.ts';
import type { OrgStore } from './store.ts';
import type { StoreConnection } from './storage/connection.ts';

export const QUEUED_WORK = objectSchema({
  name: '$QueuedWork', kind: 'standard', keyPrefix: '$qw',
  fields: [
    field({ name: 'Id', type: 'Id' }),
    /**
     * `job`: for a transaction of its own; `message`: of an event, not on its way to anybody yet; `delivery`: on its way;
     * `scope`: what a batch job is still to work on.
     */
    field({ name: 'Queue', type: 'String', length: 20 }),
    /** The work as JSON; `stdlib/async/work.ts` knows its form. */
    field({ name: 'Body', type: 'LongTextArea', length: 100_000_000 }),
  ],
});

export interface QueuedRow { readonly id: string; readonly queue: string; readonly body: string }

/** All committed rows but the scopes of batch jobs, in the order in which they were queued. */
export function committedWork(store: OrgStore, connection: StoreConnection): QueuedRow[] {
  const layout = store.layoutOf(QUEUED_WORK);
  if (!connection.hasBase(layout)) return [];
  const rows = connection.statements.get(`SELECT "Id", "Queue", "Body" FROM ${layout.baseTable} WHERE "Queue" <> 'scope' ORDER BY "Id"`).all() as unknown as [string, string, string][];
  return rows.map(([id, queue, body]) => ({ id, queue, body }));
}

export function committedRow(store: OrgStore, connection: StoreConnection, id: string): QueuedRow | null {
  const layout = store.layoutOf(QUEUED_WORK);
  const row = connection.readCommitted(layout, [id]).get(id);
  const text = (field: string): string => row![layout.byField.get(field)!.index] as string;
  return row ? { id, queue: text('queue'), body: text('body') } : null;
}
