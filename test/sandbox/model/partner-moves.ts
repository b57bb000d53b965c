/** What developers ask for: logins and sessions. Null: as things are, there is nothing to ask. */
import type { LoginInfo, SessionLease } from '../../../src/protocol/rpc.ts';
import type { TestClient } from '../hub/support/bench.ts';
import { isSame } from './model.ts';
import type { Acquisition, Forbidden, ModelLogin, ModelSession } from './model.ts';
import { perform } from './moves.ts';
import type { Move } from './moves.ts';
import { Divergence, keyOf, userName } from './scene.ts';
import type { Scene, Window } from './scene.ts';
import { ORGS } from './world.ts';

/** T9 */
const CASE = { caseNumber: '0017', reason: 'Orders fail' };

/** Mostly where it may work, often where somebody is at work. */
function aim({ model, random }: Scene, developer: string): ModelLogin {
  const debugged = model.sessions.length > 0 && random.chance(30) ? random.pick(model.sessions).org : null;
  const access = model.access().filter(key => debugged === null || key.startsWith(`${debugged}/`));
  const org = random.pick(ORGS);
  const [name = '', user = ''] = (access.length > 0 && random.chance(75) ? random.pick(access) : `${org.name}/${random.pick(org.users).name}`).split('/');
  return { developer, org: name, user };
}

export function logIn(scene: Scene): Move<LoginInfo> | null {
  const window = scene.window();
  if (!window) return null;
  const login = aim(scene, window.developer);
  const why = scene.random.pick(scene.model.requiresCase ? [CASE, CASE, CASE, {}, { caseNumber: CASE.caseNumber }, { reason: CASE.reason }] : [{}, {}, CASE]);
  const isExplained = why === CASE;
  const forbidden = (): Forbidden => scene.model.mayLogIn(login, isExplained);
  if (isWaiting(scene, login) || (scene.model.needsApproval(login) && forbidden().length === 0)) return null;
  return {
    what: () => (scene.model.isLoggedIn(login) ? 'login again' : 'login'),
    refusal: rule => `login refused (${rule})`,
    forbidden,
    ask: () => answeredAtOnce(scene, window, login, window.client.request('login/start', { org: login.org, user: userName(login), ...why })),
    follow: info => loggedIn(scene, login, info),
  };
}

const isWaiting = ({ model }: Scene, login: ModelLogin): boolean => model.approvals.some(each => isSame(each.login, login));

/** Whoever waits for an approval that no rule asks for would wait for long. */
async function answeredAtOnce<T>(scene: Scene, window: Window, login: ModelLogin, asked: Promise<T>): Promise<T> {
  if (!await scene.isOver(asked)) throw new Divergence(`The login of ${keyOf(login)} in ${window.developer}'s window waits, but no rule says so.`);
  return asked;
}

export function loggedIn({ model, loginIds }: Scene, login: ModelLogin, info: LoginInfo | null): void {
  model.logIn(login);
  if (info) loginIds.set(keyOf(login), info.id);
}

/** T8: a login that has to wait for the subscriber. */
export async function askApproval(scene: Scene): Promise<void> {
  const window = scene.window();
  if (!window) return;
  const login = aim(scene, window.developer);
  if (isWaiting(scene, login) || !scene.model.needsApproval(login) || scene.model.mayLogIn(login).length > 0) return;
  const outcome = window.client.request('login/start', { org: login.org, user: userName(login), ...CASE });
  if (await scene.isOver(outcome)) throw new Divergence(`The login of ${keyOf(login)} did not wait for approval (T8).`);
  scene.pending.set(scene.model.wait(login, window), outcome);
  scene.count('login waits (T8)');
}

export function logOut(scene: Scene): Move | null {
  const window = scene.random.chance(40) ? scene.window() : scene.windowWithLogin();
  if (!window) return null;
  const { developer, client } = window;
  return {
    what: () => (scene.model.sessions.some(each => each.developer === developer) ? 'logout from a session' : 'logout'),
    forbidden: () => [], ask: () => client.request('login/end', {}), follow: () => scene.model.logOut(developer),
  };
}

