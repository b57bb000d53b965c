import type { LocalSymbol, TypeSymbol } from '../semantics/types.ts';
import { isDouble, type ExpressionWriter } from './expressions.ts';
import { property } from './writer.ts';

/** A function from a bind's lower-case name to the value of the variable in scope there. */
export function bindLookup(w: ExpressionWriter, at: number): string {
  const cases: string[] = [];
  const seen = new Set<string>();
  const add = (name: string, code: string): void => {
    if (seen.has(name.toLowerCase())) return;
    seen.add(name.toLowerCase());
    cases.push(`case ${JSON.stringify(name.toLowerCase())}: return ${code};`);
  };
  const addLocal = (local: LocalSymbol): void => add(local.name, isDouble(local.type) ? `$.box(${w.local(local)})` : w.local(local));
  const known = [...w.locals].reverse().filter((local) => local.scopeStart <= at);
  for (const local of known) if (at < local.scopeEnd) addLocal(local);
  for (let type: TypeSymbol | null = w.owner; type; type = type.outer) {
    if (type.kind !== 'enum') addFields(w, type, !w.isStatic && type === w.owner, add);
  }
  // A variable of a block that has ended still has its value.
  for (const local of known) addLocal(local);
  return `(n) => { switch (n) { ${cases.join(' ')} } }`;
}

/** Fields and properties of a class and of those it extends. */
function addFields(w: ExpressionWriter, type: TypeSymbol, withInstance: boolean, add: (name: string, code: string) => void): void {
  for (let each: TypeSymbol | null = type; each && !each.isLibrary; each = each.superclass?.kind === 'class' ? each.superclass.symbol : null) {
    for (const field of each.fields.values()) {
      if (!field.isStatic && !withInstance) continue;
      const isRead = field.kind === 'property' && field.getter !== null && !field.getter.isAutomatic;
      const code = field.isStatic
        ? isRead ? `${w.staticMethods(each)}${property(`get$${field.slot}`)}()` : `${w.statics(each)}${property(field.slot)}`
        : isRead ? `${w.self}${property(`get$${field.slot}`)}()` : `${w.self}${property(field.slot)}`;
      add(field.name, isDouble(field.type) ? `$.box(${code})` : code);
    }
  }
}
