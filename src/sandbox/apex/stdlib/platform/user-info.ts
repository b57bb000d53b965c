import type { RunningUser } from '../../runtime/contract.ts';
import { defineLibraryClass } from '../../runtime/library.ts';
import { current } from '../../runtime/transaction.ts';

const user = (): RunningUser => current().user;

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
    'static String getProfileId()': () => user().profileId,
    'static String getUserRoleId()': () => user().roleId,
    'static String getUserType()': () => user().userType,
    'static String getLocale()': () => user().locale,
    'static String getLanguage()': () => user().language,
    'static String getOrganizationId()': () => current().org.id,
    'static String getOrganizationName()': () => current().org.name,
    'static String getDefaultCurrency()': () => current().org.defaultCurrency,
    'static Boolean isMultiCurrencyOrganization()': () => current().org.multiCurrency,
    'static String getSessionId()': () => `${current().org.id.slice(0, 15)}!${current().id}`,
    'static String getUiTheme()': () => 'Theme4d',
    'static String getUiThemeDisplayed()': () => 'Theme4d',
    'static Boolean hasPackageLicense(ID packageID)': () => true,
    'static Boolean isCurrentUserLicensed(String namespace)': () => true,
  },
});
