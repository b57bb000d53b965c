/** Records as rows under a header of field names; `Account.Ext__c` finds a parent by its external id. Source: Bulk API 2.0 Developer Guide, Prepare CSV Files. */
import { basename } from 'node:path';
import type { ImportValue } from '../protocol/data.ts';
import { parseCsv } from './csv.ts';
import { FileFault } from './file-fault.ts';
import type { RecordNode } from './record-node.ts';

/** A field that is to be emptied; one without a value is left alone. */
const EMPTIED = '#N/A';

/** `object`: default is the file's name without `.csv`. Throws `FileFault`. */
export function readCsv(file: string, text: string, object: string | null): RecordNode[] {
  const [header, ...rows] = parseCsv(file, text);
  if (!header) throw new FileFault(file, 1, null, 'is empty; its first row names the fields');
  const names = header.cells.map((each) => each.trim());
  names.forEach((name, i) => {
    if (!/^\w+(\.\w+)?$/.test(name)) throw new FileFault(file, header.line, null, `"${name}" in the header is no name of a field`);
    if (names.findIndex((each) => each.toLowerCase() === name.toLowerCase()) !== i) throw new FileFault(file, header.line, name, 'stands in the header twice');
  });
  return rows.map(({ cells, line }) => {
    if (cells.length !== names.length) throw new FileFault(file, line, null, `has ${cells.length} values, but the header names ${names.length} fields`);
    const fields = new Map<string, ImportValue>();
    names.forEach((name, i) => {
      const cell = cells[i] ?? '';
      if (cell !== '') fields.set(name, cell === EMPTIED ? null : cell);
    });
    return { file, object: object ?? basename(file).replace(/\.csv$/i, ''), reference: null, fields, children: [], line: () => line };
  });
}
