import type { RunningUser } from '../../runtime/contract.ts';
import { parsedQuery, runQuery } from '../../runtime/data-access.ts';
import { fail, failNull } from '../../runtime/exception.ts';
import { defineLibraryClass } from '../../runtime/library.ts';
import { current } from '../../runtime/transaction.ts';

const user = (): RunningUser => current().user;

/** D16: a license that counts now, for the entire org or with a seat for the user. */
function isLicensed(namespace: string): boolean {
  const { org, source } = current();
  if (!org.licensing) return true;
  const license = org.licensing.licenses.find((each) => each.namespace.toLowerCase() === namespace.toLowerCase());
  if (!license) fail('System.TypeException', `Invalid namespace: ${namespace}`);
  if (license.status === 'suspended' || license.status === 'uninstalled' || (license.expiresAt !== null && license.expiresAt <= source.now())) return false;
  return license.seats === null || license.userIds.includes(user().id);
}

function hasLicenseId(id: string): boolean {
  const { records } = runQuery(parsedQuery('SELECT NamespacePrefix FROM PackageLicense WHERE Id = :id'), [id], 'system', { namespace: null, sharing: 'without', apiVersion: 64 });
  const namespace = records[0]?.fields.get('NamespacePrefix') as string | undefined;
  return namespace !== undefined && isLicensed(namespace);
}

export const sessionId = (): string => `${current().org.id.slice(0, 15)}!${current().test ? 'ApexTestSession' : current().id}`;

/** Source: Apex Reference, UserInfo Class. */
defineLibraryClass({
  name: 'System.UserInfo',
  members: {
    'static String getUserId()': () => user().id,
    'static String getUserName()': () => user().userName,
    'static String getName()': () => user().name,
    'static String getFirstName()': () => user().name.split(' ').slice(0, -1).join(' ') || null,
    'static String getLastName()': () => user().name.split(' ').at(-1)!,
    'static String getUserEmail()': () => user().email,
    // The platform's own user has none.
    'static String getProfileId()': () => user().profileId || null,
    'static String getUserRoleId()': () => user().roleId,
    'static String getUserType()': () => user().userType,
    'static String getLocale()': () => user().locale,
    'static String getLanguage()': () => user().language,
    'static String getOrganizationId()': () => current().org.id,
    'static String getOrganizationName()': () => current().org.name,
    'static String getDefaultCurrency()': () => current().org.defaultCurrency,
    'static Boolean isMultiCurrencyOrganization()': () => current().org.multiCurrency,
    'static String getSessionId()': sessionId,
    'static String getUiTheme()': () => 'Theme4d',
    // Only pages are displayed in a theme; everything else has the oldest one.
    'static String getUiThemeDisplayed()': () => (current().kind === 'ui' ? 'Theme4d' : 'Theme3'),
    'static Boolean hasPackageLicense(ID packageID)': (id: string | null) => hasLicenseId(id ?? failNull()),
    'static Boolean isCurrentUserLicensed(String namespace)': (namespace: string | null) => isLicensed(namespace ?? failNull()),
  },
});
