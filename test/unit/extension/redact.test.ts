import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { redact } from '../../../src/extension/services/redact.ts';

const token = 'ab12'.repeat(16);

describe('security 15: redaction', () => {
  for (const [what, text, expected] of [
    ['a bearer token', 'Authorization: Bearer abc.def-123', 'Authorization: Bearer [redacted]'],
    ['a session id', 'id 00D000000000001EAA!AQcAQ.x_y done', 'id [redacted] done'],
    ['a login address', 'forceide://x?url=https://h&sessionId=S3cret&b=1', 'forceide://x?url=https://h&sessionId=[redacted]&b=1'],
    ['a token in JSON', `{"token": "a\\"b", "x": 1}`, '{"token": "[redacted]", "x": 1}'],
    ['256 bits', `x ${token} y`, 'x [redacted] y'],
  ] as const) {
    it(`hides ${what}`, () => assert.equal(redact(text), expected));
  }

  it('hides what it was told, wherever it stands', () => assert.equal(redact('a=hunter2hunter2;', ['hunter2hunter2']), 'a=[redacted];'));

  it('leaves ids and words alone', () => {
    const text = 'org 00D000000000001EAA, user 005000000000001AAA, token of thanks';
    assert.equal(redact(text), text);
  });
});
