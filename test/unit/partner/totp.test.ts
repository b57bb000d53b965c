import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { fromBase32 } from '../../support/base32.ts';
import { codeAt, enrolmentUri, matchingStep, stepAt, toBase32 } from '../../../src/sandbox/partner/totp.ts';

/** Of RFC 6238, appendix B (SHA-1), with the last six of its eight digits. */
const secret = Buffer.from('12345678901234567890');
const vectors = [[59, '287082'], [1_111_111_109, '081804'], [1_111_111_111, '050471'], [1_234_567_890, '005924'], [2_000_000_000, '279037'], [20_000_000_000, '353130']] as const;

/** `oathtool --totp=sha1 --base32 KEY --now @SECONDS`, OATH Toolkit 2.6.7: keys as an enrolment shows them. */
const recorded = [
  ['GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ', 59, '287082'],
  ['GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ', 1_700_000_000, '921300'],
  ['JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP', 59, '503347'],
  ['JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP', 1_795_650_000, '807421'],
  ['7777777777777777777777777777777A', 1_700_000_000, '573252'],
  ['7777777777777777777777777777777A', 1_767_606_000, '050696'],
  ['7777777777777777777777777777777A', 1_795_650_000, '066011'],
  ['QM4TXN2Z5LKJ7HGFDSA3PO6IUYTREW42', 1_700_000_000, '434094'],
  ['QM4TXN2Z5LKJ7HGFDSA3PO6IUYTREW42', 4_102_444_800, '507553'],
  ['AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA', 1_767_606_000, '130628'],
  ['AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA', 4_102_444_800, '155191'],
] as const;

describe('one-time passwords', () => {
  for (const [key, seconds, code] of recorded) {
    it(`of ${key} in second ${seconds} is what oathtool says`, () => {
      const bytes = fromBase32(key);
      assert.equal(toBase32(bytes), key);
      assert.equal(codeAt(bytes, stepAt(seconds * 1000)), code);
      assert.equal(matchingStep(bytes, code, seconds * 1000, 0), stepAt(seconds * 1000));
    });
  }

  for (const [seconds, code] of vectors) it(`of second ${seconds} is ${code}`, () => assert.equal(codeAt(secret, stepAt(seconds * 1000)), code));

  it('count for a step before and after, once, and never again', () => {
    const now = 1_111_111_111_000;
    const step = stepAt(now);
    for (const offset of [-1, 0, 1]) assert.equal(matchingStep(secret, codeAt(secret, step + offset), now, 0), step + offset);
    for (const offset of [-2, 2]) assert.equal(matchingStep(secret, codeAt(secret, step + offset), now, 0), null);
    assert.equal(matchingStep(secret, codeAt(secret, step), now, step), null);
    assert.equal(matchingStep(secret, ` ${codeAt(secret, step).slice(0, 3)} ${codeAt(secret, step).slice(3)}`, now, 0), step);
    for (const wrong of ['', '12345', '1234567', 'abcdef']) assert.equal(matchingStep(secret, wrong, now, 0), null);
  });

  /** Of RFC 4648, section 10, without padding. */
  for (const [text, encoded] of [['', ''], ['f', 'MY'], ['fo', 'MZXQ'], ['foo', 'MZXW6'], ['foob', 'MZXW6YQ'], ['fooba', 'MZXW6YTB'], ['foobar', 'MZXW6YTBOI']] as const) {
    it(`"${text}" is ${encoded || 'empty'} in base 32`, () => assert.equal(toBase32(Buffer.from(text)), encoded));
  }

  it('are set up by a URI that authenticator apps read', () => {
    assert.equal(enrolmentUri('North & Co', 'kim@acme.example', Buffer.from('foobar')), 'otpauth://totp/North%20%26%20Co%3Akim%40acme.example?secret=MZXW6YTBOI&issuer=North%20%26%20Co&algorithm=SHA1&digits=6&period=30');
  });
});
