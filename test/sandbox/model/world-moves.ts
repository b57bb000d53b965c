/** What happens to windows, time, requests and the server itself. */
import { randomUUID } from 'node:crypto';
import { hours, minutes } from '../hub/support/manual-clock.ts';
import type { ModelLogin, ModelRequest } from './model.ts';
import { perform } from './moves.ts';
import { touch } from './partner-moves.ts';
import { Divergence, keyOf } from './scene.ts';
import type { Held, Scene } from './scene.ts';
import { DEVELOPERS, nameOf } from './world.ts';

const MAX_WINDOWS = 6;
const MAX_REQUESTS = 6;

export async function connect(scene: Scene): Promise<void> {
  const { model, random } = scene;
  if (scene.windows.length >= MAX_WINDOWS) return;
  const orphan = model.sessions.find(each => each.orphanedAt !== null);
  await scene.open(orphan && random.chance(60) ? orphan.developer : random.pick(random.chance(60) ? DEVELOPERS.slice(0, 2) : DEVELOPERS).name);
  scene.count('connect');
}

export async function disconnect(scene: Scene): Promise<void> {
  const { model, random } = scene;
  const holders = scene.windows.filter(window => model.sessions.some(each => each.client === window));
  const waiting = scene.windows.filter(window => model.approvals.some(each => each.client === window));
  const window = waiting.length > 0 && random.chance(50) ? random.pick(waiting) : holders.length > 0 && random.chance(70) ? random.pick(holders) : scene.window();
  if (!window) return;
  await scene.shut(window);
  scene.count(holders.includes(window) ? 'disconnect from a session' : waiting.includes(window) ? 'disconnect while a login waits' : 'disconnect');
  model.disconnect(window);
}

/** Each end comes at its own time, but none depends on another: what is over at the end is what ended. */
function advance({ bench, model }: Scene, milliseconds: number): void {
  bench.clock.advance(milliseconds);
  model.now = bench.clock.now();
  model.settle();
}

export async function time(scene: Scene): Promise<void> {
  const { bench, model, random } = scene;
  const kind = random.pick(['time passes', 'time passes', 'the machine sleeps', 'the clock is set back'] as const);
  const length = random.pick([1000, minutes(1), minutes(2), minutes(10), minutes(30), minutes(59), hours(1), hours(random.chance(15) ? 24 : 2)]);
  if (kind === 'time passes') advance(scene, length);
  else {
    if (kind === 'the machine sleeps') bench.clock.sleep(length);
    else bench.clock.setBack(Math.min(length, minutes(30)));
    model.now = bench.clock.now();
    model.settle(true);
  }
  scene.count(kind);
}

/** A day's work: something every 50 minutes, for longer than a session lasts. */
export async function workOn(scene: Scene): Promise<void> {
  for (let round = 0; round < 6 && scene.model.sessions.length > 0; round++) {
    const move = touch(scene);
    if (!move) return;
    await perform(scene, move);
    advance(scene, minutes(50));
    await scene.settle();
  }
}

/** The server stops in order, or is killed; it is back at once, or later. */
export async function restart(scene: Scene): Promise<void> {
  const { model, random } = scene;
  if (model.sessions.length === 0 && random.chance(60)) return;
  const isKilled = random.chance(50);
  const gone = random.pick([0, 1000, minutes(1), hours(1)]);
  scene.count(`${isKilled ? 'crash' : 'restart'}${model.sessions.length > 0 ? ' under a session' : ''}`);
  for (const outcome of scene.pending.values()) outcome.catch(() => undefined);
  scene.pending.clear();
  await scene.restart(isKilled, gone);
  model.restart();
}

function countRequest({ count }: Scene, what: string, { undebugged }: ModelRequest): void {
  count(undebugged === null ? `${what} is debugged` : `${what} is not debugged (${undebugged})`);
}

