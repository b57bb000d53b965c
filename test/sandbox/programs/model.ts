/**
 * What programs must do, told in maps: rows by id, a transaction's changes over the committed ones (read committed), and locks
 * that a transaction keeps to its end. Knows nothing of the product. A statement is a generator that yields the locks it asks
 * for, and is told whether it has them.
 */
import type { Script, Statement } from './support/statements.ts';

interface Row { readonly id: number; readonly object: 'box' | 'item' | 'account' | 'tag'; readonly name: string; readonly serial: number; readonly parent: number | null; readonly amount: number; readonly isDeleted: boolean; /** What brings it back: itself, its master, nothing. */ readonly returns: 'alone' | 'along' | 'never' }
type Locks = readonly string[];
type Statements = Generator<Locks, string, boolean>;
type Outcome = { readonly row: Row | null; readonly code: string | null };

const LOCKED = 'UNABLE_TO_LOCK_ROW';
const DELETED = 'ENTITY_IS_DELETED';
const REFUSED = 'FIELD_CUSTOM_VALIDATION_EXCEPTION';
const DUPLICATE = 'DUPLICATE_VALUE';
const [BEFORE, AFTER, MOST] = [13, 17, 100];
const ATTEMPTS = 3;

export class Model {
  readonly committed = new Map<number, Row>();
  readonly #holders = new Map<string, ModelTransaction>();
  #waiting: { readonly transaction: ModelTransaction; readonly keys: Locks }[] = [];
  #nextId = 1;

  newId(): number {
    return this.#nextId++;
  }

  #isFree(transaction: ModelTransaction, keys: Locks): boolean {
    return keys.every((key) => [undefined, transaction].includes(this.#holders.get(key)));
  }

  #blockers(transaction: ModelTransaction, keys: Locks): ModelTransaction[] {
    return keys.map((key) => this.#holders.get(key)).filter((holder) => holder !== undefined && holder !== transaction) as ModelTransaction[];
  }

  #closesCircle(transaction: ModelTransaction, keys: Locks): boolean {
    const reached = new Set(this.#blockers(transaction, keys));
    for (const one of reached) for (const { transaction: other, keys: wanted } of this.#waiting) if (other === one) for (const next of this.#blockers(other, wanted)) reached.add(next);
    return reached.has(transaction);
  }

  /** true: has them; false: never will; null: waits. */
  ask(transaction: ModelTransaction, keys: Locks): boolean | null {
    if (this.#isFree(transaction, keys)) {
      this.#take(transaction, keys);
      return true;
    }
    if (this.#closesCircle(transaction, keys)) return false;
    this.#waiting.push({ transaction, keys });
    return null;
  }

  #take(transaction: ModelTransaction, keys: Locks): void {
    for (const key of keys) this.#holders.set(key, transaction);
    transaction.locks.push(...keys);
  }

  /** Frees locks; whoever has waited for them and has all now goes on, in the order of waiting. */
  free(transaction: ModelTransaction, keys: Locks): ModelTransaction[] {
    for (const key of keys) if (this.#holders.get(key) === transaction) this.#holders.delete(key);
    const awake: ModelTransaction[] = [];
    this.#waiting = this.#waiting.filter(({ transaction: other, keys: wanted }) => {
      if (!this.#isFree(other, wanted)) return true;
      this.#take(other, wanted);
      awake.push(other);
      return false;
    });
    return awake;
  }
}

/** What a transaction has come to: it has said something, it waits, or it has ended. */
export type Step = { readonly kind: 'said'; readonly text: string } | { readonly kind: 'waits' } | { readonly kind: 'ended' };

export class ModelTransaction {
  readonly locks: string[] = [];
  readonly #model: Model;
  readonly #script: Script;
  readonly #prefix: string;
  #changes = new Map<number, Row>();
  #points = new Map<string, { readonly changes: Map<number, Row>; readonly locks: number; readonly order: number }>();
  #order = 0;
  #at = 0;
  #running: Statements | null = null;
  /** Transactions that its last step has set free. */
  awake: ModelTransaction[] = [];
  state: 'ready' | 'waits' | 'ended' = 'ready';

  constructor(model: Model, script: Script, prefix: string) {
    this.#model = model;
    this.#script = script;
    this.#prefix = prefix;
  }

  /** The next statement, or the rest of one that has waited. */
  step(): Step {
    const statement = this.#script.statements[this.#at];
    if (this.#running === null && statement === undefined) return this.#end();
    let next = this.#running === null ? (this.#running = this.#run(statement!)).next() : this.#running.next(true);
    for (;;) {
      if (next.done) {
        this.#running = null;
        this.#at++;
        this.state = 'ready';
        return { kind: 'said', text: next.value };
      }
      const granted = this.#model.ask(this, [...new Set(next.value)]);
      if (granted === null) {
        this.state = 'waits';
        return { kind: 'waits' };
      }
      next = this.#running.next(granted);
    }
  }

  #end(): Step {
    if (!this.#script.fails) for (const [id, row] of this.#changes) this.#model.committed.set(id, row);
    this.state = 'ended';
    this.awake = this.#model.free(this, this.locks);
    return { kind: 'ended' };
  }

  #row(id: number): Row | undefined {
    return this.#changes.get(id) ?? this.#model.committed.get(id);
  }

  #all(): Row[] {
    return [...new Map([...this.#model.committed, ...this.#changes]).values()].filter(({ name }) => name.startsWith(this.#prefix));
  }

  #live(object: Row['object'], name: string): Row | undefined {
    return this.#all().find((row) => row.object === object && row.name === name && !row.isDeleted);
  }

  #children(id: number): Row[] {
    return this.#all().filter((row) => row.parent === id);
  }

  #total(box: number): number {
    return this.#children(box).reduce((sum, row) => sum + (row.isDeleted ? 0 : row.amount), 0);
  }

  #put(row: Row): void {
    this.#changes.set(row.id, row);
  }

