/**
 * Random conditions over random rows, part of them committed, part changed in the delta, against a plain evaluation of the
 * same conditions. Order, paging and counts are checked with them.
 */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'mocha';
import { ask, decimal, DML, fieldXml, insert, objectXml, record, World } from '../unit/data/support/world.ts';
import { seededRandom } from '../support/random.ts';

const RUNS = Number(process.env['FUZZ_RUNS'] ?? 12);
const QUERIES = 60;

interface Row { name: string; text: string | null; number: number | null; flag: boolean; parent: Row | null }
interface Condition { readonly soql: string; readonly test: (row: Row) => boolean }

const FILES = {
  'objects/P__c/P__c.object-meta.xml': objectXml('<nameField><type>Text</type><label>N</label></nameField>'),
  'objects/C__c/C__c.object-meta.xml': objectXml('<nameField><type>Text</type><label>N</label></nameField>'),
  ...Object.fromEntries(['P__c', 'C__c'].flatMap((object) => [
    [`objects/${object}/fields/T__c.field-meta.xml`, fieldXml('T__c', 'Text', '<length>20</length>')],
    [`objects/${object}/fields/N__c.field-meta.xml`, fieldXml('N__c', 'Number', '<precision>10</precision><scale>2</scale>')],
    [`objects/${object}/fields/F__c.field-meta.xml`, fieldXml('F__c', 'Checkbox', '<defaultValue>false</defaultValue>')],
  ])),
  'objects/C__c/fields/Parent__c.field-meta.xml': fieldXml('Parent__c', 'Lookup', '<referenceTo>P__c</referenceTo><relationshipName>Cs</relationshipName>'),
};

const TEXTS = ['red', 'Red', 'blue', 'b_ue', 'Ää', 'zz top', null];
const NUMBERS = [-3, 0, 1.25, 2, 99.99, null];

