import type { RunningUser } from '../../apex/runtime/contract.ts';
import { valueOf } from '../layout.ts';
import type { StoreSession } from '../session.ts';

/** A user as the session sees the row; null if there is none. */
export function runningUser(session: StoreSession, id: string): RunningUser | null {
  const { rows, host: { store: { schema } } } = session;
  const layout = rows.layout(schema.object('User')!);
  const row = rows.readOne(layout, id);
  if (row === undefined) return null;
  const text = (field: string): string | null => valueOf(layout, row, field) as string | null;
  const profiles = rows.layout(schema.object('Profile')!);
  const profileId = text('ProfileId') ?? '';
  const profile = rows.readOne(profiles, profileId);
  return {
    id, userName: text('Username') ?? '', name: text('Name') ?? [text('FirstName'), text('LastName')].filter((part) => part !== null).join(' '), email: text('Email') ?? '', profileId,
    profileName: profile === undefined ? '' : String(valueOf(profiles, profile, 'Name')), roleId: text('UserRoleId'), timeZone: text('TimeZoneSidKey') ?? 'America/Los_Angeles',
    locale: text('LocaleSidKey') ?? 'en_US', language: text('LanguageLocaleKey') ?? 'en_US', userType: text('UserType') ?? 'Standard',
    // What code asks for by name is looked up in the rows when it asks.
    permissions: new Set(),
  };
}
