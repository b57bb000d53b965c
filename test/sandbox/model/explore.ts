/** Runs interleavings: each begins in a world of its own, and its seed decides all that happens in it. */
import type { RuleId } from '../../../src/sandbox/partner/rules.ts';
import { remove, retrieve } from './copy-moves.ts';
import { decide, decideForCustomer, endInSetup, endMaintenance, grant, revoke, setPolicy, setSeat, startMaintenance } from './customer-moves.ts';
import { callRest, listLogs, openLink, packageSetsFeature, readLogs, setFeature, trace, viewCode, viewSubscriber } from './inside-moves.ts';
import { differences, perform, race } from './moves.ts';
import type { Move } from './moves.ts';
import { acquire, askApproval, debug, end, grantOAuth, logIn, logOut, loseAnswer, renew, touch } from './partner-moves.ts';
import { Random } from './random.ts';
import { Divergence, Scene } from './scene.ts';
import { TRANSITIONS } from './transitions.ts';
import { changeSources, connect, disconnect, finish, queued, request, restart, time, workOn } from './world-moves.ts';

type Act = (scene: Scene) => Promise<void>;

const asked = (make: (scene: Scene) => Move | null): Act => async scene => {
  const move = make(scene);
  if (move) await perform(scene, move);
};
const RACING = [acquire, acquire, acquire, acquire, end, end, logOut, logIn, touch, revoke, grant, startMaintenance, endMaintenance, endInSetup];
const atTheSameTime: Act = async scene => {
  const moves = Array.from({ length: scene.random.pick([2, 2, 3]) }, () => scene.random.pick(RACING)(scene)).filter(each => each !== null).filter(({ claims }, index, all) => claims === undefined || all.findIndex(each => each.claims === claims) === index);
  if (moves.length > 1) await race(scene, moves);
};

/** How often each is done, before an interleaving changes its mind about them. `isBase`: it never does without. */
const ACTS: readonly { readonly weight: number; readonly act: Act; readonly isBase?: true }[] = [
  { weight: 6, act: connect, isBase: true }, { weight: 7, act: disconnect }, { weight: 14, act: asked(logIn), isBase: true }, { weight: 8, act: askApproval }, { weight: 12, act: decide }, { weight: 2, act: asked(logOut) },
  { weight: 34, act: asked(acquire), isBase: true }, { weight: 8, act: asked(renew) }, { weight: 6, act: asked(end) }, { weight: 2, act: loseAnswer }, { weight: 5, act: asked(touch) }, { weight: 4, act: workOn }, { weight: 6, act: asked(debug) }, { weight: 1, act: asked(grantOAuth) },
  { weight: 10, act: time }, { weight: 4, act: asked(grant) }, { weight: 1, act: asked(revoke) }, { weight: 3, act: asked(setPolicy) }, { weight: 2, act: asked(setSeat) },
  { weight: 2, act: asked(endInSetup) }, { weight: 2, act: asked(decideForCustomer) },
  { weight: 3, act: asked(viewSubscriber) }, { weight: 3, act: asked(viewCode) }, { weight: 4, act: asked(trace) }, { weight: 5, act: asked(callRest) }, { weight: 4, act: asked(listLogs) }, { weight: 3, act: asked(setFeature) }, { weight: 2, act: packageSetsFeature },
  { weight: 2, act: asked(readLogs) }, { weight: 2, act: asked(openLink) }, { weight: 4, act: asked(retrieve) }, { weight: 5, act: asked(remove) },
  { weight: 2, act: asked(startMaintenance) }, { weight: 5, act: asked(endMaintenance) },
  { weight: 18, act: request }, { weight: 9, act: queued }, { weight: 5, act: finish }, { weight: 2, act: changeSources }, { weight: 2, act: restart }, { weight: 8, act: atTheSameTime },
];
const STEPS = 34;
const ANSWER_MS = 20_000;

export interface Exploration {
  readonly count: number;
  readonly seed: number;
  readonly disabledRules?: readonly RuleId[];
  /** After so many. */
  onProgress?(done: number): void;
}

/** Transitions and how often they were seen. Throws the first difference, with its seed and what leads to it. */
export async function explore({ count, seed, disabledRules = [], onProgress = () => undefined }: Exploration): Promise<ReadonlyMap<string, number>> {
  const seen = new Map<string, number>();
  for (let done = 0; done < count; done++) {
    for (const what of await interleave(seed + done, disabledRules)) {
      if (!TRANSITIONS.some(([known]) => known === what)) throw new Error(`The table of transitions has no "${what}".`);
      seen.set(what, (seen.get(what) ?? 0) + 1);
    }
    onProgress(done + 1);
  }
  return seen;
}

async function interleave(seed: number, disabledRules: readonly RuleId[]): Promise<readonly string[]> {
  const random = new Random(seed);
  const trail: string[] = [];
  // Some things often and others never: what is rare meets what is rare.
  const weights = ACTS.map(({ weight, isBase }) => weight * (isBase ? random.pick([1, 1, 2]) : random.pick([0, 1, 1, 1, 4])));
  const scene = await Scene.start(random, what => trail.push(what), disabledRules);
  try {
    await scene.open('kim');
    await scene.open(random.pick(['kim', 'lee']));
    while (trail.length < STEPS) await within(take(scene, weights));
    return trail;
  } catch (error) {
    if (error instanceof Error) error.message += `\n  Seed ${seed}, after: ${trail.join(', ')}`;
    throw error;
  } finally {
    await scene.close();
  }
}

async function take(scene: Scene, weights: readonly number[]): Promise<void> {
  let at = scene.random.below(weights.reduce((sum, weight) => sum + weight, 0));
  const index = weights.findIndex(weight => (at -= weight) < 0);
  await ACTS[index]?.act(scene);
  await scene.settle();
  const observation = await scene.observe();
  const [difference] = differences(scene, observation);
  if (difference !== undefined) throw new Divergence(difference);
  scene.countEnds(observation);
  if (scene.bench.errors.length > 0) throw new Divergence(`The server had errors: ${scene.bench.errors.join('\n')}`);
}

/** An answer that never comes is no finding of the model's: it says nothing of the rules. */
async function within(step: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => { timer = setTimeout(() => reject(new Error(`No answer within ${ANSWER_MS / 1000} s.`)), ANSWER_MS); });
  try {
    await Promise.race([step, late]);
  } finally {
    clearTimeout(timer);
  }
}
