/** Where a frame of the shadow stack has what, from its base. Its method's entry comes first; locals follow last, by their index. */
export const STATEMENT = 1;
export const SELF = 2;
export const LOCALS = 3;
