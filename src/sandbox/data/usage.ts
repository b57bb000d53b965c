import type { OrgStore } from './store.ts';

/** Source: Salesforce Help, "Data and File Storage Allocations": most records take 2 KB. */
const RECORD_BYTES = 2048;
/** Objects whose content is a file, with the field that says how large it is. */
const FILES: Readonly<Record<string, string>> = { attachment: 'BodyLength', contentversion: 'ContentSize', document: 'BodyLength' };

/** Space that committed records and files take. */
export function measureUsage(store: OrgStore): { dataBytes: number; fileBytes: number } {
  const connection = store.connect();
  try {
    let dataBytes = 0;
    let fileBytes = 0;
    const tables = connection.statements.get('SELECT DISTINCT object FROM main._columns').all() as unknown as readonly [string][];
    for (const [name] of tables) {
      const object = store.schema.object(name);
      if (!object || object.isSetup || !object.allowsDml) continue;
      const { baseTable, byField } = store.layoutOf(object);
      const size = byField.get(FILES[object.name.toLowerCase()]?.toLowerCase() ?? '');
      const [row] = connection.statements.get(`SELECT COUNT(*), ${size ? `TOTAL(${size.sql})` : '0'} FROM ${baseTable}`).all() as unknown as readonly [number, number][];
      if (size) fileBytes += Math.round(row?.[1] ?? 0);
      else dataBytes += (row?.[0] ?? 0) * RECORD_BYTES;
    }
    return { dataBytes, fileBytes };
  } finally {
    connection.close();
  }
}