  * #run(statement: Statement): Statements {
    switch (statement.kind) {
      case 'insertBoxes': return yield* this.#save(statement.rows.map(({ code, serial }) => ({ id: null, row: { object: 'box', name: code, serial, parent: null, amount: 0 } })), statement.whole);
      case 'insertItems': return yield* this.#save(this.#items(statement.rows).map((row) => ({ id: null, row })), statement.whole);
      case 'upsertItems': return yield* this.#save(this.#items(statement.rows).map((row) => ({ id: this.#live('item', row.name)?.id ?? null, row })), statement.whole, true);
      case 'updateItems': return yield* this.#save(statement.rows.map(({ key, amount }) => ({ found: this.#live('item', key), amount })).filter(({ found }) => found).map(({ found, amount }) => ({ id: found!.id, row: { amount } })), statement.whole);
      case 'deleteItems': return yield* this.#chunks(this.#named('item', statement.keys, false), statement.whole, (rows) => this.#delete(rows));
      case 'deleteBoxes': return yield* this.#chunks(this.#named('box', statement.keys, false), statement.whole, (rows) => this.#delete(rows));
      case 'undeleteItems': return yield* this.#chunks(this.#named('item', statement.keys, true), statement.whole, (rows) => this.#undelete(rows));
      case 'undeleteBoxes': return yield* this.#chunks(this.#named('box', statement.keys, true), statement.whole, (rows) => this.#undelete(rows));
      case 'lockBoxes': return yield* this.#lockBoxes(statement.keys);
      case 'insertAccounts': return yield* this.#save(statement.names.map((name) => ({ id: null, row: { object: 'account', name, serial: 0, parent: null, amount: 0 } })), true);
      case 'insertTags': return yield* this.#save(statement.rows.map(({ name, account }) => ({ name, owner: this.#live('account', account) })).filter(({ owner }) => owner).map(({ name, owner }) => ({ id: null, row: { object: 'tag', name, serial: 0, parent: owner!.id, amount: 0 } })), false);
      case 'mergeAccounts': return yield* this.#merge(statement.master, statement.other);
      case 'setPoint':
        this.#points.set(statement.name, { changes: new Map(this.#changes), locks: this.locks.length, order: ++this.#order });
        return 'set';
      case 'goBack': return this.#goBack(statement.name);
      case 'look': return this.#look();
    }
  }

  #items(rows: readonly { readonly key: string; readonly box: string; readonly amount: number; readonly serial: number }[]): Omit<Row, 'id' | 'isDeleted' | 'returns'>[] {
    return rows.map(({ key, box, amount, serial }) => ({ object: 'item' as const, name: key, serial, parent: this.#live('box', box)?.id ?? -1, amount })).filter(({ parent }) => parent !== -1);
  }

  /** The newest of each name, if more of them are in the recycle bin. */
  #named(object: Row['object'], names: readonly string[], isDeleted: boolean): number[] {
    return names.map((name) => this.#all().filter((row) => row.object === object && row.name === name && row.isDeleted === isDeleted).sort((a, b) => b.serial - a.serial)[0]?.id).filter((id) => id !== undefined);
  }

  /** Attempts with what is left, or one attempt for all or nothing. `attempt` gives an outcome for each. */
  * #chunk<T>(items: readonly T[], whole: boolean, attempt: (items: readonly T[]) => Generator<Locks, Outcome[], boolean>): Generator<Locks, Outcome[], boolean> {
    const failed = new Map<T, string>();
    for (let count = 1; ; count++) {
      const before = new Map(this.#changes);
      const rest = items.filter((item) => !failed.has(item));
      const outcomes = rest.length === 0 ? [] : yield* attempt(rest);
      rest.forEach((item, i) => { if (outcomes[i]!.code !== null) failed.set(item, outcomes[i]!.code); });
      const isClean = outcomes.every(({ code }) => code === null);
      if (!isClean && !whole) this.#changes = before;
      if (isClean || whole || rest.every((item) => failed.has(item))) return items.map((item) => ({ row: outcomes[rest.indexOf(item)]?.row ?? null, code: failed.get(item) ?? null }));
      if (count === ATTEMPTS) return items.map((item) => ({ row: null, code: failed.get(item) ?? 'UNKNOWN_EXCEPTION' }));
    }
  }

  * #chunks(ids: readonly number[], whole: boolean, attempt: (ids: readonly number[]) => Generator<Locks, Outcome[], boolean>): Statements {
    const before = new Map(this.#changes);
    return this.#text(yield* this.#chunk(ids, whole, attempt), whole, before);
  }

  #text(outcomes: readonly Outcome[], whole: boolean, before: Map<number, Row>, isNew: (index: number) => boolean = () => false): string {
    const bad = outcomes.findIndex(({ code }) => code !== null);
    if (whole && bad >= 0) {
      this.#changes = before;
      return `failed ${bad} ${outcomes[bad]!.code}`;
    }
    return outcomes.length === 0 ? 'nothing' : outcomes.map(({ code }, i) => (code ?? `ok${isNew(i) ? '+' : ''}`)).join(' ');
  }

  /** Inserts and updates, in runs of the one or the other. */
  * #save(rows: readonly { readonly id: number | null; readonly row: Partial<Row> }[], whole: boolean, isUpsert = false): Statements {
    const before = new Map(this.#changes);
    const outcomes: Outcome[] = [];
    for (let from = 0; from < rows.length; from = outcomes.length) {
      let to = from + 1;
      while (to < rows.length && (rows[to]!.id === null) === (rows[from]!.id === null)) to++;
      outcomes.push(...(yield* this.#chunk(rows.slice(from, to), whole, (some) => this.#saveChunk(some))));
    }
    return this.#text(outcomes, whole, before, (i) => isUpsert && rows[i]!.id === null);
  }

  * #saveChunk(rows: readonly { readonly id: number | null; readonly row: Partial<Row> }[]): Generator<Locks, Outcome[], boolean> {
    const codes: (string | null)[] = rows.map(() => null);
    const fail = (code: string): void => codes.forEach((old, i) => { codes[i] = old ?? code; });
    const good = (): number[] => [...codes.keys()].filter((i) => codes[i] === null);
    const isNew = rows[0]!.id === null;
    if (!isNew && !(yield rows.map(({ id }) => `row ${id}`))) fail(LOCKED);
    const before = rows.map(({ id }) => (id === null ? null : this.#row(id)!));
    for (const i of good()) if (before[i]?.isDeleted) codes[i] = DELETED;
    const after = rows.map(({ id, row }, i) => ({ isDeleted: false, returns: 'alone', ...before[i], ...row, id: id ?? this.#model.newId() }) as Row);
    const isGone = (parent: number | null): boolean => parent !== null && this.#row(parent)!.isDeleted;
    const checkParents = (): void => { for (const i of good()) if (after[i]!.parent !== (before[i]?.parent ?? null) && isGone(after[i]!.parent)) codes[i] = DELETED; };
    checkParents();
    const wanted = good().flatMap((i) => locksOf(before[i] ?? null, after[i]!));
    if (wanted.length > 0 && !(yield wanted)) fail(LOCKED);
    for (const i of good()) if (after[i]!.object === 'item' && after[i]!.amount === BEFORE) codes[i] = REFUSED;
    checkParents();
    const names = new Map<string, number>();
    for (const i of good()) {
      const { object, name, id } = after[i]!;
      if (object !== 'box' && object !== 'item') continue;
      const other = this.#live(object, name);
      if (names.has(name) || (other !== undefined && other.id !== id)) codes[i] = DUPLICATE;
      if (!names.has(name)) names.set(name, i);
    }
    const totals = new Map(this.#boxesOf([...before, ...after]).map((box) => [box, this.#total(box)]));
    const saved = good();
    for (const i of saved) this.#put(after[i]!);
    for (const i of saved) if (after[i]!.object === 'item' && after[i]!.amount === AFTER) codes[i] = REFUSED;
    yield* this.#rollUp(this.#boxesOf(good().flatMap((i) => [before[i] ?? null, after[i]!])), totals, fail);
    return codes.map((code, i) => ({ row: after[i]!, code }));
  }

  #boxesOf(rows: readonly (Row | null)[]): number[] {
    return [...new Set(rows.filter((row) => row?.object === 'item').map((row) => row!.parent!))];
  }

  /** Boxes that get another sum go through a save of their own. */
  * #rollUp(boxes: readonly number[], before: ReadonlyMap<number, number>, fail: (code: string) => void): Generator<Locks, void, boolean> {
    if (boxes.length === 0) return;
    if (!(yield boxes.map((box) => `row ${box}`))) return fail(LOCKED);
    const changed = boxes.filter((box) => !this.#row(box)!.isDeleted && this.#total(box) !== before.get(box));
    if (changed.some((box) => this.#total(box) > MOST)) fail(REFUSED);
  }

  * #delete(ids: readonly number[]): Generator<Locks, Outcome[], boolean> {
    const codes: (string | null)[] = ids.map(() => null);
    const fail = (code: string): void => codes.forEach((old, i) => { codes[i] = old ?? code; });
    if (!(yield ids.map((id) => `row ${id}`))) fail(LOCKED);
    const before = ids.map((id) => this.#row(id)!);
    before.forEach((row, i) => { if (row.isDeleted) codes[i] ??= DELETED; });
    const good = (): number[] => [...codes.keys()].filter((i) => codes[i] === null);
    const wanted = good().flatMap((i) => locksOf(before[i]!, { ...before[i]!, isDeleted: true }));
    if (wanted.length > 0 && !(yield wanted)) fail(LOCKED);
    const totals = new Map(this.#boxesOf(before).map((box) => [box, this.#total(box)]));
    for (const i of good()) {
      const concerned = this.#children(ids[i]!).filter((row) => !row.isDeleted || row.returns === 'alone');
      if (concerned.length > 0 && !(yield concerned.flatMap((row) => locksOf(row, { ...row, isDeleted: true })))) {
        codes[i] = LOCKED;
        continue;
      }
      this.#put({ ...before[i]!, isDeleted: true, returns: 'alone' });
      for (const { id, isDeleted } of concerned.map((row) => this.#row(row.id)!)) this.#put({ ...this.#row(id)!, isDeleted: true, returns: isDeleted ? 'never' : 'along' });
    }
    yield* this.#rollUp(this.#boxesOf(good().map((i) => before[i]!)), totals, fail);
    return codes.map((code, i) => ({ row: before[i]!, code }));
  }

  * #undelete(ids: readonly number[]): Generator<Locks, Outcome[], boolean> {
    const codes: (string | null)[] = ids.map(() => null);
    const fail = (code: string): void => codes.forEach((old, i) => { codes[i] = old ?? code; });
    if (!(yield ids.map((id) => `row ${id}`))) fail(LOCKED);
    const before = ids.map((id) => this.#row(id)!);
    before.forEach((row, i) => { if (!row.isDeleted || row.returns !== 'alone') codes[i] ??= 'UNDELETE_FAILED'; });
    const good = (): number[] => [...codes.keys()].filter((i) => codes[i] === null);
    const wanted = good().flatMap((i) => locksOf(before[i]!, { ...before[i]!, isDeleted: false }));
    if (wanted.length > 0 && !(yield wanted)) fail(LOCKED);
    for (const i of good()) if (this.#live(before[i]!.object, before[i]!.name)) codes[i] = DUPLICATE;
    for (const i of good()) if (before[i]!.object === 'item' && this.#row(before[i]!.parent!)!.isDeleted) codes[i] = DELETED;
    const totals = new Map(this.#boxesOf(before).map((box) => [box, this.#total(box)]));
    for (const i of good()) {
      this.#put({ ...before[i]!, isDeleted: false });
      const children = this.#children(ids[i]!).filter((row) => row.isDeleted && row.returns === 'along');
      if (children.length === 0) continue;
      if (!(yield children.flatMap((row) => locksOf(row, { ...row, isDeleted: false })))) codes[i] = LOCKED;
      else if (children.some((row, n) => this.#live('item', row.name) !== undefined || children.findIndex(({ name }) => name === row.name) < n)) codes[i] = DUPLICATE;
      for (const row of children) this.#put({ ...row, isDeleted: false });
    }
    yield* this.#rollUp(this.#boxesOf(good().map((i) => before[i]!)), totals, fail);
    return codes.map((code, i) => ({ row: before[i]!, code }));
  }

  * #lockBoxes(codes: readonly string[]): Statements {
    const find = (): number[] => codes.map((code) => this.#live('box', code)?.id).filter((id) => id !== undefined);
    const locked = new Set<number>();
    for (;;) {
      const missing = find().filter((id) => !locked.has(id));
      if (missing.length === 0) return String(find().length);
      if (!(yield missing.map((id) => `row ${id}`))) return 'unavailable';
      for (const id of missing) locked.add(id);
    }
  }

  * #merge(master: string, other: string): Statements {
    const [winner, loser] = [this.#live('account', master), this.#live('account', other)];
    if (winner === undefined || loser === undefined) return 'nothing';
    if (!(yield [`row ${winner.id}`, `row ${loser.id}`])) return LOCKED;
    const before = new Map(this.#changes);
    const tags = this.#children(loser.id).map(({ id }) => id);
    if (tags.length > 0 && !(yield tags.map((id) => `row ${id}`))) return LOCKED;
    for (const id of tags) if (this.#row(id)!.parent === loser.id) this.#put({ ...this.#row(id)!, parent: winner.id });
    if (this.#row(loser.id)!.isDeleted || this.#row(winner.id)!.isDeleted) {
      this.#changes = before;
      return DELETED;
    }
    this.#put({ ...this.#row(loser.id)!, isDeleted: true });
    return 'ok';
  }

  #goBack(name: string): string {
    const point = this.#points.get(name);
    if (point === undefined) return 'nothing';
    if (point.order < 0) return 'gone';
    this.#changes = new Map(point.changes);
    for (const [other, one] of this.#points) if (one.order > point.order) this.#points.set(other, { ...one, order: -1 });
    const freed = this.locks.splice(point.locks).filter((key) => !this.locks.includes(key));
    this.awake = this.#model.free(this, freed);
    return 'back';
  }

  #look(): string {
    return lookOf(this.#all());
  }
}

/** A row, its master, and the unique name that it takes or leaves. */
function locksOf(before: Row | null, after: Row): string[] {
  const keys = before === null ? [] : [`row ${after.id}`];
  if (after.object === 'item') keys.push(`row ${after.parent}`, ...(before === null ? [] : [`row ${before.parent}`]));
  if ((after.object === 'box' || after.object === 'item') && before?.isDeleted !== after.isDeleted) keys.push(`${after.object} ${after.name}`);
  return keys;
}

/** All there is to see, in the order of the names. */
export function lookOf(rows: readonly Row[]): string {
  const byId = new Map(rows.map((row) => [row.id, row]));
  const lines = rows.filter((row) => !row.isDeleted).map((row) => {
    const parent = row.parent === null ? null : byId.get(row.parent)!.name;
    if (row.object === 'box') return `${row.name}=${rows.filter((one) => one.object === 'item' && one.parent === row.id && !one.isDeleted).reduce((sum, { amount }) => sum + amount, 0)}`;
    return row.object === 'item' ? `${row.name}@${parent}=${row.amount}` : row.object === 'tag' ? `${row.name}@${parent}` : row.name;
  });
  return lines.length === 0 ? 'nothing' : lines.sort().join(' ');
}
