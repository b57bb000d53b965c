import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { parseExpression, parseSoql, parseSosl } from '../../../src/sandbox/apex/syntax/parser.ts';
import { showSoql, showSosl } from './support/show.ts';

/** A query and its structure; where that is null, it is the source. */
const SOQL: readonly (readonly [string, string | null])[] = [
  ['SELECT Id FROM Account', null], ['select id, Owner.Name n from Account a', 'SELECT id, Owner.Name n FROM Account a'], ['SELECT COUNT() FROM A', null], ['SELECT COUNT(Id) c, MAX(B) FROM A', null],
  ['SELECT a.Id FROM Account a, a.Contacts c', null], ['SELECT FIELDS(ALL) FROM A LIMIT 200', null], ['SELECT toLabel(A), FORMAT(convertCurrency(B)) c FROM D', null],
  ['SELECT Id, (SELECT Id FROM Contacts WHERE A = 1 ORDER BY B LIMIT 2) FROM Account', null], ['SELECT TYPEOF What WHEN Account THEN Phone, Name WHEN Opportunity THEN Amount ELSE Name END FROM Event', null],
  // Conditions
  ["SELECT Id FROM A WHERE B = 'x' AND C != 1 AND D <> 2.5", 'SELECT Id FROM A WHERE (B = "x" AND C != 1 AND D != 2.5)'], ['SELECT Id FROM A WHERE B < 1 OR C >= -2', 'SELECT Id FROM A WHERE (B < 1 OR C >= -2)'],
  ['SELECT Id FROM A WHERE B = 1 AND (C = 2 OR D = 3)', 'SELECT Id FROM A WHERE (B = 1 AND (C = 2 OR D = 3))'], ['SELECT Id FROM A WHERE NOT B = 1', 'SELECT Id FROM A WHERE (NOT B = 1)'],
  ['SELECT Id FROM A WHERE B = 1 AND (NOT C = 2)', 'SELECT Id FROM A WHERE (B = 1 AND (NOT C = 2))'], ["SELECT Id FROM A WHERE B LIKE 'a%'", 'SELECT Id FROM A WHERE B like "a%"'],
  ["SELECT Id FROM A WHERE B IN ('a', 'b') AND C NOT IN (1, 2)", 'SELECT Id FROM A WHERE (B in ("a", "b") AND C not in (1, 2))'], ["SELECT Id FROM A WHERE B INCLUDES ('a;b', 'c') OR C EXCLUDES ('d')", 'SELECT Id FROM A WHERE (B includes ("a;b", "c") OR C excludes ("d"))'],
  ['SELECT Id FROM A WHERE B IN (SELECT C FROM D WHERE E = null)', 'SELECT Id FROM A WHERE B in (SELECT C FROM D WHERE E = null)'], ['SELECT Id FROM A WHERE B = TRUE AND C = null', 'SELECT Id FROM A WHERE (B = true AND C = null)'],
  ['SELECT Id FROM A WHERE B = :x AND C IN :y.z', 'SELECT Id FROM A WHERE (B = :x AND C in :y.z)'],
  // Values
  ['SELECT Id FROM A WHERE B = 2024-01-31 OR C = 2024-01-31T10:00:00Z OR D = 2024-01-31T10:00:00.123+02:00 OR E = 10:00:00Z', 'SELECT Id FROM A WHERE (B = date 2024-01-31 OR C = datetime 2024-01-31T10:00:00Z OR D = datetime 2024-01-31T10:00:00.123+02:00 OR E = time 10:00:00Z)'],
  ['SELECT Id FROM A WHERE B = TODAY OR C > LAST_N_DAYS:30 OR D = N_FISCAL_YEARS_AGO:2', null], ['SELECT Id FROM A WHERE B > USD5000 OR C = eur10.50', 'SELECT Id FROM A WHERE (B > currency USD 5000 OR C = currency EUR 10.50)'],
  ["SELECT Id FROM A WHERE B LIKE '50\\%\\_\\'x\\n'", `SELECT Id FROM A WHERE B like ${JSON.stringify("50\\%\\_'x\n")}`],
  ["SELECT Id FROM A WHERE DISTANCE(L__c, GEOLOCATION(37.7, -122.4), 'mi') < 20", 'SELECT Id FROM A WHERE DISTANCE(L__c, GEOLOCATION(37.7, -122.4), "mi") < 20'], ['SELECT Id FROM A WHERE CALENDAR_YEAR(convertTimezone(B)) = 2024', null],
  // Clauses
  ['SELECT Id FROM A USING SCOPE mine WHERE B = 1', 'SELECT Id FROM A SCOPE mine WHERE B = 1'], ['SELECT Id FROM A WITH SECURITY_ENFORCED', null], ['SELECT Id FROM A WHERE B = 1 WITH USER_MODE ORDER BY C', null],
  ['SELECT A, COUNT(Id) FROM B GROUP BY A HAVING COUNT(Id) > 1 ORDER BY COUNT(Id) DESC NULLS LAST, A ASC', 'SELECT A, COUNT(Id) FROM B GROUP BY plain A HAVING COUNT(Id) > 1 ORDER BY COUNT(Id) DESC NULLS last, A'],
  ['SELECT A FROM B GROUP BY ROLLUP(A, C)', 'SELECT A FROM B GROUP BY rollup A, C'], ['SELECT A FROM B GROUP BY CUBE(A)', 'SELECT A FROM B GROUP BY cube A'], ['SELECT CALENDAR_YEAR(A) FROM B GROUP BY CALENDAR_YEAR(A)', 'SELECT CALENDAR_YEAR(A) FROM B GROUP BY plain CALENDAR_YEAR(A)'],
  ['SELECT Id FROM A LIMIT 5 OFFSET 10 ALL ROWS', null], ['SELECT Id FROM A LIMIT :n OFFSET :m', null], ['SELECT Id FROM A FOR UPDATE', 'SELECT Id FROM A FOR update'], ['SELECT Id FROM A FOR VIEW FOR REFERENCE', 'SELECT Id FROM A FOR view FOR reference'],
  ['SELECT Id FROM K WITH DATA CATEGORY G__c AT a__c AND P__c ABOVE (b__c, c__c)', 'SELECT Id FROM K WITH DATA CATEGORY'],
];

