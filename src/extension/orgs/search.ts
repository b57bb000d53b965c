/** Whether what was typed is part of the org's name or alias, or the start of its ID (15 characters mind case, as IDs do). */
export function matchesOrg(org: { readonly id: string; readonly name: string; readonly alias: string | null }, typed: string): boolean {
  const wanted = typed.trim();
  if (wanted === '') return true;
  if (/^00D[A-Za-z0-9]{0,15}$/.test(wanted)) return org.id.startsWith(wanted.slice(0, 15));
  return [org.name, org.alias ?? ''].some(name => name.toLowerCase().includes(wanted.toLowerCase()));
}
