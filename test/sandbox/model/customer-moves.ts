/** What customers and the operator do. Null: as things are, there is nothing to do. */
import type { LoginInfo } from '../../../src/protocol/rpc.ts';
import { WireError } from '../../../src/protocol/errors.ts';
import { PageClient, textOf } from '../pages/support/page-client.ts';
import { DURATIONS } from './model.ts';
import type { ModelDuration } from './model.ts';
import { perform } from './moves.ts';
import type { Move } from './moves.ts';
import { loggedIn } from './partner-moves.ts';
import { Divergence, userName } from './scene.ts';
import type { Scene, Window } from './scene.ts';
import { capitalised, nameOf, ORGS } from './world.ts';

const MINUTE = 60_000;

export function grant({ model, random, observer }: Scene): Move | null {
  const { name: org, users } = random.pick(ORGS);
  const user = random.pick(users).name;
  const duration = random.pick(Object.keys(DURATIONS) as ModelDuration[]);
  return {
    what: () => 'grant', forbidden: () => model.mayGrant(org, user),
    ask: () => observer.request('grant/set', { org, user: userName({ org, user }), duration }), follow: () => model.grant(org, user, duration),
  };
}

/** T1, mostly where somebody is at work. */
export function revoke({ model, random, observer }: Scene): Move | null {
  const access = model.access();
  const used = random.chance(60) ? [...model.sessions, ...model.logins].map(({ org, user }) => `${org}/${user}`).filter(each => access.includes(each)) : [];
  if (access.length === 0) return null;
  const [org = '', user = ''] = random.pick(used.length > 0 ? used : access).split('/');
  return { what: () => 'revoke', forbidden: () => [], ask: () => observer.request('grant/revoke', { org, user: userName({ org, user }) }), follow: () => model.revoke(org, user) };
}

export function setPolicy({ model, random, observer }: Scene): Move {
  const { name: org } = random.pick(ORGS);
  const which = random.pick(['adminsOnly', 'adminsCanLogInAsAnyUser', 'requiresMfa', 'requiresMfa'] as const);
  const value = !model.policy(org)[which];
  const change = which === 'adminsOnly' ? { loginAccess: value ? 'administratorsOnly' as const : 'administratorsAndUsers' as const } : which === 'requiresMfa' ? { requiresMfa: value } : { administratorsCanLogInAsAnyUser: value };
  return { what: () => `policy: ${which}`, forbidden: () => [], ask: () => observer.request('policy/set', { org, user: userName({ org, user: 'ann' }), change }), follow: () => model.changePolicy(org, 'ann', { [which]: value }) };
}

/** D16 */
export function setSeat({ model, random, observer, bench }: Scene): Move {
  const org = random.chance(85) ? 'seats' : 'north';
  const user = random.pick(model.org(org).users).name;
  const assigned = !model.hasSeat(org, user);
  const userId = bench.hub.context.directory.findUser(bench.hub.context.directory.findOrg(org), userName({ org, user })).id;
  return {
    what: () => (assigned ? 'assign a seat' : 'take a seat back'), forbidden: () => model.maySeat(org, user, assigned),
    ask: () => observer.request('license/assign', { org, namespace: 'acme', user: userName({ org, user: 'ann' }), userId, assigned }), follow: () => model.seat(org, 'ann', user, assigned),
  };
}

/** T8: the subscriber approves or denies, the developer cancels, or nobody does anything. */
export async function decide(scene: Scene): Promise<void> {
  const { model, random, observer } = scene;
  const [approval] = model.approvals;
  const outcome = approval && scene.pending.get(approval);
  if (!approval || !outcome) return;
  const { login, client } = approval;
  const { approvals } = await (client as Window).client.request('approval/list', {});
  const id = approvals.find(each => each.org.name === nameOf(login.org) && each.user.userName === userName(login))?.id;
  if (id === undefined) throw new Divergence(`No approval is pending for ${login.developer} in ${login.org} (T8).`);
  const what = random.pick(['approve', 'deny', 'cancel', 'approve too late'] as const);
  if (what === 'approve too late') {
    await observer.request('grant/revoke', { org: login.org, user: userName(login) });
    model.revoke(login.org, login.user);
  }
  if (what === 'cancel') await (client as Window).client.request('approval/cancel', { id });
  else await observer.request('approval/decide', { id, user: userName({ org: login.org, user: 'ann' }), approve: what !== 'deny' });
  scene.pending.delete(approval);
  model.waitNoLonger(approval);
  const answer: Move<LoginInfo> = { what: () => `login waits: ${what}`, refusal: rule => `login waits: ${what === 'approve' ? 'approve too late' : what} refused (${rule})`, forbidden: () => (what.startsWith('approve') ? model.mayLogIn(login) : ['T8']), ask: () => outcome, follow: info => loggedIn(scene, login, info) };
  await perform(scene, answer);
}

/** T3: access, and what it depends on, is nobody's at the partner. */
export function decideForCustomer({ windows, random }: Scene): Move | null {
  const remote = windows.filter(each => each.isRemote);
  if (remote.length === 0) return null;
  const { client } = random.pick(remote);
  const { name: org, users } = random.pick(ORGS);
  const user = userName({ org, user: random.pick(users).name });
  const ask = random.pick([
    () => client.request('grant/set', { org, user, duration: '1 year' }), () => client.request('grant/revoke', { org, user }),
    () => client.request('policy/set', { org, user, change: { requiresMfa: false } }), () => client.request('setupAudit/list', { org }),
  ]);
  return { what: () => 'decide for the customer', forbidden: () => ['T3'], ask, follow: () => undefined };
}

/** D1: in Setup → Apex Debugger, on the customer's own pages. */
export function endInSetup({ model, random, bench, sessionIds }: Scene): Move | null {
  if (model.sessions.length === 0) return null;
  const session = random.pick(model.sessions);
  const { name: user } = random.pick(model.org(session.org).users);
  const path = '/setup/apex-debugger';
  return {
    what: () => 'end in Setup', forbidden: () => model.mayEndInSetup(session, user), follow: () => model.endInSetup(session, user),
    ask: async () => {
      const pages = await PageClient.as(bench, session.org, capitalised(user));
      const page = await pages.get(path);
      if (page.status === 403) throw new WireError('missingPermission', textOf(page), { rule: 'D1' });
      const answer = await pages.post(path, { session: sessionIds.get(session) ?? '' }, page);
      const shown = textOf(answer.status === 303 ? await pages.open(String(answer.headers['location'])) : answer);
      if (!shown.includes('The session was ended')) throw new WireError('sessionEnded', shown, shown.includes('needs "Manage Users"') ? { rule: 'D1' } : {});
    },
  };
}

/** D10: now, or with notice. */
export function startMaintenance({ model, random, observer, bench }: Scene): Move | null {
  if (model.inMaintenance || model.maintenanceAt !== null) return null;
  const inMinutes = random.pick([0, 0, 1, 10, 45]);
  return {
    what: () => (inMinutes === 0 ? 'maintenance' : 'maintenance is planned'), forbidden: () => [],
    ask: () => observer.request('maintenance/start', { inMinutes }), follow: () => model.planMaintenance(bench.clock.now() + inMinutes * MINUTE),
  };
}

export function endMaintenance({ model, observer }: Scene): Move | null {
  if (!model.inMaintenance && model.maintenanceAt === null) return null;
  return { what: () => (model.inMaintenance ? 'maintenance is over' : 'maintenance is called off'), forbidden: () => [], ask: () => observer.request('maintenance/end', {}), follow: () => model.endMaintenance() };
}