describe('SOQL conditions, fuzzed', () => {
  let world: World;
  before(() => { world = new World(FILES); });
  after(() => { world.close(); });

  const run = (seed: number): void => {
    const random = seededRandom(seed);
    const pick = <T,>(values: readonly T[]): T => values[Math.floor(random() * values.length)]!;
    const session = world.session();
    const parents: { id: string; row: Row }[] = [];
    const children: { id: string; row: Row }[] = [];
    let n = 0;
    const values = (isChild: boolean): Row => ({
      name: `r${String(n++).padStart(4, '0')}`, text: pick(TEXTS), number: pick(NUMBERS), flag: random() < 0.5, parent: isChild && random() < 0.8 && parents.length > 0 ? pick(parents).row : null,
    });
    const fieldsOf = (row: Row, isChild: boolean): Record<string, unknown> => ({
      Name: row.name, T__c: row.text, N__c: row.number === null ? null : decimal(String(row.number)), F__c: row.flag,
      ...(isChild ? { Parent__c: row.parent === null ? null : parents.find((one) => one.row === row.parent)!.id } : {}),
    });
    const add = (isChild: boolean): void => {
      const row = values(isChild);
      const [id] = insert(session, isChild ? 'C__c' : 'P__c', [fieldsOf(row, isChild)]);
      (isChild ? children : parents).push({ id: id!, row });
    };
    for (let i = 0; i < 5; i++) add(false);
    for (let i = 0; i < 15; i++) add(true);
    session.commit();
    for (let i = 0; i < 3; i++) add(false);
    for (let i = 0; i < 8; i++) add(true);
    for (let i = 0; i < 5; i++) {
      const isChild = random() < 0.6;
      const target = pick(isChild ? children : parents);
      const next = values(isChild);
      // Rows are compared by identity, so the model's row changes in place.
      Object.assign(target.row, next);
      session.dml('update', [record(isChild ? 'C__c' : 'P__c', { Id: target.id, ...fieldsOf(target.row, isChild) })], DML);
    }
    const gone = children.splice(Math.floor(random() * children.length), 1)[0]!;
    session.dml('delete', [record('C__c', { Id: gone.id })], DML);

    const compare = <T,>(operator: string, left: T | null, right: T, order: (a: T, b: T) => number): boolean => {
      if (left === null) return operator === '!=';
      const o = order(left, right);
      return { '=': o === 0, '!=': o !== 0, '<': o < 0, '<=': o <= 0, '>': o > 0, '>=': o >= 0 }[operator]!;
    };
    const fold = (a: string, b: string): number => (a.toLowerCase() < b.toLowerCase() ? -1 : Number(a.toLowerCase() > b.toLowerCase()));
    const leaf = (): Condition => {
      const viaParent = random() < 0.35;
      const of = (row: Row): Row | null => (viaParent ? row.parent : row);
      const path = viaParent ? 'Parent__r.' : '';
      const operator = pick(['=', '!=', '<', '<=', '>', '>=']);
      switch (Math.floor(random() * 7)) {
        case 0: { const value = pick(['red', 'BLUE', 'zz top', 'ÄÄ']); return { soql: `${path}T__c ${operator} '${value}'`, test: (row) => compare(operator, of(row)?.text ?? null, value, fold) }; }
        case 1: { const value = pick([0, 1.25, 1.255, 2, -3]); return { soql: `${path}N__c ${operator} ${value}`, test: (row) => compare(operator, of(row)?.number ?? null, value, (a, b) => a - b) }; }
        case 2: { const isNot = random() < 0.5; return { soql: `${path}T__c ${isNot ? '!=' : '='} null`, test: (row) => ((of(row)?.text ?? null) === null) !== isNot }; }
        case 3: { const isNot = random() < 0.5; return { soql: `${path}T__c ${isNot ? 'NOT IN' : 'IN'} ('red', 'Zz Top')`, test: (row) => ['red', 'zz top'].includes((of(row)?.text ?? '').toLowerCase()) !== isNot }; }
        case 4: { const [pattern, expression] = pick([['r%', /^r/i], ['%U_', /u.$/i], ['b\\\\_ue', /^b_ue$/i], ['%', /^[\s\S]*$/]] as [string, RegExp][]); return { soql: `${path}T__c LIKE '${pattern}'`, test: (row) => of(row)?.text != null && expression.test(of(row)!.text!) }; }
        case 5: { const isNot = random() < 0.5; const low = pick([0, 2]); return { soql: `Parent__c ${isNot ? 'NOT IN' : 'IN'} (SELECT Id FROM P__c WHERE N__c > ${low})`, test: (row) => (row.parent !== null && (row.parent.number ?? -Infinity) > low) !== isNot }; }
        default: { const value = random() < 0.5; return { soql: `F__c = ${value}`, test: (row) => row.flag === value }; }
      }
    };
    const condition = (depth: number): Condition => {
      if (depth === 0 || random() < 0.4) return leaf();
      if (random() < 0.25) { const inner = condition(depth - 1); return { soql: `(NOT (${inner.soql}))`, test: (row) => !inner.test(row) }; }
      const parts = [condition(depth - 1), condition(depth - 1)];
      // The platform takes no semi-join beside OR.
      const isAnd = random() < 0.5 || parts.some((one) => one.soql.startsWith('Parent__c '));
      return { soql: `(${parts.map((one) => one.soql).join(isAnd ? ' AND ' : ' OR ')})`, test: (row) => (isAnd ? parts.every((one) => one.test(row)) : parts.some((one) => one.test(row))) };
    };
    for (let i = 0; i < QUERIES; i++) {
      const where = condition(3);
      if ((where.soql.match(/\(SELECT/g) ?? []).length > 2) continue;
      const matching = children.filter((one) => where.test(one.row)).map((one) => one.row.name).sort();
      const soql = `SELECT Name FROM C__c WHERE ${where.soql} ORDER BY Name`;
      assert.deepEqual((ask(session, soql) as { Name: string }[]).map((one) => one.Name), matching, soql);
      assert.equal(ask(session, `SELECT COUNT() FROM C__c WHERE ${where.soql}`), matching.length);
      const page = ask(session, `SELECT Name FROM C__c WHERE ${where.soql} ORDER BY Name DESC LIMIT 3 OFFSET 1`) as { Name: string }[];
      assert.deepEqual(page.map((one) => one.Name), matching.toReversed().slice(1, 4));
    }
    for (const object of ['C__c', 'P__c']) session.dml('delete', (ask(session, `SELECT Id FROM ${object}`) as { Id: string }[]).map((one) => record(object, one)), DML);
    session.commit();
  };

  it(`find what a plain evaluation finds, in ${RUNS} runs`, function () {
    this.timeout(120_000);
    const first = Number(process.env['FUZZ_SEED'] ?? 1);
    for (let seed = first; seed < first + RUNS; seed++) {
      try {
        run(seed);
      } catch (error) {
        throw new Error(`FUZZ_SEED=${seed}: ${(error as Error).message}`, { cause: error });
      }
    }
  });
});
