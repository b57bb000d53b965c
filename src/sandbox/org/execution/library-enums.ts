import { sharedCatalogue } from '../compiler.ts';

/** Constants of a library enum, by its name; null: no such enum. */
export function libraryEnumConstants(name: string): readonly string[] | null {
  const symbol = sharedCatalogue().find(name);
  return symbol?.kind === 'enum' ? symbol.enumConstants : null;
}
