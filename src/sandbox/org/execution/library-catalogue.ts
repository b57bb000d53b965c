import type { LibraryCatalogue } from '../../apex/runtime/library.ts';
import { valueClassOf } from '../../apex/semantics/value-classes.ts';
import { sharedCatalogue } from '../compiler.ts';

/** The catalogue as the library's implementation asks it. */
export const libraryCatalogue: LibraryCatalogue = {
  enumConstants(name) {
    const symbol = sharedCatalogue().find(name);
    return symbol?.kind === 'enum' ? symbol.enumConstants : null;
  },
  valueClass(name) {
    const symbol = sharedCatalogue().find(name);
    return symbol && valueClassOf(symbol);
  },
};
