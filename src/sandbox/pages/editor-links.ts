/** Links from the pages into VS Code. They hold no secrets: the extension asks before it follows one. */
import type { WorldOrg, WorldUser } from '../partner/world.ts';

/** As the manifest names it. */
export const EXTENSION_ID = 'isv-debugger.isv-customer-debugger';

/** Log in to an org as a user, and attach the debugger. */
export const editorLink = (org: WorldOrg, user: WorldUser): string => `vscode://${EXTENSION_ID}/case?${new URLSearchParams({ org: org.id, user: user.userName }).toString()}`;

/** D12. A real one ends with a session id; ours says no more than which org. */
export const forceIdeLink = (org: WorldOrg, address: string): string => `forceide://${encodeURIComponent(org.name)}?${new URLSearchParams({ url: address, sessionId: `${org.id}!` }).toString()}`;
