/** What developers look at and change in orgs, and what is kept of it. Null: as things are, there is nothing to ask. */
import type { CodeFile, LogInfo, OrgDetails } from '../../../src/protocol/partner.ts';
import type { ResultOf, RunResult } from '../../../src/protocol/rpc.ts';
import { FEATURES } from './inside-model.ts';
import type { FeatureValue, ModelCode } from './inside-model.ts';
import type { ModelLogin } from './model.ts';
import type { Move } from './moves.ts';
import { before, keyOf, userName } from './scene.ts';
import type { Scene, Window } from './scene.ts';
import { capitalised, nameOf, ORGS } from './world.ts';
import { isDebuggedAs } from './world-moves.ts';

/** Null: they are the same. */
export function unlike(what: string, shown: unknown, expected: unknown): string | null {
  const [one, other] = [JSON.stringify(shown), JSON.stringify(expected)];
  return one === other ? null : `it shows ${what} ${one}; by the rules it is ${other}.`;
}

/** Somebody at work in an org. `idOf` their login. */
export function atWork(scene: Scene): { readonly window: Window; readonly login: ModelLogin; readonly loginId: string } | null {
  const window = scene.windowWithLogin();
  if (!window) return null;
  const login = scene.random.pick(scene.loginsOf(window));
  return { window, login, loginId: scene.loginIds.get(keyOf(login)) ?? '' };
}

/** T6, D16, D17: the subscriber's page. */
export function viewSubscriber(scene: Scene): Move<OrgDetails> | null {
  const { model, random } = scene;
  const window = scene.window();
  if (!window) return null;
  const { name: org, code, seats } = random.pick(ORGS);
  return {
    what: () => 'view a subscriber', refusal: rule => `view a subscriber refused (${rule})`, forbidden: () => model.maySeeSubscribers(window.developer),
    ask: () => window.client.request('org/details', { org }), follow: () => undefined,
    shown: ({ packages, licenses, features, grants, expiresAt }) => {
      const own = code.filter(each => each.isOwn).map(each => each.className);
      return unlike('packages', packages.map(each => each.name), own) ?? unlike('licenses', licenses.map(each => [each.packageName, each.usedSeats, each.seats]), own.map(name => [name, model.seatsUsed(org), seats?.count ?? null]))
        ?? unlike('access', [grants, expiresAt], [model.access().filter(key => key.startsWith(`${org}/`)).length, model.accessUntil(org)])
        ?? unlike('feature parameters', features.map(each => `${each.name}: ${each.value}`).sort(), FEATURES.map(each => `${each.name}: ${model.inside.featureOf(org, each)}`).sort());
    },
  };
}

/** T7, T16, D2, D8 */
export function viewCode(scene: Scene): Move<Seen[]> | null {
  const found = atWork(scene);
  if (!found) return null;
  const { login, window, loginId } = found;
  return {
    what: () => 'view code', forbidden: () => loggedIn(scene, login), follow: () => undefined,
    ask: async () => {
      const { files } = await window.client.request('code/list', { loginId });
      return Promise.all(files.map(async file => ({ ...file, content: (await window.client.request('code/read', { loginId, path: file.path })).content })));
    },
    shown: files => unlike('code', files.map(seenAs).sort(), visibleCode(scene, login).map(({ code, isWhole }) => [code.namespace ?? '', code.className, isWhole ? 'full' : 'global', isWhole ? code.secret : 'no secret'].join(' ')).sort()),
  };
}

type Seen = CodeFile & { readonly content: string };
const secretIn = (content: string): string => ORGS.flatMap(org => org.code).find(each => content.includes(each.secret))?.secret ?? 'no secret';
const seenAs = ({ namespace, name, access, content }: Seen): string => [namespace ?? '', name, access, secretIn(content)].join(' ');

/** What of the org's code somebody may have, by class. */
export function visibleCode({ model }: Scene, { developer, org, user }: ModelLogin): { readonly code: ModelCode; readonly isWhole: boolean }[] {
  return model.org(org).code.map(code => ({ code, access: model.inside.accessTo(code, model.developer(developer), model.user(org, user)) })).filter(({ access }) => access !== 'none').map(({ code, access }) => ({ code, isWhole: access === 'full' }));
}

export const loggedIn = ({ model }: Scene, login: ModelLogin): string[] => (model.isLoggedIn(login) ? [] : ['notLoggedIn']);
const mayReadLogs = (scene: Scene, login: ModelLogin): string[] => [...loggedIn(scene, login), ...(scene.model.user(login.org, login.user).seesLogs ? [] : ['T10'])];

/** T10, T9 */
export function trace(scene: Scene): Move<ResultOf<'traceFlag/set'>> | null {
  const found = atWork(scene);
  if (!found) return null;
  const { model, random } = scene;
  const { login, window, loginId } = found;
  const { org } = login;
  const { name: user } = random.pick(model.org(org).users);
  const minutes = random.pick([0, 1, 30, 600, 1440]);
  return {
    what: () => 'trace', refusal: rule => `trace refused (${rule})`, forbidden: () => mayReadLogs(scene, login),
    ask: () => window.client.request('traceFlag/set', { loginId, user: userName({ org, user }), minutes }),
    follow: answer => {
      model.inside.trace({ org, user }, model.now, minutes);
      model.inside.changedSetup(org, login.user, login.developer);
      if (answer) scene.mustShow(unlike('trace flags', answer.flags.map(each => before(each.user.userName)).sort(), model.inside.traced(org, model.now).sort()));
    },
  };
}

