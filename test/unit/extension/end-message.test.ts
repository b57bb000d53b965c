import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { CLOSE, endMessage, RENEW, REPORT } from '../../../src/extension/session/end-message.ts';
import type { HubNotifications } from '../../../src/protocol/rpc.ts';

type Ended = HubNotifications['session/ended'];
const ended = (endReason: Ended['session']['endReason']): Ended => ({ message: 'why', session: { endReason, org: { id: '00D', name: 'North' } } } as unknown as Ended);

describe('the end of a session', () => {
  it('is told of a customer\'s org, with the report and what to clean up', () => {
    assert.deepEqual(endMessage(ended('stopped'), 'full'), { text: 'The debugging session in North is over.', isWarning: false, offers: [REPORT, CLOSE] });
    assert.deepEqual(endMessage(ended('loggedOut'), undefined)?.offers, [REPORT, CLOSE]);
  });
  it('is not told after each run of one\'s own project', () => assert.equal(endMessage(ended('stopped'), 'project'), null));
  it('is told with its reason where nobody asked for it, in a project, too', () => {
    for (const kind of ['project', 'full'] as const) assert.deepEqual(endMessage(ended('idle'), kind), { text: 'why', isWarning: true, offers: [RENEW, REPORT, CLOSE] });
  });
  it('offers no renewal without access', () => assert.deepEqual(endMessage(ended('grantRevoked'), 'full')?.offers, [REPORT, CLOSE]));
});
