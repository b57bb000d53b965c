import { WireError } from '../../../protocol/errors.ts';
import type { FeatureParameterInfo, LicenseInfo, OrgDetails, SubscriberInfo } from '../../../protocol/partner.ts';
import type { ParamsOf, ResultOf } from '../../../protocol/rpc.ts';
import type { WorldOrg } from '../../partner/world.ts';
import { checkCustomer, checkSignedIn } from '../context.ts';
import type { Caller, HubContext } from '../context.ts';
import { who } from './grants.ts';

/** T6: every org with a package of the partner, granted or not. */
export function listSubscribers(hub: HubContext, caller: Caller, { search }: ParamsOf<'subscribers/list'>): ResultOf<'subscribers/list'> {
  checkSupport(hub, caller);
  const wanted = search?.trim() ?? '';
  const found = hub.directory.orgs.filter(org => org.kind !== 'project' && ownPackages(hub, org).length > 0 && (wanted === '' || org.name.toLowerCase().includes(wanted.toLowerCase()) || org.id === wanted || org.id.slice(0, 15) === wanted));
  return { subscribers: found.map(org => subscriber(hub, org)) };
}

export async function orgDetails(hub: HubContext, caller: Caller, { org: name }: ParamsOf<'org/details'>): Promise<OrgDetails> {
  checkSupport(hub, caller);
  const org = hub.directory.findOrg(name);
  const { contact } = org;
  return {
    ...subscriber(hub, org), contact: { ...contact, name: contact.name ?? org.name }, limits: await hub.orgLimits.of(org), access: hub.access.uses(org), notDebuggable: hub.rules.notDebuggable(org),
    features: hub.features.list(org),
    licenses: ownPackages(hub, org).flatMap(({ namespace, name: packageName, version }) => hub.licenses.list(org).filter(each => each.namespace === namespace).map(license => ({
      ...license, packageName, version, usedSeats: license.seats === null ? org.users.length : license.userIds.length,
    }))),
  };
}

export function setLicense(hub: HubContext, caller: Caller, { org, namespace, change }: ParamsOf<'license/set'>): Promise<LicenseInfo> {
  checkSupport(hub, caller);
  return hub.licenses.set(hub.directory.findOrg(org), namespace, change, caller.engineer.userName);
}

export function assignLicense(hub: HubContext, caller: Caller, params: ParamsOf<'license/assign'>): Promise<LicenseInfo> {
  checkCustomer(hub, caller);
  const [org, admin] = who(hub, params);
  return hub.licenses.assign(org, params.namespace, admin, hub.directory.findUser(org, params.userId), params.assigned);
}

export function setFeature(hub: HubContext, caller: Caller, { org, namespace, name, value }: ParamsOf<'feature/set'>): Promise<FeatureParameterInfo> {
  checkSupport(hub, caller);
  return hub.features.set(hub.directory.findOrg(org), namespace, name, value, caller.engineer.userName);
}

/** The Subscriber Support Console (T5). */
function checkSupport(hub: HubContext, caller: Caller): void {
  checkSignedIn(hub, caller, '');
  if (!hub.rules.maySeeSubscribers(caller.engineer)) throw new WireError('missingPermission', `${caller.engineer.name} lacks the permission "Log in to Subscriber Organization" in the License Management Org. An admin of yours can assign it.`, { rule: 'T5' });
}

const ownPackages = (hub: HubContext, org: WorldOrg): WorldOrg['packages'] => org.packages.filter(each => !hub.rules.holds('T6') || each.namespace === hub.directory.world.partner?.namespace);

function subscriber(hub: HubContext, org: WorldOrg): SubscriberInfo {
  const grants = hub.directory.activeGrants(org);
  return {
    id: org.id, name: org.name, alias: org.alias, kind: org.kind, instance: org.instance, packages: ownPackages(hub, org), grants: grants.length,
    expiresAt: grants.length === 0 ? null : Math.max(...grants.map(each => each.expiresAt)),
  };
}
