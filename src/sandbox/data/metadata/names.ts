/**
 * What is wrong with the name of a component, behind `"name" `; null if nothing is. `kind`: `an object`.
 * Source: Metadata API Developer Guide, CustomObject and CustomField, `fullName`.
 */
export function nameFault(name: string, kind: string): string | null {
  if (/^sqlite_/i.test(name)) return `is no name of ${kind}: names that begin with sqlite_ are the database's own`;
  return /^[A-Za-z]\w*$/.test(name) ? null : `is no name of ${kind}: it begins with a letter and has letters, digits and underscores only`;
}

/** API names of a package's components get its namespace in front. */
export function qualify(name: string, namespace: string | null): string {
  if (namespace === null || !/__(c|mdt|e|b|x|r|s|kav|Share|History)$/i.test(name)) return name;
  const stem = name.replace(/__[a-z]+$/i, '').replace(/__(Latitude|Longitude)$/i, '');
  return stem.includes('__') ? name : `${namespace}__${name}`;
}

/** A name as files write it: with what addresses don't take as `%2F`. */
export function decodedName(written: string): string {
  try {
    return decodeURIComponent(written.replaceAll(/%(?![0-9a-f]{2})/gi, '%25'));
  } catch (error) {
    // A name may look like that.
    if (error instanceof URIError) return written;
    throw error;
  }
}
