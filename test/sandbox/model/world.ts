import type { RuleId } from '../../../src/sandbox/partner/rules.ts';
import { Bench, WORLD } from '../hub/support/bench.ts';
import { RulesModel } from './model.ts';
import type { ModelDeveloper, ModelOrg } from './model.ts';

export const DEVELOPERS: readonly ModelDeveloper[] = [
  { name: 'kim', mayLogIn: true, mayDebug: true, mayModifyAll: true },
  { name: 'lee', mayLogIn: true, mayDebug: true, mayModifyAll: false },
  { name: 'mia', mayLogIn: true, mayDebug: false, mayModifyAll: false },
  { name: 'noa', mayLogIn: false, mayDebug: true, mayModifyAll: false },
];

const ann = { name: 'ann', isAdmin: true, mayRunAnonymous: true };
const THREE_USERS = [ann, { name: 'bo', isAdmin: false, mayRunAnonymous: false }, { name: 'cy', isAdmin: false, mayRunAnonymous: false }];
const org = (name: string, extra: Partial<ModelOrg> = {}): ModelOrg => ({ name, isProduction: false, isClosed: false, seats: null, users: [ann], ...extra });

/** The orgs of the bench's world, as the rules see them. */
export const ORGS: readonly ModelOrg[] = [
  org('north', { users: THREE_USERS }), org('south'), org('live', { isProduction: true }), org('silent'), org('guarded'),
  org('county', { isClosed: true }), org('seats', { seats: { count: 2, users: ['ann', 'bo'] }, users: THREE_USERS }),
];
const names = new Map<string, string>(WORLD.orgs.map(each => each as { alias: string; name: string }).map(({ alias, name }) => [alias, name]));
export const nameOf = (alias: string): string => names.get(alias) ?? alias;
export const aliasOf = (name: string): string => [...names].find(([, each]) => each === name)?.[0] ?? name;

const DAY = 86_400_000;
/** Who debugs nothing and watches everything. */
const observer = { userName: 'obs@acme.example', name: 'Observer', permissions: ['LogInToSubscriberOrganization', 'ViewAndDebugManagedApex'] };

export async function startWorld(disabledRules: readonly RuleId[]): Promise<{ bench: Bench; model: RulesModel }> {
  const bench = await Bench.start({ disabledRules }, { ...WORLD, partner: { ...WORLD.partner, engineers: [...WORLD.partner.engineers, observer] }, orgs: WORLD.orgs.filter(each => ORGS.some(({ name }) => name === (each as { alias: string }).alias)) });
  const model = new RulesModel(bench.clock.now(), DEVELOPERS, ORGS);
  // As the world's file grants: for a week, a day ago or now.
  for (const name of ['north', 'south', 'live', 'county', 'guarded']) model.setGrant(name, 'ann', bench.clock.now() + 6 * DAY);
  for (const user of ['bo', 'cy']) model.setGrant('north', user, bench.clock.now() + 7 * DAY);
  model.setPolicy('guarded', { requiresMfa: true });
  return { bench, model };
}
