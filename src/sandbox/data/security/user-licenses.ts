/** The user licenses of every org, and which a profile needs. Source: Object Reference, UserLicense; Salesforce Help, User Licenses. */
interface UserLicense { readonly name: string; readonly key: string; readonly profiles: readonly string[] }

export const USER_LICENSES: readonly UserLicense[] = [
  { name: 'Salesforce', key: 'SFDC', profiles: [] },
  { name: 'Salesforce Platform', key: 'AUL', profiles: ['Standard Platform User'] },
  { name: 'Chatter Free', key: 'CSN_User', profiles: ['Chatter Free User'] },
  { name: 'Chatter External', key: 'CSN_External', profiles: ['Chatter External User'] },
  { name: 'Guest User License', key: 'PID_Guest_User', profiles: ['Guest License User'] },
];

/** The license of a profile by its name; the full one unless another is known. */
export function licenseOf(profile: string): UserLicense {
  return USER_LICENSES.find(({ profiles }) => profiles.includes(profile)) ?? USER_LICENSES[0]!;
}