/** T7, T13, D7: somebody runs Apex through a login. */
export async function request(scene: Scene): Promise<void> {
  const { model, random, bench, observer } = scene;
  const all = scene.windows.flatMap(window => scene.loginsOf(window).map(login => ({ window, login })));
  const near = all.filter(({ login }) => model.sessions.some(each => each.org === login.org));
  const others = near.filter(({ login }) => model.sessions.some(each => each.org === login.org && each.user !== login.user) && model.mayRun(login).length === 0);
  const left = near.filter(({ login }) => model.sessions.some(each => each.org === login.org && each.orphanedAt !== null) && model.mayRun(login).length === 0);
  if (all.length === 0 || model.requests.length >= MAX_REQUESTS) return;
  const { window, login } = random.pick(left.length > 0 && random.chance(90) ? left : others.length > 0 && random.chance(85) ? others : near.length > 0 && random.chance(70) ? near : all);
  const forbidden = model.mayRun(login);
  const run = (code: string): ReturnType<typeof window.client.request<'run/anonymous'>> => window.client.request('run/anonymous', { loginId: scene.loginIds.get(keyOf(login)) ?? '', code });
  if (forbidden.length > 0) return perform(scene, { what: () => 'request', forbidden: () => forbidden, ask: () => run('1;'), follow: () => undefined });
  const known = [...scene.held.values()].map(each => each.id);
  const asked = run('hold');
  let isOver = false;
  asked.then(() => { isOver = true; }, () => { isOver = true; });
  const find = (): { context: { requestId: string; debug: { sessionId: string } | null }; finish: () => void } | undefined => bench.runners.flatMap(each => (each.setup.orgName === nameOf(login.org) ? [...each.held.values()] : [])).find(each => !known.includes(each.context.requestId));
  for (let tries = 0; tries < 200 && !find() && !isOver; tries++) await observer.barrier();
  const found = find();
  if (!found) throw new Divergence(`The request of ${keyOf(login)} did not run.`);
  const modelled = model.startRequest(login.org, login.user);
  isDebuggedAs(scene, login, modelled, found.context.debug);
  const { namespace } = bench.runner(nameOf(login.org)).setup;
  if (namespace !== null) throw new Divergence(`Anonymous Apex in ${login.org} runs in namespace ${namespace}, not in the subscriber's (D18).`);
  scene.held.set(modelled, { id: found.context.requestId, isOver: () => isOver, finish: () => found.finish() });
  countRequest(scene, 'request', modelled);
}

export function isDebuggedAs({ sessionIds }: Scene, { org, user }: Pick<ModelLogin, 'org' | 'user'>, { session, undebugged }: ModelRequest, debug: { readonly sessionId: string } | null): void {
  const expected = session ? sessionIds.get(session) ?? '' : null;
  if ((debug?.sessionId ?? null) !== expected) throw new Divergence(`The request of ${user} in ${org} is debugged by ${debug?.sessionId ?? 'none'} instead of ${expected ?? `none (${undebugged})`}.`);
}

/** D5: an org starts by itself what was queued there. */
export async function queued(scene: Scene): Promise<void> {
  const { model, random, bench } = scene;
  const runners = bench.runners.filter(each => !each.isStopped);
  if (runners.length === 0 || model.requests.length >= MAX_REQUESTS) return;
  const at = model.sessions.find(each => runners.some(runner => runner.setup.orgName === nameOf(each.org)) && random.chance(80));
  const runner = at ? runners.find(each => each.setup.orgName === nameOf(at.org)) : random.pick(runners);
  if (!runner) return;
  const { orgId, orgName } = runner.setup;
  const { directory } = bench.hub.context;
  const org = at?.org ?? directory.orgById(orgId).alias ?? orgName;
  const user = at && random.chance(70) ? at.user : random.pick(model.org(org).users).name;
  const userId = directory.findUser(directory.orgById(orgId), `${user}@${org}.example`).id;
  const requestId = randomUUID();
  const debug = await runner.listener.admit({ requestId, userId, type: random.pick(['queueable', 'future', 'batch', 'schedulable']), entryPoint: 'Job' });
  const modelled = model.startRequest(org, user);
  let isOver = false;
  const finish = (): void => {
    isOver = true;
    runner.emit({ kind: 'requestEnded', requestId });
  };
  // An org lets go of what a session held when it hears that the session is over.
  const held: Held = { id: requestId, isOver: () => { if (debug && !runner.sessions.has(debug.sessionId) && !isOver) finish(); return isOver; }, finish };
  isDebuggedAs(scene, { org, user }, modelled, debug);
  scene.held.set(modelled, held);
  countRequest(scene, 'queued work', modelled);
}

export async function finish(scene: Scene): Promise<void> {
  const { model, random, observer } = scene;
  if (model.requests.length === 0) return;
  const modelled = random.pick(model.requests);
  const held = scene.held.get(modelled);
  held?.finish();
  for (let tries = 0; tries < 20 && held && !held.isOver(); tries++) await observer.barrier();
  if (!held?.isOver()) throw new Divergence(`A request in ${modelled.org} did not end.`);
  model.finish(modelled);
  scene.held.delete(modelled);
  scene.count('request ends');
}

/** D4 */
export async function changeSources(scene: Scene): Promise<void> {
  if (scene.model.sessions.length === 0) return;
  const { org } = scene.random.pick(scene.model.sessions);
  await perform(scene, { what: () => 'sources change', forbidden: () => [], ask: () => scene.observer.request('org/check', { org }), follow: () => undefined });
}

