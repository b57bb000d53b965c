/**
 * The bytes that debuggable code tests before its statements: where one isn't 0, it calls the hook. One test a statement is
 * all that running code pays, so whatever wants to be told of statements writes here.
 */
import type { UnitDebugInfo } from './contract.ts';

interface Unit {
  readonly bytes: Uint8Array;
  readonly statements: Set<number>;
  isWhole: boolean;
}

export class StatementFlags {
  readonly #units = new Map<UnitDebugInfo, Unit>();
  #isAll = false;

  add(unit: UnitDebugInfo, bytes: Uint8Array): void {
    const added: Unit = { bytes, statements: new Set(), isWhole: false };
    this.#units.set(unit, added);
    if (this.#isAll) this.#write(added);
  }

  flagStatement(unit: UnitDebugInfo, statement: number, isOn: boolean): void {
    const found = this.#units.get(unit);
    if (!found) return;
    if (isOn) found.statements.add(statement);
    else found.statements.delete(statement);
    if (!this.#isAll && !found.isWhole) found.bytes[statement] = isOn ? 1 : 0;
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

  #write({ bytes, statements, isWhole }: Unit): void {
    if (this.#isAll || isWhole) {
      bytes.fill(1);
      return;
    }
    bytes.fill(0);
    for (const statement of statements) bytes[statement] = 1;
  }
}
