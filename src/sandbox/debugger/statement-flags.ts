/**
 * The bytes that debuggable code tests before its statements: where one isn't 0, it calls the hook. One test a statement is
 * all that running code pays, so whatever wants to be told of statements writes here. A unit none of whose bytes is set doesn't even look at them.
 */
import type { LoadedUnit } from '../apex/runtime/loader.ts';
import type { UnitDebugInfo } from './contract.ts';

interface Unit {
  readonly loaded: LoadedUnit;
  readonly statements: Set<number>;
  isWhole: boolean;
}

export class StatementFlags {
  readonly #units = new Map<UnitDebugInfo, Unit>();
  #isAll = false;

  add(loaded: LoadedUnit): void {
    const added: Unit = { loaded, statements: new Set(), isWhole: false };
    this.#units.set(loaded.artifact.debug, added);
    if (this.#isAll) this.#write(added);
  }

  flagStatement(unit: UnitDebugInfo, statement: number, isOn: boolean): void {
    const found = this.#units.get(unit);
    if (!found) return;
    if (isOn) found.statements.add(statement);
    else found.statements.delete(statement);
    if (this.#isAll || found.isWhole) return;
    found.loaded.flags[statement] = isOn ? 1 : 0;
    found.loaded.heedFlags(found.statements.size > 0);
  }

  /** Every statement of the unit. */
  flagUnit(unit: UnitDebugInfo, isOn: boolean): void {
    const found = this.#units.get(unit);
    if (!found || found.isWhole === isOn) return;
    found.isWhole = isOn;
    this.#write(found);
  }

  /** Every statement of all units, also of those that come in later. */
  flagAll(isOn: boolean): void {
    if (this.#isAll === isOn) return;
    this.#isAll = isOn;
    for (const unit of this.#units.values()) this.#write(unit);
  }

  #write({ loaded: { flags, heedFlags }, statements, isWhole }: Unit): void {
    const isAll = this.#isAll || isWhole;
    flags.fill(isAll ? 1 : 0);
    if (!isAll) for (const statement of statements) flags[statement] = 1;
    heedFlags(isAll || statements.size > 0);
  }
}
