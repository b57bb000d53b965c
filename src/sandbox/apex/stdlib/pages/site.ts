import { defineLibraryClass, type LibraryFunction } from '../../runtime/library.ts';

/** Nothing here runs in a site or an Experience Cloud site: what tells of one says so, and what needs one does nothing. */
const members = (keys: readonly string[], answer: () => null | string | boolean): Record<string, LibraryFunction> => Object.fromEntries(keys.map((key) => [key, answer]));

/** Source: Apex Reference, Site Class. */
defineLibraryClass({
  name: 'System.Site',
  members: {
    ...members(['AdminEmail', 'AnalyticsTrackingCode', 'Domain', 'ErrorDescription', 'ErrorMessage', 'ExperienceId', 'MasterLabel', 'Name', 'OriginalUrl', 'PathPrefix', 'SiteId', 'SiteType', 'SiteTypeLabel', 'CurrentSiteUrl', 'CustomWebAddress', 'Prefix', 'PasswordPolicyStatement'].map((name) => `static String get${name}()`), () => null),
    ...members(['static ID getAdminId()', 'static System.PageReference getTemplate()'], () => null),
    ...members(['BaseUrl', 'BaseCustomUrl', 'BaseInsecureUrl', 'BaseRequestUrl', 'BaseSecureUrl'].map((name) => `static String get${name}()`), () => ''),
    ...members(['static Boolean isLoginEnabled()', 'static Boolean isPasswordExpired()', 'static Boolean isRegistrationEnabled()', 'static Boolean forgotPassword(String username)', 'static Boolean forgotPassword(String username, String emailTemplateName)'], () => false),
    'static Boolean isValidUsername(String username)': (name: string | null) => name !== null && /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(name),
    ...members([
      'static System.PageReference changePassword(String newPassword, String verifyNewPassword)', 'static System.PageReference changePassword(String newPassword, String verifyNewPassword, String oldPassword)',
      'static System.PageReference login(String username, String password, String startUrl)',
      'static Id createExternalUser(SObject user, String accountId)', 'static Id createExternalUser(SObject user, String accountId, String password)', 'static Id createExternalUser(SObject user, String accountId, String password, Boolean sendEmailConfirmation)',
      'static Id createPortalUser(SObject user, String accountId)', 'static Id createPortalUser(SObject user, String accountId, String password)', 'static ID createPortalUser(sObject user, String accountId, String password, Boolean sendEmailConfirmation)',
      'static ID createPersonAccountPortalUser(sObject user, String ownerId, String password)', 'static ID createPersonAccountPortalUser(sObject user, String ownerId, String recordTypeId, String password)',
      'static void setExperienceId(String expIdValue)', 'static void setPortalUserAsAuthProvider(sObject user, String contactId)', 'static void validatePassword(SObject user, String password, String confirmPassword)',
    ], () => null),
  },
});
