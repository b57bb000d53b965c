import assert from 'node:assert/strict';
import { afterEach, describe, it } from 'mocha';
import type { Transaction } from '../../../src/sandbox/apex/runtime/contract.ts';
import { setCurrent } from '../../../src/sandbox/apex/runtime/transaction.ts';
import { waitingJobs } from '../../../src/sandbox/apex/stdlib/async/work.ts';

describe('jobs that wait', () => {
  afterEach(() => setCurrent(null));

  it('are listed without those that another request has ended in between', () => {
    const rows = new Map([['7071', { Queue: 'job', Body: '{"id":"7071"}' }], ['7073', { Queue: 'job', Body: '{"id":"7073"}' }]]);
    const platform = { find: () => ['7073', '7072', '7071'], read: (_object: unknown, id: string) => rows.get(id) ?? null };
    setCurrent({ data: { platform } } as unknown as Transaction);
    assert.deepEqual(waitingJobs().map(({ id }) => id), ['7071', '7073']);
  });
});
