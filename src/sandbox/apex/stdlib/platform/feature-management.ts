import type { FeatureParameter } from '../../runtime/contract.ts';
import { fail, failNull, notSupported } from '../../runtime/exception.ts';
import { defineLibraryClass } from '../../runtime/library.ts';
import { currentFrame } from '../../runtime/loader.ts';
import { ApexDate } from '../../runtime/temporal.ts';
import { current } from '../../runtime/transaction.ts';

const SLOT = 'FeatureManagement.values';
const DAY = 86_400_000;

/** What this transaction has set; the org takes it over with the commit. */
function changes(): Map<FeatureParameter, FeatureParameter['value']> {
  let found = current().slots.get(SLOT) as Map<FeatureParameter, FeatureParameter['value']> | undefined;
  if (!found) current().slots.set(SLOT, (found = new Map()));
  return found;
}

/** A parameter of the running code's own package. */
function find(method: string, apiName: string | null, type: FeatureParameter['type']): FeatureParameter {
  const { org } = current();
  const namespace = currentFrame()?.namespace ?? org.namespace ?? '';
  const name = (apiName ?? failNull()).replace(new RegExp(`^${namespace}__`, 'i'), '').toLowerCase();
  const isMeant = (each: (typeof org.featureParameters)[number]): boolean => (each.namespace ?? '').toLowerCase() === namespace.toLowerCase() && each.name.toLowerCase() === name && each.type === type;
  return org.licensing?.features.find(isMeant) ?? (org.featureParameters.find(isMeant) as FeatureParameter | undefined)
    ?? notSupported(`FeatureManagement.${method} of ${apiName}, which the package does not define as ${type}`);
}

function check(method: string, apiName: string | null, type: FeatureParameter['type']): FeatureParameter['value'] {
  const parameter = find(method, apiName, type);
  return changes().get(parameter) ?? parameter.value;
}

/** Whether a package's code runs. Where it is developed, code sets every parameter: public suites rest on that. */
function isInstalled(): boolean {
  const namespace = currentFrame()?.namespace ?? null;
  return namespace !== null && namespace.toLowerCase() !== current().org.namespace?.toLowerCase();
}

function set(method: string, apiName: string | null, type: FeatureParameter['type'], value: FeatureParameter['value']): void {
  const parameter = find(method, apiName, type);
  if (parameter.direction === 'lmoToSubscriber' && isInstalled()) fail('System.UnexpectedException', `The feature parameter ${parameter.name} is read-only in this org.`);
  // Setting one is DML on a setup object.
  current().limits.charge('dmlStatements', 1);
  changes().set(parameter, value);
}

const dateOf = (value: FeatureParameter['value']): ApexDate => new ApexDate(Date.parse(`${String(value)}T00:00:00Z`) / DAY);
const textOfDate = (date: ApexDate): string => new Date(date.days * DAY).toISOString().slice(0, 10);

/** Source: Apex Reference, FeatureManagement Class. */
defineLibraryClass({
  name: 'System.FeatureManagement',
  members: {
    'static Boolean checkPermission(String apiName)': (name: string | null) => current().data.rights.hasCustomPermission(name ?? failNull()),
    'static Boolean checkPackageBooleanValue(String apiName)': (name: string | null) => check('checkPackageBooleanValue', name, 'boolean'),
    'static Integer checkPackageIntegerValue(String apiName)': (name: string | null) => check('checkPackageIntegerValue', name, 'integer'),
    'static Date checkPackageDateValue(String apiName)': (name: string | null) => dateOf(check('checkPackageDateValue', name, 'date')),
    'static void setPackageBooleanValue(String apiName, Boolean value)': (name: string | null, value: boolean | null) => set('setPackageBooleanValue', name, 'boolean', value ?? failNull()),
    'static void setPackageIntegerValue(String apiName, Integer value)': (name: string | null, value: number | null) => set('setPackageIntegerValue', name, 'integer', value ?? failNull()),
    'static void setPackageDateValue(String apiName, Date value)': (name: string | null, value: ApexDate | null) => set('setPackageDateValue', name, 'date', textOfDate(value ?? failNull())),
  },
});

/** What the transaction has set, for whoever commits it. */
export function changedFeatures(slots: ReadonlyMap<string, unknown>): readonly { readonly namespace: string; readonly name: string; readonly value: FeatureParameter['value'] }[] {
  const found = slots.get(SLOT) as Map<FeatureParameter, FeatureParameter['value']> | undefined;
  return [...found ?? []].map(([{ namespace, name }, value]) => ({ namespace, name, value }));
}
