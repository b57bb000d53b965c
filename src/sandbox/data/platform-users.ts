/** The user that event triggers run as; beyond the ids that users of an org get. */
export const AUTOMATED_PROCESS_ID = '005SBX999999999YBA';
/** Each org's own has another name, so that names stay unique. */
export const automatedProcessName = (organizationId: string): string => `autoproc@${organizationId.toLowerCase()}`;
