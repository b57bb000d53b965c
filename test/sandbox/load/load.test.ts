/** A team's server under load, for some seconds. `node test/sandbox/load/run.ts` does it for ten minutes, with fifty developers. */
import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { LeaseBook } from './support/lease-book.ts';
import { load } from './support/load.ts';

describe("a team's server under load", () => {
  it('violates no lease, cuts revoked tokens, and has its sessions resumed after a restart and a crash', async () => {
    const { figures, book, failures } = await load({ developers: 8, sandboxes: 2, seconds: 6, seed: 1 });
    assert.deepEqual(failures, [], figures.text());
    for (const what of ['resumed after SIGTERM', 'resumed after SIGKILL', 'cut of a revoked token']) assert.ok(figures.times(what).length > 0, `${what}: none.\n${figures.text()}`);
    assert.ok(figures.counted('refused: D1') > 0 && book.count > 0 && book.mostAtOnce > 0, figures.text());
  }).timeout(240_000);

  it('would notice sessions that overlap', () => {
    const book = new LeaseBook();
    book.held('a', 'kim', 'north');
    book.held('b', 'lee', 'south');
    book.held('c', 'mia', 'north');
    assert.deepEqual(book.overlaps(), []);
    book.lasted('a', performance.now() + 5);
    book.held('d', 'lee', 'east');
    book.lasted('b', performance.now() + 5);
    assert.deepEqual(book.overlaps().map(each => each.slice(0, 24)), ['north: kim and mia had s', 'lee: lee and lee had ses']);
    book.listed([{ developer: 'kim', org: 'north' }, { developer: 'lee', org: 'north' }]);
    book.held('a', 'lee', 'north');
    assert.deepEqual(book.violations, ['The server lists two sessions of north.', 'The session a of kim in north was given to lee in north.']);
  });
});