/** T7, T10, T13: a request that ends at once, and leaves a log if its user is traced. */
export function callRest(scene: Scene): Move<RunResult> | null {
  const found = atWork(scene);
  if (!found) return null;
  const { model, bench } = scene;
  const { login, window, loginId } = found;
  return {
    what: () => 'REST request', refusal: rule => `REST request refused (${rule})`, forbidden: () => [...loggedIn(scene, login), ...model.mayCall(login)],
    ask: () => window.client.request('run/request', { loginId, method: 'GET', path: '/services/apexrest/acme/x' }),
    follow: () => {
      const modelled = model.startRequest(login.org, login.user);
      const { context } = bench.runner(nameOf(login.org)).called('runRequest').at(-1) as { context: { debug: { sessionId: string } | null } };
      isDebuggedAs(scene, login, modelled, context.debug);
      model.finish(modelled);
      model.inside.ran(login, model.now);
    },
  };
}

/** T10 */
export function listLogs(scene: Scene): Move<{ readonly logs: readonly LogInfo[] }> | null {
  const found = atWork(scene);
  if (!found) return null;
  const { login, window, loginId } = found;
  const { inside } = scene.model;
  return {
    what: () => 'list debug logs', refusal: rule => `list debug logs refused (${rule})`, forbidden: () => mayReadLogs(scene, login),
    ask: () => window.client.request('log/list', { loginId }), follow: () => undefined,
    shown: ({ logs }) => unlike('logs of', logs.map(each => before(each.user.userName)).sort(), inside.logsOf(login.org, scene.model.now).sort()),
  };
}

/** D17: by the partner. */
export function setFeature(scene: Scene): Move | null {
  const { model, random } = scene;
  const window = scene.window();
  if (!window) return null;
  const { name: org } = random.pick(ORGS);
  const feature = random.pick(FEATURES);
  const value: FeatureValue = random.pick<FeatureValue>([true, false, '2026-03-04', 'soon', 7]);
  return {
    what: () => 'set a feature parameter', refusal: rule => `set a feature parameter refused (${rule})`,
    forbidden: () => [...model.maySeeSubscribers(window.developer), ...(feature.isSetByPartner && model.inside.mayBe(feature, value) ? [] : ['D17'])],
    ask: () => window.client.request('feature/set', { org, namespace: 'acme', name: feature.name, value }), follow: () => model.inside.setFeature(org, feature, value),
  };
}

/** D17: by the package's Apex in the org. */
export async function packageSetsFeature(scene: Scene): Promise<void> {
  const { model, random, bench } = scene;
  const running = ORGS.filter(({ name }) => bench.runners.some(each => !each.isStopped && each.setup.orgName === nameOf(name)));
  if (running.length === 0) return;
  const { name: org } = random.pick(running);
  const feature = FEATURES.find(each => !each.isSetByPartner);
  if (!feature) throw new Error('The subscriber sets no feature parameter.');
  const value = random.below(100);
  bench.runner(nameOf(org)).emit({ kind: 'features', changes: [{ namespace: 'acme', name: feature.name, value }] });
  model.inside.setFeature(org, feature, value);
  await scene.observer.barrier();
  scene.count('the package sets a feature parameter');
}

/** T9: two logs, two owners. */
export function readLogs(scene: Scene): Move<Logs> | null {
  const { model, random, observer } = scene;
  const window = scene.window();
  if (!window) return null;
  const { name: org } = random.pick(ORGS);
  const { developer } = window;
  const { inside } = model;
  return {
    what: () => 'read both logs', forbidden: () => [], follow: () => undefined,
    ask: async () => ({ audit: (await window.client.request('audit/list', { org, limit: 500 })).entries, setup: (await observer.request('setupAudit/list', { org, limit: 500 })).entries }),
    shown: ({ audit, setup }) => {
      const logins = audit.filter(each => each.action === 'login');
      const unexplained = model.requiresCase && logins.some(each => !each.detail.includes('case 0017: Orders fail'));
      const visits = inside.visits.filter(each => each.org === org && (model.developer(developer).mayModifyAll || each.developer === developer));
      return unlike("the partner's log", logins.map(each => [before(each.actor), before(each.detail)]), visits.map(each => [each.developer, each.user]).reverse())
        ?? unlike("the subscriber's log", setup.map(each => [before(each.userName), each.delegate && before(each.delegate)]), inside.setupRows.filter(each => each.org === org).map(each => [each.user, each.delegate]).reverse())
        ?? (unexplained ? 'a login names no case.' : null);
    },
  };
}

interface Logs { readonly audit: ResultOf<'audit/list'>['entries']; readonly setup: ResultOf<'setupAudit/list'>['entries'] }

/** D12: a link of a subscriber's, or what only looks like one. */
export function openLink(scene: Scene): Move<ResultOf<'link/resolve'>> | null {
  const { model, random, bench } = scene;
  const window = scene.window();
  if (!window) return null;
  const { name: org } = random.pick(ORGS);
  const { id } = bench.hub.context.directory.findOrg(org);
  const isReal = random.chance(70);
  const link = isReal ? `forceide://${encodeURIComponent(capitalised(org))}?url=http%3A%2F%2Flocalhost&sessionId=${id}!abc` : random.pick([`https://${org}.example`, `forceide://x?sessionId=${id}`, 'forceide://x?url=y']);
  return {
    what: () => 'open a link', refusal: rule => `open a link refused (${rule})`, forbidden: () => (isReal ? model.mayEnter(window.developer, org) : ['D12']),
    ask: () => window.client.request('link/resolve', { link }), follow: () => undefined, shown: answer => unlike('the org', answer.org.id, id),
  };
}
