/**
 * Where an org keeps the work that waits for a transaction of its own: jobs and event messages. Its rows are committed and
 * rolled back with the transaction that queued them. No Apex can write the object's name, so nobody else sees it.
 */
import { field, objectSchema } from './schema-parts.ts';

export const QUEUED_WORK = objectSchema({
  name: '$QueuedWork', kind: 'standard', keyPrefix: '$qw',
  fields: [
    field({ name: 'Id', type: 'Id' }),
    /** `job` or `event`. */
    field({ name: 'Queue', type: 'String', length: 20 }),
    /** The work as JSON; `stdlib/async/work.ts` knows its form. */
    field({ name: 'Body', type: 'LongTextArea', length: 100_000_000 }),
  ],
});
