import type { ImportValue } from '../protocol/data.ts';

/** A record of a data file, with its children. */
export interface RecordNode {
  readonly file: string;
  readonly object: string;
  /** Others may refer to it by this. */
  readonly reference: string | null;
  readonly fields: ReadonlyMap<string, ImportValue>;
  readonly children: readonly { readonly relationship: string; readonly nodes: readonly RecordNode[] }[];
  /** Of the record, or of a field, from 1. */
  line(field: string | null): number;
}
