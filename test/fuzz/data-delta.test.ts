/**
 * Random changes, savepoints, rollbacks, commits and reads of a delta over the file, against maps that are copied whole.
 * Every read goes through the SQL forms that queries compile to. The seed is printed when a run fails.
 */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'mocha';
import { Delta } from '../../src/sandbox/data/delta.ts';
import type { StoredRow, StoredValue, TableLayout } from '../../src/sandbox/data/layout.ts';
import { Calendar } from '../../src/sandbox/data/soql/calendar.ts';
import { Parameters } from '../../src/sandbox/data/soql/environment.ts';
import type { Environment } from '../../src/sandbox/data/soql/environment.ts';
import { Scope, unite } from '../../src/sandbox/data/soql/scope.ts';
import { openOrgStore } from '../../src/sandbox/data/store.ts';
import type { OrgStore } from '../../src/sandbox/data/store.ts';
import type { StoreConnection } from '../../src/sandbox/data/storage/connection.ts';
import { familySchema } from '../unit/data/support/mini-schema.ts';
import { seededRandom } from '../support/random.ts';

const RUNS = Number(process.env['FUZZ_RUNS'] ?? 30);
const STEPS = 120;

interface PlainRow { name: string | null; amount: bigint | null; parent: string | null }
type Plain = { parents: Map<string, PlainRow>; children: Map<string, PlainRow> };
const copyOf = (plain: Plain): Plain => ({ parents: new Map(plain.parents), children: new Map(plain.children) });

class Subject {
  readonly store: OrgStore;
  readonly connection: StoreConnection;
  readonly delta = new Delta();
  readonly parents: TableLayout;
  readonly children: TableLayout;

  constructor(store: OrgStore) {
    this.store = store;
    this.connection = store.connect();
    this.parents = store.layoutOf(store.schema.object('Parent__c')!);
    this.children = store.layoutOf(store.schema.object('Child__c')!);
  }

  /** Rows of a query that selects expressions of `layout`'s object. */
  select(layout: TableLayout, paths: readonly string[][], condition: (resolve: (path: string[]) => string, parameters: Parameters) => string | null): StoredValue[][] {
    const parameters = new Parameters();
    const environment: Environment = {
      schema: this.store.schema, callerNamespace: null, access: null, includeDeleted: false, parameters, bindIndex: new Map(), binds: [],
      layoutOf: (object) => this.store.layoutOf(object),
      sourcesOf: (one) => this.connection.flush(this.delta, one),
      formula: () => assert.fail(), sharing: () => null, refuse: () => undefined,
    };
    const scope = new Scope(environment, layout.object, []);
    const columns = paths.map((path) => scope.resolve(path).sql);
    const where = condition((path) => scope.resolve(path).key, parameters);
    const context = { binds: [], calendar: new Calendar({ timeZone: 'UTC', firstDayOfWeek: 0, fiscalYearStartMonth: 1 }, 0), userId: '', sharing: null! };
    return this.connection.statements.get(`${unite(scope.arms(), columns, where)} ORDER BY 1`, true).all(...parameters.values(context)) as unknown as StoredValue[][];
  }

  row(layout: TableLayout, id: string, plain: PlainRow): StoredRow {
    return layout.columns.map((column): StoredValue => {
      switch (column.field.name) {
        case 'Id': return id;
        case 'IsDeleted': return 0;
        case 'Name': return plain.name;
        case 'Amount__c': return plain.amount;
        case 'Parent__c': return plain.parent;
        default: return null;
      }
    });
  }

  put(layout: TableLayout, id: string, plain: PlainRow | null): void {
    const known = this.delta.get(layout, id);
    const base = known === undefined ? (this.connection.readCommitted(layout, [id]).get(id) ?? null) : null;
    this.delta.put(layout, id, plain === null ? null : this.row(layout, id, plain), base);
  }
}

