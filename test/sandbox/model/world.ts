import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RuleId } from '../../../src/sandbox/partner/rules.ts';
import { Bench, WORLD } from '../hub/support/bench.ts';
import { makeCertificate } from '../hub/support/certificate.ts';
import { FEATURES } from './inside-model.ts';
import { RulesModel } from './model.ts';
import type { ModelDeveloper, ModelOrg, ModelUser } from './model.ts';

export const DEVELOPERS: readonly ModelDeveloper[] = [
  { name: 'kim', mayLogIn: true, mayDebug: true, mayModifyAll: true },
  { name: 'lee', mayLogIn: true, mayDebug: true, mayModifyAll: false },
  { name: 'mia', mayLogIn: true, mayDebug: false, mayModifyAll: false },
  { name: 'noa', mayLogIn: false, mayDebug: true, mayModifyAll: false },
];

const ann = { name: 'ann', isAdmin: true, mayRunAnonymous: true, mayUseApi: true, seesSetup: true, seesLogs: true };
const plain = (name: string, mayUseApi = false): ModelUser => ({ name, isAdmin: false, mayRunAnonymous: false, mayUseApi, seesSetup: false, seesLogs: false });
const desk = { namespace: 'acme', isOwn: true, className: 'Desk', secret: 'secretFactor' };
const rival = { namespace: 'rival', isOwn: false, className: 'Rival', secret: 'hiddenWay' };
const own = { namespace: null, isOwn: false, className: 'Own', secret: 'ownSecret' };
const org = (name: string, extra: Partial<ModelOrg> = {}): ModelOrg => ({ name, isProduction: false, isClosed: false, seats: null, users: [ann], code: [desk], ...extra });

/** The orgs of the bench's world, as the rules see them. */
export const ORGS: readonly ModelOrg[] = [
  org('north', { users: [ann, plain('bo', true), plain('cy')], code: [desk, rival, own] }), org('south'), org('live', { isProduction: true }), org('silent'), org('guarded'),
  org('county', { isClosed: true }), org('seats', { seats: { count: 2, users: ['ann', 'bo'] }, users: [ann, plain('bo'), plain('cy')] }),
];
const names = new Map<string, string>(WORLD.orgs.map(each => each as { alias: string; name: string }).map(({ alias, name }) => [alias, name]));
export const nameOf = (alias: string): string => names.get(alias) ?? alias;
export const aliasOf = (name: string): string => [...names].find(([, each]) => each === name)?.[0] ?? name;

const DAY = 86_400_000;
/** Who debugs nothing and watches everything. */
const observer = { userName: 'obs@acme.example', name: 'Observer', permissions: ['LogInToSubscriberOrganization', 'ViewAndDebugManagedApex'] };

const tls = makeCertificate();

function worldOf(requireCase: boolean): object {
  const orgs = WORLD.orgs.filter(each => ORGS.some(({ name }) => name === (each as { alias: string }).alias)).map(each => ((each as { alias: string }).alias === 'north' ? { ...each, packages: ['acme@1.2', 'rival@1.0'], source: ['north'] } : each));
  return { ...WORLD, policy: { requireCase }, partner: { ...WORLD.partner, engineers: [...WORLD.partner.engineers, observer] }, packages: [...WORLD.packages, { namespace: 'rival', name: 'Rival', version: '1.0', path: 'rival' }], orgs };
}

function writeCode(folder: string): void {
  const write = (path: string, text: string): void => {
    mkdirSync(join(folder, path, '..'), { recursive: true });
    writeFileSync(join(folder, path), text);
  };
  write('desk/force-app/Desk.cls', `global class Desk { Integer ${desk.secret}; }`);
  for (const { name, type, isSetByPartner, value } of FEATURES) {
    const kind = capitalised(type);
    write(`desk/force-app/featureParameters/${name}.featureParameter${kind}-meta.xml`, `<FeatureParameter${kind}><dataflowDirection>${isSetByPartner ? 'LmoToSubscriber' : 'SubscriberToLmo'}</dataflowDirection><value>${String(value)}</value></FeatureParameter${kind}>`);
  }
  write('rival/sfdx-project.json', JSON.stringify({ packageDirectories: [{ path: 'app' }], namespace: 'rival' }));
  write('rival/app/Rival.cls', `global class Rival { global void call() { Integer ${rival.secret} = 1; } }`);
  write('north/Own.cls', `public class Own { Integer ${own.secret}; }`);
}

export const capitalised = (name: string): string => name.charAt(0).toUpperCase() + name.slice(1);

/** `requiresCase`: T9. */
export async function startWorld(disabledRules: readonly RuleId[], requiresCase: boolean): Promise<{ bench: Bench; model: RulesModel }> {
  const bench = await Bench.start({ disabledRules, team: { host: '127.0.0.1', port: 0, tls } }, worldOf(requiresCase), writeCode);
  const model = new RulesModel(bench.clock.now(), DEVELOPERS, ORGS, requiresCase);
  // As the world's file grants: for a week, a day ago or now.
  for (const name of ['north', 'south', 'live', 'county', 'guarded']) model.setGrant(name, 'ann', bench.clock.now() + 6 * DAY);
  for (const user of ['bo', 'cy']) model.setGrant('north', user, bench.clock.now() + 7 * DAY);
  model.setPolicy('guarded', { requiresMfa: true });
  return { bench, model };
}
