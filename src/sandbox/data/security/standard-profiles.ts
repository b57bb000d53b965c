/**
 * What the profiles that every org has grant without any metadata saying so. Source: Salesforce Help, Standard Profiles;
 * Metadata API Developer Guide, Profile (names of the files).
 */
import type { ObjectSchema } from '../schema.ts';
import { NO_RIGHTS } from './contract.ts';
import type { ObjectRights } from './contract.ts';

export interface StandardProfile {
  readonly name: string;
  readonly userType: string;
  readonly userPermissions: readonly string[];
  objectRights(object: ObjectSchema): ObjectRights;
  /** Fields of objects it may read; those of packages come with the package, an org's own ones are granted one by one. */
  readonly fields: 'all' | 'standardAndPackaged' | 'none';
}

const READ: ObjectRights = { ...NO_RIGHTS, read: true };
const WRITE: ObjectRights = { ...READ, create: true, edit: true };
const FULL: ObjectRights = { ...WRITE, delete: true };
const EVERYTHING: ObjectRights = { ...FULL, viewAll: true, modifyAll: true };

/** What differs from full rights for those who work with the standard objects. */
const EXCEPTIONS: Readonly<Record<string, ObjectRights>> = { Campaign: READ, Case: WRITE, Lead: WRITE, Pricebook2: READ, Product2: READ, Solution: READ, Idea: WRITE };

/** Standard objects that standard profiles grant; those of features that not every org has are for administrators. */
export const COMMON_OBJECTS: readonly string[] = [
  'Account', 'Asset', 'Campaign', 'Case', 'Contact', 'Contract', 'Document', 'Entitlement', 'Idea', 'Individual', 'Lead', 'Location', 'OperatingHours', 'Opportunity', 'Order', 'Pricebook2', 'Product2', 'Quote',
  'ServiceContract', 'Solution', 'WorkOrder',
];
const COMMON: ReadonlySet<string> = new Set(COMMON_OBJECTS);
const isGranted = (object: ObjectSchema): boolean => (object.kind === 'standard' ? COMMON.has(object.name) : object.namespace !== null);

/** An org's own objects are granted one by one; a package's come with it. */
const like = (exceptions: Readonly<Record<string, ObjectRights>>) => (object: ObjectSchema): ObjectRights => (isGranted(object) ? (exceptions[object.name] ?? FULL) : NO_RIGHTS);
const reading = (object: ObjectSchema): ObjectRights => (isGranted(object) ? READ : NO_RIGHTS);
const nothing = (): ObjectRights => NO_RIGHTS;
const PLATFORM: ReadonlySet<string> = new Set(['Account', 'Contact', 'Document', 'Individual', 'Location']);

const USING = [
  'ActivitiesAccess', 'ApiEnabled', 'AllowViewEditConvertedLeads', 'AssignTopics', 'ChatterFileLink', 'ChatterInternalUser', 'ChatterInviteExternalUsers', 'ChatterOwnGroups', 'ContentWorkspaces', 'ConvertLeads',
  'CreateTopics', 'EditEvent', 'EditTask', 'EditTopics', 'EmailSingle', 'ExportReport', 'ImportPersonal', 'LightningExperienceUser', 'RunFlow', 'RunReports', 'SelectFilesFromSalesforce',
  'ShowCompanyNameAsUserBadge', 'SubmitMacrosAllowed', 'ViewHelpLink', 'ViewRoles', 'ViewSetup',
];
const ADMINISTERING = [
  ...USING, 'AssignPermissionSets', 'AuthorApex', 'BulkApiHardDelete', 'CustomizeApplication', 'DataExport', 'EditPublicDocuments', 'EditReadonlyFields', 'EmailMass', 'EmailTemplateManagement', 'ImportLeads',
  'InstallMultiforce', 'ManageAuthProviders', 'ManageBusinessHourHolidays', 'ManageCases', 'ManageCategories', 'ManageCustomPermissions', 'ManageCustomReportTypes', 'ManageDashbdsInPubFolders',
  'ManageDataIntegrations', 'ManageInternalUsers', 'ManageIpAddresses', 'ManageLeads', 'ManagePasswordPolicies', 'ManageProfilesPermissionsets', 'ManageRemoteAccess', 'ManageReportsInPubFolders', 'ManageRoles',
  'ManageSharing', 'ManageSolutions', 'ManageTranslation', 'ManageUsers', 'MassInlineEdit', 'ModifyAllData', 'ModifyMetadata', 'MonitorLoginHistory', 'ResetPasswords', 'ScheduleReports', 'TransferAnyCase',
  'TransferAnyEntity', 'TransferAnyLead', 'UseTeamReassignWizards', 'ViewAllData', 'ViewAllProfiles', 'ViewAllUsers', 'ViewEventLogFiles', 'ViewHealthCheck',
];

const profile = (name: string, objectRights: StandardProfile['objectRights'], userPermissions: readonly string[] = USING, fields: StandardProfile['fields'] = 'standardAndPackaged', userType = 'Standard'): StandardProfile =>
  ({ name, userType, userPermissions, objectRights, fields });

const PROFILES: readonly StandardProfile[] = [
  profile('System Administrator', () => EVERYTHING, ADMINISTERING, 'all'),
  profile('Standard User', like(EXCEPTIONS)),
  profile('Read Only', reading),
  profile('Minimum Access - Salesforce', nothing, ['ActivitiesAccess', 'ApiEnabled', 'ChatterInternalUser', 'LightningExperienceUser', 'ViewHelpLink'], 'none'),
  profile('Solution Manager', like({ ...EXCEPTIONS, Solution: FULL }), [...USING, 'ManageSolutions']),
  profile('Marketing User', like({ ...EXCEPTIONS, Campaign: FULL }), [...USING, 'EditPublicTemplates', 'ImportLeads', 'EmailTemplateManagement']),
  profile('Contract Manager', like(EXCEPTIONS), [...USING, 'ActivateContract', 'DeleteActivatedContract']),
  profile('Chatter External User', nothing, [], 'none', 'CsnOnly'),
  profile('Chatter Free User', nothing, ['ChatterInternalUser'], 'none', 'CsnOnly'),
  profile('Standard Platform User', (object) => (object.kind === 'standard' && !PLATFORM.has(object.name) ? NO_RIGHTS : like({})(object))),
  profile('Guest License User', nothing, [], 'none', 'Guest'),
];

const BY_NAME: ReadonlyMap<string, StandardProfile> = new Map(PROFILES.map((one) => [one.name.toLowerCase(), one]));

export const STANDARD_PROFILE_NAMES: readonly string[] = PROFILES.map((one) => one.name);

export const STANDARD_USER = 'Standard User';

export function standardProfile(name: string): StandardProfile | undefined {
  return BY_NAME.get(name.toLowerCase());
}

/** Files name some standard profiles otherwise than the org does. */
const FILES: Readonly<Record<string, string>> = {
  admin: 'System Administrator', standard: 'Standard User', readonly: 'Read Only', solutionmanager: 'Solution Manager', marketingprofile: 'Marketing User', contractmanager: 'Contract Manager',
  standardaul: 'Standard Platform User', minimumaccess: 'Minimum Access - Salesforce', 'chatter free user': 'Chatter Free User', 'chatter external user': 'Chatter External User', guest: 'Guest License User',
};

export function profileNameOf(fileStem: string): string {
  return FILES[fileStem.toLowerCase()] ?? fileStem;
}
