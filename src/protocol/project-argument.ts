/** A project as a user names it: its folder, or `ns=DIR` to install it under a namespace that its project file doesn't state. */
export interface ProjectArgument { readonly namespace: string | null; readonly folder: string }

/** A folder with an `=` in its name is written with a `./` in front. */
export function projectArgument(text: string): ProjectArgument {
  const match = /^([A-Za-z][A-Za-z0-9_]{0,14})=(.+)$/.exec(text);
  return match ? { namespace: match[1]!, folder: match[2]! } : { namespace: null, folder: text };
}
