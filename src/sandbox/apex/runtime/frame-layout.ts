/** Where a frame of the shadow stack has what, from its base. Its method's entry comes first; locals follow last, by their index. */
export const STATEMENT = 1;
export const SELF = 2;
export const LOCALS = 3;

/** Whether a local can be seen at a statement that starts there: the debugger shows, reads and sets no other. */
export function isVisibleAt(local: { readonly isParameter: boolean; readonly scopeStart: number; readonly scopeEnd: number }, at: number): boolean {
  return local.isParameter || (local.scopeStart <= at && at < local.scopeEnd);
}
