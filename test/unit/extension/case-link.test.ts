import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { caseQuery, readCaseQuery, readForceIdeLink, type CaseLink } from '../../../src/extension/links/case-link.ts';

describe('links for cases', () => {
  const links: readonly CaseLink[] = [
    { org: '00D5g000004XyZaEAK', user: 'amy@harbor.example', unit: 'nwd.TieredDiscount', line: 10, breakpoints: [{ unit: 'PricingEngine', line: 16 }, { unit: 'OrderTrigger', line: 2 }] },
    { org: 'Harbor & Sons = "UAT"?', user: null, unit: 'Order', line: null, breakpoints: [] },
    { org: 'x', user: null, unit: null, line: null, breakpoints: [] },
  ];
  for (const link of links) it(`come back as they were made: ${link.org}`, () => assert.deepEqual(readCaseQuery(caseQuery(link)), link));

  for (const [what, query, message] of [
    ['no org', 'user=a', /names no org/],
    ['an empty org', 'org=%20', /names no org/],
    ['a token', 'org=a&token=secret', /holds "token"/],
    ['a path for a class', 'org=a&at=..%2F..%2Fetc%2Fpasswd:1', /no place/],
    ['a command for a class', 'org=a&at=Order:1;rm', /no place/],
    ['line 0', 'org=a&at=Order:0', /no place/],
    ['a breakpoint without a line', 'org=a&breakpoints=Order', /no place/],
    ['two lines', 'org=a&breakpoints=Order:1:2', /no place/],
    ['too many breakpoints', `org=a&breakpoints=${Array.from({ length: 101 }, (_, i) => `A:${i + 1}`).join(',')}`, /101 breakpoints/],
    ['too much', `org=${'a'.repeat(9000)}`, /9004 characters/],
  ] as const) {
    it(`refuse ${what}`, () => assert.throws(() => readCaseQuery(query), message));
  }
});

describe('forceide:// links', () => {
  it('give the org and drop the session id', () => {
    assert.deepEqual(readForceIdeLink('forceide://Harbor%20Foods+UAT?url=https%3A%2F%2Fharbor.my.example&sessionId=AQ0AQ'), { org: 'Harbor Foods UAT', user: null, unit: null, line: null, breakpoints: [] });
    assert.equal(readForceIdeLink('FORCEIDE://x/?sessionId=00D5g000004XyZa!AQ0AQ.secret').org, '00D5g000004XyZa');
  });

  for (const text of ['https://x?url=1', 'forceide://', 'forceide://?url=a', 'forceide://%E0%A4%A?url=a', '']) {
    it(`refuse ${JSON.stringify(text)}`, () => assert.throws(() => readForceIdeLink(text), /forceide/));
  }
});
