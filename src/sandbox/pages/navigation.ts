import type { WorldUser } from '../partner/world.ts';

export interface Place {
  readonly path: string;
  readonly label: string;
}

/** “View Setup and Configuration”, on its own or with what includes it. */
const OPENS_SETUP = ['ViewSetup', 'CustomizeApplication', 'ManageUsers', 'ModifyAllData'];

export const mayUseSetup = (user: WorldUser): boolean => user.permissions.some(each => OPENS_SETUP.includes(each));

export const SETUP_PAGES: readonly Place[] = [
  { path: '/setup/users', label: 'Users' },
  { path: '/setup/apex-debugger', label: 'Apex Debugger' },
];

export function mainPlaces(user: WorldUser): readonly Place[] {
  return [
    { path: '/', label: 'Home' },
    { path: '/records', label: 'Records' },
    { path: '/settings/login-access', label: 'Grant Login Access' },
    ...(mayUseSetup(user) ? [{ path: '/setup', label: 'Setup' }] : []),
  ];
}