const SOSL: readonly (readonly [string, string])[] = [
  ["FIND 'a*'", 'FIND "a*"'], ['FIND {it\'s "x"\\}} IN ALL FIELDS', `FIND ${JSON.stringify('it\'s "x"\\}')} IN all`], ["FIND 'a' IN Name FIELDS RETURNING A, B(Id, Name)", 'FIND "a" IN name RETURNING A, B(Id, Name)'],
  ["FIND 'a' RETURNING A(Id WHERE B = 1 ORDER BY C DESC LIMIT 2 OFFSET 3) LIMIT 4", 'FIND "a" RETURNING A(Id WHERE B = 1 ORDER BY C DESC LIMIT 2 OFFSET 3) LIMIT 4'], ["FIND 'a' RETURNING A(Id USING ListView = Recent)", 'FIND "a" RETURNING A(Id)'],
  ["FIND 'a' WITH SNIPPET(target_length=50) WITH USER_MODE", 'FIND "a" WITH SNIPPET(target_length=50) WITH USER_MODE'], ["FIND 'a' WITH DIVISION = 'x'", 'FIND "a" WITH DIVISION = \'x\''], ["FIND 'a' WITH NETWORK IN ('x', 'y')", "FIND \"a\" WITH NETWORK IN ('x', 'y')"],
  ["FIND 'a' RETURNING A(toLabel(B))", 'FIND "a" RETURNING A(toLabel(B))'], ['FIND :a.b RETURNING A', 'FIND :a.b RETURNING A'],
];

/** Dynamic queries that are refused, the offset and the text of the offending token. */
const REFUSED: readonly (readonly [string, string])[] = [
  ['SELECT FROM Account', 'FROM'], ['SELECT Id, FROM Account', 'FROM'], ['SELECT Id FROM A WHERE WHERE B = 1', 'WHERE'], ['SELECT Id Account', ''], ['SELECT Id FROM A WHERE B = 1 AND C = 2 OR D = 3', 'OR'], ['SELECT Id FROM A WHERE B = 1 AND NOT C = 2', 'NOT'], ['SELECT Id FROM A WHERE NOT B = 1 AND C = 2', 'AND'],
  ['SELECT Id FROM A WHERE B = C', 'C'], ['SELECT Id FROM A WHERE B = LAST_N_DAYS', ''], ['SELECT Id FROM A LIMIT x', 'x'], ['SELECT Id FROM A LIMIT 5 ORDER BY B', 'ORDER'], ['SELECT NOPE(Id) FROM A', '('],
  ['SELECT Id FROM A WHERE B IN :f(x)', '('], ['SELECT Id FROM A WHERE B = :0050', '0050'], ["SELECT Id FROM A WHERE B = 'a' 'b'", "'b'"], ['SELECT Id FROM A HAVING COUNT(Id) > 1', 'HAVING'], ['SELECT Id FROM A;', ';'], ["SELECT Id FROM A WHERE B = '\\q'", "'\\q'"],
];

describe('SOQL and SOSL', () => {
  for (const [source, expected] of SOQL) {
    it(source.replaceAll('\n', '⏎'), () => {
      const { tree, errors } = parseSoql(source);
      assert.deepEqual(errors, []);
      assert.equal(showSoql(tree).replace(/ WHERE \((.*)\)$/, (all, inner: string) => (expected === null ? ` WHERE ${inner}` : all)), expected ?? source);
    });
    if (!source.includes('\\%')) {
      it(`inline: ${source}`, () => {
        const { tree, errors } = parseExpression(`[${source}]`);
        assert.deepEqual(errors, []);
        assert.ok(tree.kind === 'SoqlExpression');
        assert.equal(showSoql(tree.query), showSoql(parseSoql(source).tree));
      });
    }
  }
  for (const [source, expected] of SOSL) {
    it(source, () => {
      const { tree, errors } = parseSosl(source);
      assert.deepEqual(errors, []);
      assert.equal(showSosl(tree), expected);
    });
  }
  for (const [source, token] of REFUSED) {
    it(`refuses ${source}`, () => {
      const { errors } = parseSoql(source);
      assert.ok(errors.length > 0);
      if (token) assert.equal(source.slice(errors[0]!.start, errors[0]!.end), token);
    });
  }
  it('keeps positions of a search in braces', () => {
    const source = 'FIND {a b} RETURNING Account(Id)';
    const { tree } = parseSosl(source);
    assert.equal(source.slice(tree.find.start, tree.find.end), '{a b}');
    assert.equal(source.slice(tree.returning[0]!.object.start, tree.returning[0]!.object.end), 'Account');
  });
});
