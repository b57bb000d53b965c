/** Names of the classes that DataWeave scripts have. Source: Apex Developer Guide, Implementing DataWeave in Apex. */
import type { Schema } from '../../data/schema.ts';

/** The script behind a class's name, `[namespace.]DataWeaveScriptResource.Name`; null: that names none. */
export function scriptOfClass(schema: Schema, names: readonly string[], callerNamespace: string | null): { readonly namespace: string | null; readonly name: string } | null {
  const at = names.length - 2;
  if (at < 0 || at > 1 || names[at]!.toLowerCase() !== 'dataweavescriptresource') return null;
  const name = names[at + 1]!;
  for (const namespace of at === 1 ? [names[0]!] : [callerNamespace, null]) {
    if (schema.dataWeaveScripts.has((namespace === null ? name : `${namespace}.${name}`).toLowerCase())) return { namespace, name };
  }
  return null;
}
