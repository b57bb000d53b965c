/** A row's values by field name; numbers as decimals. Fields that the object doesn't have read as null and aren't written. */
import { ApexDecimal } from '../../apex/runtime/decimal.ts';
import type { Column, StoredRow, StoredValue, TableLayout } from '../layout.ts';
import { rescale } from '../values.ts';

export class RowFields {
  readonly layout: TableLayout;
  readonly #row: StoredRow | StoredValue[];

  constructor(layout: TableLayout, row: StoredRow | StoredValue[]) {
    this.layout = layout;
    this.#row = row;
  }

  #column(field: string): Column | undefined {
    return this.layout.byField.get(field.toLowerCase());
  }

  get(field: string): StoredValue {
    const column = this.#column(field);
    return column === undefined ? null : (this.#row[column.index] ?? null);
  }

  set(field: string, value: StoredValue): void {
    const column = this.#column(field);
    if (column !== undefined) (this.#row as StoredValue[])[column.index] = value;
  }

  number(field: string): ApexDecimal | null {
    const value = this.get(field);
    return value === null ? null : new ApexDecimal(BigInt(value as bigint | number), this.#column(field)!.scale);
  }

  setNumber(field: string, value: ApexDecimal | null): void {
    const column = this.#column(field);
    if (column === undefined) return;
    const stored = value === null ? null : rescale(value.unscaled, value.scale, column.scale);
    this.set(field, stored === null || column.storage === 'decimal' ? stored : Number(stored));
  }
}
