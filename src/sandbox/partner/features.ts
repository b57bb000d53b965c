import { WireError } from '../../protocol/errors.ts';
import type { FeatureParameterInfo } from '../../protocol/partner.ts';
import type { Clock } from './clock.ts';
import type { Rules } from './rules.ts';
import type { PartnerStore } from './store.ts';
import type { WorldOrg } from './world.ts';

export interface FeaturesOptions {
  readonly store: PartnerStore;
  readonly rules: Rules;
  readonly clock: Clock;
  /** Resolves when the org's Apex sees it. */
  changed(org: WorldOrg): Promise<void>;
}

const nameOf = (namespace: string, name: string): string => `feature ${namespace.toLowerCase()}.${name.toLowerCase()}`;

/** The feature parameters of packages in orgs (D17): hidden there, kept by the LMA, read and written by the package's Apex. */
export class Features {
  readonly #options: FeaturesOptions;

  constructor(options: FeaturesOptions) {
    this.#options = options;
  }

  list(org: WorldOrg): FeatureParameterInfo[] {
    return org.features.map(each => {
      const value = this.#options.store.orgSettings.get<FeatureParameterInfo['value']>(org.id, nameOf(each.namespace, each.name));
      return value === null ? each : { ...each, value };
    });
  }

  /** By the partner: what goes from the License Management Org to the subscriber. */
  async set(org: WorldOrg, namespace: string, name: string, value: FeatureParameterInfo['value'], developer: string): Promise<FeatureParameterInfo> {
    const { store, clock, rules, changed } = this.#options;
    const parameter = this.#find(org, namespace, name);
    const fail = (message: string): never => { throw new WireError('invalidParams', message, { rule: 'D17' }); };
    if (rules.holds('D17')) {
      if (parameter.direction === 'subscriberToLmo') fail(`${parameter.name} goes from the subscriber to you: only the package's Apex in ${org.name} sets it.`);
      if (!fits(parameter.type, value)) fail(`${parameter.name} is ${parameter.type === 'integer' ? 'an integer' : `a ${parameter.type}`}, but the value is ${JSON.stringify(value)}.`);
    }
    store.orgSettings.set(org.id, nameOf(parameter.namespace, parameter.name), value);
    store.audit.append({ at: clock.now(), actor: developer, action: 'feature', orgId: org.id, detail: `${parameter.namespace}.${parameter.name} = ${String(value)}` });
    await changed(org);
    return { ...parameter, value };
  }

  /** By the package's Apex, in a transaction that was committed. */
  report(org: WorldOrg, namespace: string, name: string, value: FeatureParameterInfo['value']): void {
    const parameter = this.#find(org, namespace, name);
    this.#options.store.orgSettings.set(org.id, nameOf(parameter.namespace, parameter.name), value);
  }

  #find(org: WorldOrg, namespace: string, name: string): FeatureParameterInfo {
    const found = this.list(org).find(each => nameOf(each.namespace, each.name) === nameOf(namespace, name));
    if (!found) throw new WireError('invalidParams', `${org.name} has no feature parameter ${namespace}.${name}. It has ${org.features.map(each => `${each.namespace}.${each.name}`).join(', ') || 'none'}.`, { rule: 'D17' });
    return found;
  }
}

function fits(type: FeatureParameterInfo['type'], value: FeatureParameterInfo['value']): boolean {
  if (type === 'boolean') return typeof value === 'boolean';
  if (type === 'integer') return Number.isSafeInteger(value);
  return typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(value) && !Number.isNaN(Date.parse(value));
}
