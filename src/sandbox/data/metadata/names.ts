/** API names of a package's components get its namespace in front. */
export function qualify(name: string, namespace: string | null): string {
  if (namespace === null || !/__(c|mdt|e|b|x|r|s|kav|Share|History)$/i.test(name)) return name;
  const stem = name.replace(/__[a-z]+$/i, '').replace(/__(Latitude|Longitude)$/i, '');
  return stem.includes('__') ? name : `${namespace}__${name}`;
}
