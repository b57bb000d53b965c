/** Source: Salesforce Help, "Matching Methods Used in Matching Rules" and "Matching Algorithms Used with Matching Methods", with their examples. */
import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { MatchingMethod } from '../../../src/sandbox/data/automation/contract.ts';
import { isMatch } from '../../../src/sandbox/data/automation/matching-methods.ts';

const TABLE: readonly (readonly [MatchingMethod, string, string, boolean])[] = [
  ['Exact', 'Salesforce', ' salesforce ', true], ['Exact', 'salesforce.com', 'Salesforce', false],
  ['FirstName', 'Jonathan', 'J', true], ['FirstName', 'Jonathan', 'J.', true], ['FirstName', 'Bob', 'Robert', true], ['FirstName', 'Johnathan', 'Jonathan', true], ['FirstName', 'Mary', 'Robert', false],
  ['LastName', 'Smith', 'Smyth', true], ['LastName', 'Philips', 'Filips', true], ['LastName', 'Smith', 'Jones', false],
  ['CompanyName', 'Advanced Micro Devices', 'AMD', true], ['CompanyName', 'Acme, Inc.', 'The Acme Corporation', true], ['CompanyName', 'Acme', 'Initech', false],
  ['Phone', '1-415-555-1234', '1-415-555-5678', true], ['Phone', '(415) 555-1234', '+1 415 555 1234', true], ['Phone', '415-555-1234', '212-555-1234', false],
  ['City', 'San Francisco', 'San Fransisco', true], ['City', 'Boston', 'Austin', false],
  ['Street', '123 Market Street, Suite 100', '123 Market St, Suite 100', true], ['Street', '123 Market Street, Suite 100', '123 Market Drive, Suite 300', false],
  ['Zip', '94105-1234', '94105', true], ['Zip', '94105', '10001', false],
  ['Title', 'VP Sales', 'VP of Sales', true], ['Title', 'CEO', 'Chief Executive Officer', true], ['Title', 'Engineer', 'Accountant', false],
];

describe('matching methods', () => {
  for (const [method, first, second, matches] of TABLE) {
    it(`${method}: ${first} ${matches ? 'is' : "isn't"} ${second}`, () => assert.deepEqual([isMatch(method, first, second), isMatch(method, second, first)], [matches, matches]));
  }
});
