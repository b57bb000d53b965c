/** The user that event triggers run as; beyond the ids that users of an org get. */
export const AUTOMATED_PROCESS_ID = '005SBX999999999YBA';
export const AUTOMATED_PROCESS_NAME = 'autoproc@automated.process';
