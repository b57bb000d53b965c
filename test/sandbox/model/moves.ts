/** A move: one thing that somebody asks of the server. Alone, or at the same time as another. */
import { WireError } from '../../../src/protocol/errors.ts';
import { IDLE, LIFETIME } from './model.ts';
import type { Forbidden } from './model.ts';
import { Divergence } from './scene.ts';
import type { Observation, Scene } from './scene.ts';

export interface Move<T = unknown> {
  /** Of moves at the same time one alone may have it: afterwards nobody could tell which of them came last. */
  readonly claims?: object;
  /** The transition that it is as things are now, by the model. */
  what(): string;
  /** The transition that a refusal is. Default: `what refused (rule)`. */
  refusal?(rule: string): string;
  forbidden(): Forbidden;
  ask(): Promise<T>;
  /** Why the answer isn't what the rules say; null: it is. Default: there is nothing to see in it. */
  shown?(answer: T): string | null;
  /** What follows in the model. `answer` null: it was done, but undone before it was answered. */
  follow(answer: T | null): void;
  /** Once the model knows of it. */
  after?(): Promise<void>;
  /** It was refused, but began. */
  begun?(): void;
}

type Outcome = { readonly answer: unknown } | { readonly refused: string; readonly message: string };

async function outcomeOf(asked: Promise<unknown>): Promise<Outcome> {
  try {
    return { answer: await asked };
  } catch (error) {
    return { refused: error instanceof WireError ? error.data.rule ?? error.data.id : String(error), message: error instanceof Error ? error.message : '' };
  }
}

/** Why the outcome isn't what the rules say; null: it is, and the model has followed. */
function follow(move: Move, outcome: Outcome, count: (transition: string) => void): string | null {
  const what = move.what();
  const forbidden = move.forbidden();
  if ('answer' in outcome) {
    if (forbidden.length > 0) return `${what} was allowed, but ${forbidden.join(' and ')} forbid it.`;
    const wrong = move.shown?.(outcome.answer) ?? null;
    if (wrong !== null) return `${what}: ${wrong}`;
    count(what);
    move.follow(outcome.answer);
    return null;
  }
  const { refused, message } = outcome;
  if (!forbidden.includes(refused)) return `${what} was refused (${refused}: ${message}), but ${forbidden.length === 0 ? 'no rule forbids it' : `only ${forbidden.join(', ')} forbid it`}.`;
  count(/^[TD]\d+$/.test(refused) ? move.refusal?.(refused) ?? `${what} refused (${refused})` : 'comes too late');
  move.begun?.();
  return null;
}

/** Asks the server for what the model allows or forbids. */
export async function perform(scene: Scene, move: Move): Promise<void> {
  const difference = follow(move, await outcomeOf(move.ask()), scene.count);
  if (difference !== null) throw new Divergence(difference);
  await move.after?.();
}

/** Asks for all of them at once. Some order of theirs has to explain the answers, and what the server shows then. */
export async function race(scene: Scene, moves: readonly Move[]): Promise<void> {
  const outcomes = await Promise.all(moves.map(move => outcomeOf(move.ask())));
  const observation = await scene.observe();
  const found: string[] = [];
  for (const order of permutations(moves.map((move, index) => ({ move, outcome: outcomes[index] ?? { answer: null } })))) {
    const back = scene.model.mark();
    const counted: string[] = [];
    const problem = explain(order, what => counted.push(what)) ?? differences(scene, observation)[0] ?? null;
    if (problem === null) {
      for (const what of counted) scene.count(what);
      scene.count('at the same time');
      for (const { move } of order) await move.after?.();
      return;
    }
    back();
    found.push(`${order.map(({ move }) => move.what()).join(', then ')}: ${problem}`);
  }
  throw new Divergence(`No order explains what came of moves at the same time.\n    ${found.join('\n    ')}`);
}

function explain(order: readonly { move: Move; outcome: Outcome }[], count: (transition: string) => void): string | null {
  for (const { move, outcome } of order) {
    // A session that another move ended while it started.
    const isUndone = 'refused' in outcome && outcome.refused === 'sessionEnded' && move.forbidden().length === 0;
    if (isUndone) move.follow(null);
    else {
      const problem = follow(move, outcome, count);
      if (problem !== null) return problem;
    }
  }
  return null;
}

function permutations<T>(items: readonly T[]): T[][] {
  if (items.length <= 1) return [[...items]];
  return items.flatMap((first, index) => permutations(items.filter((_each, other) => other !== index)).map(rest => [first, ...rest]));
}

const inOrder = (folders: readonly string[]): string => [...folders].sort().join(', ');

/** Where the server shows something else than the model says. */
export function differences({ model, sessionIds }: Scene, { sessions, access, logins, ends, told }: Observation): string[] {
  const found: string[] = [];
  const same = (what: string, shown: readonly string[], expected: readonly string[]): void => {
    if (JSON.stringify(shown) !== JSON.stringify(expected)) found.push(`${what}: the server has ${JSON.stringify(shown)}, the model ${JSON.stringify(expected)}.`);
  };
  same('sessions', sessions, model.sessions.map(each => [sessionIds.get(each), each.developer, each.org, each.user, each.orphanedAt === null ? 'active' : 'orphaned', each.lastActivity + IDLE, each.startedAt + LIFETIME].join(' ')).sort());
  same('access', access, model.access().sort());
  for (const [developer, shown] of logins) {
    const current = model.current(developer);
    same(`login of ${developer}`, [shown], [current ? `${current.org}/${current.user}` : 'none']);
  }
  for (const { session, why, copies } of model.ended) {
    const id = sessionIds.get(session);
    const reminded = told.filter(each => each.session.id === id).map(({ message }) => inOrder(/\(D9\): (.*)\.$/.exec(message)?.[1]?.split(', ') ?? []));
    if (reminded.some(each => each !== inOrder(copies))) found.push(`The end of a session of ${session.developer} in ${session.org} reminded of ${JSON.stringify(reminded)}; there are ${JSON.stringify(copies)} (D9).`);
    const shown = id === undefined ? null : ends.get(id) ?? 'nothing';
    if (shown !== null && !why.includes(shown)) found.push(`The session of ${session.developer} in ${session.org} ended by ${shown}; by the rules it is ${why.join(' or ')}.`);
  }
  return found;
}