export function acquire(scene: Scene): Move<SessionLease> | null {
  const { model, random } = scene;
  const back = scene.windows.filter(each => scene.loginsOf(each).some(login => model.orphanOf(login) !== null));
  const isTaken = (login: ModelLogin): boolean => model.sessions.some(each => each.org === login.org && each.developer !== login.developer);
  const late = scene.windows.filter(each => scene.loginsOf(each).some(isTaken));
  const window = back.length > 0 && random.chance(50) ? random.pick(back) : late.length > 0 && random.chance(30) ? random.pick(late) : scene.windowWithLogin();
  if (!window) return null;
  const own = scene.loginsOf(window);
  const known = scene.tokens.filter(each => each.session.developer === window.developer).at(random.pick([-1, -1, -1, -2, -2, 0]));
  const left = own.find(each => model.orphanOf(each) !== null);
  const taken = own.filter(isTaken);
  const kind = left && random.chance(50) ? { resume: true } : taken.length > 0 && random.chance(25) ? { takeOver: true } : random.pick<Acquisition>([{}, {}, { resume: true }, { takeOver: true }, ...(known ? [{ token: known }] : [])]);
  const stale = [...scene.loginIds.keys()].map(loginOf).filter(each => each.developer === window.developer && !model.isLoggedIn(each));
  const login = stale.length > 0 && random.chance(5) ? random.pick(stale) : left && random.chance(70) ? left : kind.takeOver && taken.length > 0 && random.chance(80) ? random.pick(taken) : random.pick(own);
  const users = !kind.takeOver && random.chance(15) ? [random.pick(model.org(login.org).users).name, login.user] : undefined;
  const how: Acquisition = { ...kind, ...(users ? { users } : {}) };
  let got: Got | null = null;
  return {
    ...(how.token ? { claims: how.token.session } : {}),
    what: () => {
      if (how.token) return how.token.lease < how.token.session.leases ? 'resume by the token before' : 'resume by token';
      if (how.resume && model.orphanOf(login)) return 'resume an orphan';
      if (how.takeOver && model.sessions.some(each => each.developer === login.developer)) return 'take over';
      return how.users?.some(each => each !== login.user) ? 'acquire for others too' : 'acquire';
    },
    refusal: rule => `${how.takeOver && rule === 'D1' ? 'take over' : 'acquire'} refused (${rule})`,
    forbidden: () => model.mayAcquire(login, how),
    ask: () => window.client.request('session/acquire', {
      loginId: scene.loginIds.get(keyOf(login)) ?? '', ...(how.resume ? { resume: true } : {}), ...(how.takeOver ? { takeOver: true } : {}), ...(how.token && known ? { resumeToken: known.token } : {}),
      ...(how.users ? { filters: { userIds: how.users.map(user => userName({ org: login.org, user })) } } : {}),
    }),
    follow: lease => { got = hold(scene, model.acquire(login, how, window), lease); },
    after: () => isReady(scene, got),
  };
}

const loginOf = (key: string): ModelLogin => {
  const [developer = '', org = '', user = ''] = key.split(' ');
  return { developer, org, user };
};

interface Got { readonly session: ModelSession; readonly times: number; readonly lease: SessionLease | null }

function hold({ sessionIds }: Scene, session: ModelSession, lease: SessionLease | null): Got {
  if (lease) sessionIds.set(session, lease.id);
  return { session, times: session.leases, lease };
}

/** Requests are held until the debugger has set its breakpoints. */
async function isReady({ model, tokens }: Scene, got: Got | null): Promise<void> {
  if (!got?.lease) return;
  const { session, times, lease } = got;
  tokens.push({ session, lease: times, token: lease.resumeToken });
  if (!model.sessions.includes(session)) return;
  await (session.client as Window).client.request('debug/ready', { sessionId: lease.id });
  model.hear(session, session.client as Window);
}

/** D3: the connection breaks before the answer with the new token has come. */
export async function loseAnswer(scene: Scene): Promise<void> {
  const { model, random, windows } = scene;
  const known = scene.tokens.filter(each => model.sessions.includes(each.session) && windows.some(window => window.developer === each.session.developer)).at(-1);
  const window = known && random.pick(windows.filter(each => each.developer === known.session.developer));
  if (!window || model.mayAcquire(known.session, { token: known }).length > 0) return;
  const { session } = known;
  const ask = ({ client }: Window): Promise<SessionLease> => client.request('session/acquire', { loginId: scene.loginIds.get(keyOf(session)) ?? '', resumeToken: known.token });
  await ask(window);
  model.acquire(session, { token: known }, window);
  await scene.shut(window);
  model.disconnect(window);
  scene.count('the answer is lost');
  if (random.chance(40)) return;
  const back = await scene.open(session.developer);
  let got: Got | null = null;
  const again: Move<SessionLease> = {
    what: () => 'resume by the token before', forbidden: () => model.mayAcquire(session, { token: known }), ask: () => ask(back),
    follow: lease => { got = hold(scene, model.acquire(session, { token: known }, back), lease); }, after: () => isReady(scene, got),
  };
  await perform(scene, again);
}

