/** What is said when a debugging session has ended. Knows no 'vscode'. */
import type { HubNotifications, OrgInfo } from '../../protocol/rpc.ts';

export const RENEW = 'Renew Session';
export const REPORT = 'Show Report';
export const CLOSE = 'Close Subscriber Documents';

export interface EndMessage {
  readonly text: string;
  readonly isWarning: boolean;
  readonly offers: readonly string[];
}

/** Null: nothing, for after a run of one's own project there is nobody to report to and nothing to clean up. */
export function endMessage({ message, session: { endReason, org } }: HubNotifications['session/ended'], kind: OrgInfo['kind'] | undefined): EndMessage | null {
  if (endReason === 'stopped' || endReason === 'loggedOut') {
    return kind === 'project' ? null : { text: `The debugging session in ${org.name} is over.`, isWarning: false, offers: [REPORT, CLOSE] };
  }
  // Without access there is nothing to renew.
  return { text: message, isWarning: true, offers: endReason === 'grantEnded' || endReason === 'grantRevoked' ? [REPORT, CLOSE] : [RENEW, REPORT, CLOSE] };
}