function run(seed: number, path: string): void {
  const random = seededRandom(seed);
  const pick = <T,>(values: readonly T[]): T | undefined => values[Math.floor(random() * values.length)];
  const subject = new Subject(openOrgStore(path, familySchema()));
  const other = new Subject(subject.store);
  let committed: Plain = { parents: new Map(), children: new Map() };
  let current = copyOf(committed);
  let savepoints: { mark: number; plain: Plain }[] = [];

  const check = (who: Subject, expected: Plain): void => {
    const probe = pick([...expected.children.keys()]) ?? 'none';
    const byId = who.select(who.children, [['Id'], ['Name'], ['Parent__r', 'Name'], ['Parent__r', 'Amount__c']], (resolve, p) => `${resolve(['Id'])} = ${p.constant(probe)}`);
    const row = expected.children.get(probe);
    const parentOf = (one: PlainRow) => (one.parent === null ? undefined : expected.parents.get(one.parent));
    assert.deepEqual(byId, row === undefined ? [] : [[probe, row.name, parentOf(row)?.name ?? null, parentOf(row)?.amount ?? null]]);
    const parent = pick([...expected.parents.keys()]) ?? 'none';
    const children = who.select(who.children, [['Id'], ['Amount__c']], (resolve, p) => `${resolve(['Parent__c'])} = ${p.constant(parent)}`);
    const sorted = (rows: StoredValue[][]) => rows.sort((a, b) => (String(a[0]) < String(b[0]) ? -1 : 1));
    assert.deepEqual(children, sorted([...expected.children].filter(([, one]) => one.parent === parent).map(([id, one]) => [id, one.amount])));
    const byParent = who.select(who.children, [['Id']], (resolve, p) => `${resolve(['Parent__r', 'Name'])} = ${p.constant('n3')}`);
    assert.deepEqual(byParent, sorted([...expected.children].filter(([, one]) => parentOf(one)?.name?.toLowerCase() === 'n3').map(([id]) => [id])));
    const all = who.select(who.parents, [['Id'], ['Name']], (resolve, p) => `${resolve(['Name'])} = ${p.constant('n5')}`);
    assert.deepEqual(all, sorted([...expected.parents].filter(([, one]) => one.name?.toLowerCase() === 'n5').map(([id, one]) => [id, one.name])));
  };

  for (let step = 0; step < STEPS; step++) {
    const isChild = random() < 0.6;
    const layout = isChild ? subject.children : subject.parents;
    const rows = isChild ? current.children : current.parents;
    const kind = random();
    const values = (): PlainRow => ({
      name: pick(['n1', 'N3', 'n3', 'N5', 'n7', null])!,
      amount: pick([null, 0n, 100n, -250n, 999_999_999_999_999_999n])!,
      parent: isChild ? (pick([...current.parents.keys(), null]) ?? null) : null,
    });
    if (kind < 0.3) {
      const id = subject.connection.newRecordId(layout.object.keyPrefix!);
      const row = values();
      subject.put(layout, id, row);
      rows.set(id, row);
    } else if (kind < 0.5) {
      const id = pick([...rows.keys()]);
      if (id === undefined) continue;
      const row = values();
      subject.put(layout, id, row);
      rows.set(id, row);
    } else if (kind < 0.6) {
      const id = pick([...rows.keys()]);
      if (id === undefined) continue;
      subject.put(layout, id, null);
      rows.delete(id);
    } else if (kind < 0.68) {
      savepoints.push({ mark: subject.delta.mark(), plain: copyOf(current) });
    } else if (kind < 0.74 && savepoints.length > 0) {
      const index = Math.floor(random() * savepoints.length);
      const { mark, plain } = savepoints[index]!;
      savepoints = savepoints.slice(0, index);
      subject.delta.rollbackTo(mark);
      current = copyOf(plain);
    } else if (kind < 0.79) {
      subject.connection.commit(subject.delta);
      committed = copyOf(current);
      savepoints = [];
    } else if (kind < 0.81) {
      subject.connection.discard(subject.delta);
      current = copyOf(committed);
      savepoints = [];
    } else {
      check(subject, current);
      check(other, committed);
    }
  }
  check(subject, current);
  subject.connection.close();
  other.connection.close();
}

describe('delta over the store, fuzzed', () => {
  let folder = '';
  before(() => { folder = mkdtempSync(join(tmpdir(), 'delta-fuzz-')); });
  after(() => { rmSync(folder, { recursive: true }); });

  it(`answers as plain maps do in ${RUNS} runs`, function () {
    this.timeout(120_000);
    const first = Number(process.env['FUZZ_SEED'] ?? 1);
    for (let seed = first; seed < first + RUNS; seed++) {
      try {
        run(seed, join(folder, `${seed}.db`));
      } catch (error) {
        throw new Error(`FUZZ_SEED=${seed}`, { cause: error });
      }
    }
  });
});
