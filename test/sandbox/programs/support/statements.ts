/** Statements of programs: how they are told apart, and how they read in Apex. */
import type { Random } from '../../model/random.ts';

export interface ItemRow { readonly key: string; readonly box: string; readonly amount: number; readonly serial: number }

export type Statement =
  | { readonly kind: 'insertBoxes'; readonly rows: readonly { readonly code: string; readonly serial: number }[]; readonly whole: boolean }
  | { readonly kind: 'insertItems' | 'upsertItems'; readonly rows: readonly ItemRow[]; readonly whole: boolean }
  | { readonly kind: 'updateItems'; readonly rows: readonly { readonly key: string; readonly amount: number }[]; readonly whole: boolean }
  | { readonly kind: 'deleteItems' | 'deleteBoxes' | 'undeleteItems' | 'undeleteBoxes'; readonly keys: readonly string[]; readonly whole: boolean }
  | { readonly kind: 'lockBoxes'; readonly keys: readonly string[] }
  | { readonly kind: 'insertAccounts'; readonly names: readonly string[] }
  | { readonly kind: 'insertTags'; readonly rows: readonly { readonly name: string; readonly account: string }[] }
  | { readonly kind: 'mergeAccounts'; readonly master: string; readonly other: string }
  | { readonly kind: 'setPoint' | 'goBack'; readonly name: string }
  | { readonly kind: 'look' };

/** One transaction. `fails`: it ends by an exception. */
export interface Script { readonly statements: readonly Statement[]; readonly fails: boolean }

export interface Program {
  /** In front of every name. */
  readonly prefix: string;
  readonly setup: Script;
  readonly scripts: readonly Script[];
  /** Which transaction goes on next; one that can't is passed over. */
  readonly turns: readonly number[];
}

const quoted = (rows: readonly (readonly (string | number)[])[]): string => `'${rows.map((row) => row.join(':')).join(',')}'`;

export function apexOf(statement: Statement, prefix: string): string {
  switch (statement.kind) {
    case 'insertBoxes': return `Ops.insertBoxes(${quoted(statement.rows.map(({ code, serial }) => [code, serial]))}, ${statement.whole});`;
    case 'insertItems': case 'upsertItems': return `Ops.${statement.kind}(${quoted(statement.rows.map(({ key, box, amount, serial }) => [key, box, amount, serial]))}, ${statement.whole});`;
    case 'updateItems': return `Ops.updateItems(${quoted(statement.rows.map(({ key, amount }) => [key, amount]))}, ${statement.whole});`;
    case 'deleteItems': case 'deleteBoxes': case 'undeleteItems': case 'undeleteBoxes': return `Ops.${statement.kind}(${quoted(statement.keys.map((key) => [key]))}, ${statement.whole});`;
    case 'lockBoxes': return `Ops.lockBoxes(${quoted(statement.keys.map((key) => [key]))});`;
    case 'insertAccounts': return `Ops.insertAccounts(${quoted(statement.names.map((name) => [name]))});`;
    case 'insertTags': return `Ops.insertTags(${quoted(statement.rows.map(({ name, account }) => [name, account]))});`;
    case 'mergeAccounts': return `Ops.mergeAccounts('${statement.master}', '${statement.other}');`;
    case 'setPoint': case 'goBack': return `Ops.${statement.kind}('${statement.name}');`;
    case 'look': return `Ops.look('${prefix}');`;
  }
}

export function apexOfScript({ statements, fails }: Script, prefix: string): string {
  return [...statements.map((each) => apexOf(each, prefix)), ...(fails ? ['Integer none = 0; none = 1 / none;'] : [])].join('\n');
}

const AMOUNTS = [1, 5, 9, 13, 17, 30, 60];

/** A program that a number decides. */
export function makeProgram(random: Random, number: number): Program {
  const prefix = `p${number}x`;
  let serial = 0;
  const name = (letter: string, count: number): string => `${prefix}${letter}${random.below(count)}`;
  const many = <T>(most: number, make: () => T, key: (one: T) => string): T[] => [...new Map(Array.from({ length: 1 + random.below(most) }, make).map((one) => [key(one), one])).values()];
  const item = (): ItemRow => ({ key: name('k', 5), box: name('b', 3), amount: random.pick(AMOUNTS), serial: ++serial });
  const keyOf = ({ key }: { readonly key: string }): string => key;
  const statement = (): Statement => {
    const whole = random.chance(50);
    switch (random.below(15)) {
      case 0: return { kind: 'insertBoxes', rows: many(2, () => ({ code: name('b', 4), serial: ++serial }), ({ code }) => code), whole };
      // An insert may have one key twice.
      case 1: case 2: return { kind: 'insertItems', rows: Array.from({ length: 1 + random.below(3) }, item), whole };
      case 3: case 4: return { kind: 'updateItems', rows: many(3, () => ({ key: name('k', 5), amount: random.pick(AMOUNTS) }), keyOf), whole };
      case 5: case 6: return { kind: 'upsertItems', rows: many(3, item, keyOf), whole };
      case 7: return { kind: 'deleteItems', keys: many(2, () => name('k', 5), String), whole };
      case 8: return { kind: 'deleteBoxes', keys: [name('b', 3)], whole };
      case 9: return { kind: random.chance(50) ? 'undeleteItems' : 'undeleteBoxes', keys: [name(random.chance(50) ? 'k' : 'b', 3)], whole };
      case 10: return { kind: 'lockBoxes', keys: many(2, () => name('b', 3), String) };
      case 11: return { kind: 'insertTags', rows: [{ name: `${prefix}t${++serial}`, account: name('a', 3) }] };
      case 12: {
        const master = name('a', 3);
        return { kind: 'mergeAccounts', master, other: `${prefix}a${(Number(master.at(-1)) + 1 + random.below(2)) % 3}` };
      }
      case 13: return { kind: random.chance(50) ? 'setPoint' : 'goBack', name: random.pick(['s', 't']) };
      default: return { kind: 'look' };
    }
  };
  const undelete = (one: Statement): Statement => (one.kind === 'undeleteItems' ? { ...one, keys: one.keys.map((key) => key.replace(/x[kb]/, 'xk')) } : one.kind === 'undeleteBoxes' ? { ...one, keys: one.keys.map((key) => key.replace(/x[kb]/, 'xb')) } : one);
  const setup: Script = {
    fails: false,
    statements: [
      { kind: 'insertBoxes', rows: [0, 1, 2].map((n) => ({ code: `${prefix}b${n}`, serial: ++serial })), whole: true }, { kind: 'insertItems', rows: [0, 1, 2].map((n) => ({ key: `${prefix}k${n}`, box: `${prefix}b${n % 2}`, amount: 5 + n, serial: ++serial })), whole: true },
      { kind: 'insertAccounts', names: [0, 1, 2].map((n) => `${prefix}a${n}`) }, { kind: 'insertTags', rows: [{ name: `${prefix}t0`, account: `${prefix}a1` }] },
    ],
  };
  const scripts = Array.from({ length: 2 + random.below(2) }, (): Script => ({ statements: Array.from({ length: 2 + random.below(5) }, () => undelete(statement())), fails: random.chance(20) }));
  return { prefix, setup, scripts, turns: Array.from({ length: 60 }, () => random.below(scripts.length)) };
}
