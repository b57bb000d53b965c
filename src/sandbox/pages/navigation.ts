import type { WorldUser } from '../partner/world.ts';

export interface Place {
  readonly path: string;
  readonly label: string;
}

/** “View Setup and Configuration”, on its own or with what includes it. */
const OPENS_SETUP = ['ViewSetup', 'CustomizeApplication', 'ManageUsers', 'ModifyAllData'];

export const mayUseSetup = (user: WorldUser): boolean => user.permissions.some(each => OPENS_SETUP.includes(each));

export const SETUP_PAGES: readonly (Place & { readonly about: string })[] = [
  { path: '/setup/company', label: 'Company Information', about: 'Name, ID, instance and contact, as your partners see them.' },
  { path: '/setup/users', label: 'Users', about: 'Who is in this org, with which licenses and permissions.' },
  { path: '/setup/packages', label: 'Installed Packages', about: 'Versions, license status, seats and who has one.' },
  { path: '/setup/login-access-policies', label: 'Login Access Policies', about: 'Who may let a partner in.' },
  { path: '/setup/identity-verification', label: 'Identity Verification', about: 'Whether logins of a partner wait for your approval.' },
  { path: '/setup/apex-debugger', label: 'Apex Debugger', about: 'The debugging session in this org, and how a partner starts one.' },
  { path: '/setup/debug-logs', label: 'Debug Logs', about: 'What requests did, for the users whose trace flag is set.' },
  { path: '/setup/audit-trail', label: 'Setup Audit Trail', about: 'What was changed here, by whom, and by which delegate.' },
];

export function mainPlaces(user: WorldUser, waiting: number): readonly (Place & { readonly count?: number })[] {
  return [
    { path: '/', label: 'Home' },
    { path: '/records', label: 'Records' },
    { path: '/settings/login-access', label: 'Grant Login Access' },
    { path: '/settings/approvals', label: 'Login Approvals', count: waiting },
    ...(mayUseSetup(user) ? [{ path: '/setup', label: 'Setup' }] : []),
  ];
}