/** D14: with the same filters, by all the steps. */
export function renew(scene: Scene): Move<SessionLease> | null {
  const { model, random } = scene;
  const window = scene.window();
  const ended = model.ended.map(({ session }) => session).filter(each => each.developer === window?.developer && scene.sessionIds.has(each));
  if (!window || ended.length === 0) return null;
  const old = random.pick(ended);
  const { developer, org, user } = old;
  const login = { developer, org, user };
  if (isWaiting(scene, login) || model.needsApproval(login)) return null;
  const how: Acquisition = { resume: true, users: old.users };
  let got: Got | null = null;
  let info: LoginInfo | null = null;
  // The login is the first of its steps, and stays where a later one is refused.
  const logInFirst = (): void => { if (model.mayLogIn(login).length === 0) loggedIn(scene, login, info); };
  return {
    what: () => 'renew', refusal: () => 'renew refused',
    forbidden: () => {
      const back = model.mark();
      const first = model.mayLogIn(login);
      if (first.length === 0) model.logIn(login);
      const found = first.length > 0 ? first : model.mayAcquire(login, how);
      back();
      return found;
    },
    ask: async () => {
      const asked = window.client.request('session/renew', { sessionId: scene.sessionIds.get(old) ?? '' });
      await Promise.allSettled([asked]);
      info = (await window.client.request('login/current', {})).login;
      return asked;
    },
    begun: logInFirst,
    follow: lease => {
      logInFirst();
      got = hold(scene, model.acquire(login, how, window), lease);
    },
    after: () => isReady(scene, got),
  };
}

export function end(scene: Scene): Move | null {
  const window = scene.window();
  if (!window || scene.model.sessions.length === 0) return null;
  const session = scene.random.pick(scene.model.sessions);
  const isOwn = session.developer === window.developer;
  return {
    what: () => (isOwn ? 'end' : "end another's"), forbidden: () => scene.model.mayEnd(window.developer, session),
    ask: () => window.client.request('session/end', { sessionId: scene.sessionIds.get(session) ?? '' }), follow: () => scene.model.end(session, window.developer),
  };
}

export function touch(scene: Scene): Move | null {
  const window = scene.window();
  const session = scene.model.sessions.find(each => each.developer === window?.developer);
  if (!window || !session) return null;
  return {
    what: () => 'activity', forbidden: () => scene.model.mayTouch(session),
    ask: () => window.client.request('session/activity', { sessionId: scene.sessionIds.get(session) ?? '' }), follow: () => scene.model.touch(session, window),
  };
}

interface DebuggerWork { readonly isActivity: boolean; ask(client: TestClient, sessionId: string): Promise<unknown> }
/** D6, T14: what a person does in the debugger, and what it asks by itself. */
const WORK: readonly DebuggerWork[] = [
  ...[{ condition: 'n > 1' }, { hitCondition: '3' }, { logMessage: 'n is {n}' }, {}].map((how): DebuggerWork => ({ isActivity: true, ask: (client, sessionId) => client.request('debug/setBreakpoints', { sessionId, path: '/A.cls', breakpoints: [{ id: 1, line: 1, ...how }] }) })),
  { isActivity: true, ask: (client, sessionId) => client.request('debug/evaluate', { sessionId, expression: '1', context: 'repl' }) },
  { isActivity: true, ask: (client, sessionId) => client.request('debug/evaluate', { sessionId, expression: '1', context: 'hover' }) },
  { isActivity: false, ask: (client, sessionId) => client.request('debug/evaluate', { sessionId, expression: '1', context: 'watch' }) },
  { isActivity: true, ask: (client, sessionId) => client.request('debug/setVariable', { sessionId, reference: 1, name: 'n', value: '1' }) },
  { isActivity: true, ask: (client, sessionId) => client.request('debug/pause', { sessionId, threadId: 1 }) },
  { isActivity: true, ask: (client, sessionId) => client.request('debug/resume', { sessionId, threadId: 1, kind: 'next' }) },
  ...[true, false].map((byUser): DebuggerWork => ({ isActivity: byUser, ask: (client, sessionId) => client.request('debug/variables', { sessionId, reference: 1, start: 0, count: 10, byUser }) })),
  { isActivity: false, ask: (client, sessionId) => client.request('debug/threads', { sessionId }) },
];

export function debug({ model, random, windows, sessionIds }: Scene): Move | null {
  const held = model.sessions.filter(each => windows.some(window => window === each.client));
  if (held.length === 0) return null;
  const session = random.pick(held);
  const work = random.pick(WORK);
  return {
    what: () => (work.isActivity ? 'debugging' : 'the debugger asks by itself'), forbidden: () => model.mayTouch(session),
    ask: () => work.ask((session.client as Window).client, sessionIds.get(session) ?? ''), follow: () => (work.isActivity ? model.touch : model.hear).call(model, session, session.client ?? {}),
  };
}

/** T16 */
export function grantOAuth(scene: Scene): Move | null {
  const window = scene.windowWithLogin();
  if (!window) return null;
  const login = scene.random.pick(scene.loginsOf(window));
  return { what: () => 'OAuth', forbidden: () => (scene.model.isLoggedIn(login) ? ['T16'] : ['notLoggedIn']), ask: () => window.client.request('oauth/grant', { loginId: scene.loginIds.get(keyOf(login)) ?? '', clientId: 'app' }), follow: () => undefined };
}
