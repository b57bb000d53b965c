/** Exports queried records as an sObject tree file. */
import type { SObjectRecord } from '../../apex/runtime/sobject.ts';
import type { PlainValue, ValueBridge } from '../values.ts';

const DAY = 86_400_000;

function jsonOf(plain: PlainValue): unknown {
  switch (plain.kind) {
    case 'boolean': case 'string': case 'integer': case 'double': return plain.value;
    case 'long': return Number(plain.value);
    case 'decimal': return Number(`${plain.unscaled}e-${plain.scale}`);
    case 'date': return new Date(plain.value * DAY).toISOString().slice(0, 10);
    case 'datetime': return new Date(plain.value).toISOString().replace('Z', '+0000');
    case 'time': return `${new Date(plain.value).toISOString().slice(11, 23)}Z`;
    case 'blob': return Buffer.from(plain.value).toString('base64');
    default: return null;
  }
}

/** Ids become references; lookups to exported records too, other lookups keep their ids. Children nest. */
export function exportTree(bridge: ValueBridge, records: readonly SObjectRecord[]): { records: unknown[] } {
  const references = new Map<string, string>();
  const counters = new Map<string, number>();
  const register = (record: SObjectRecord): void => {
    const id = record.fields.get('Id');
    const n = (counters.get(record.objectName) ?? 0) + 1;
    counters.set(record.objectName, n);
    if (typeof id === 'string') references.set(id, `${record.objectName}Ref${n}`);
    for (const child of childrenOf(bridge, record).flatMap((one) => one.records)) register(child);
  };
  for (const record of records) register(record);
  const write = (record: SObjectRecord, parentId: string | null): unknown => {
    const id = record.fields.get('Id');
    const tree: Record<string, unknown> = { attributes: { type: record.objectName, referenceId: typeof id === 'string' ? references.get(id) : undefined } };
    for (const [name, value] of record.fields) {
      if (name === 'Id' || (parentId !== null && value === parentId)) continue;
      tree[name] = typeof value === 'string' && references.has(value) ? `@${references.get(value)}` : jsonOf(bridge.plain(value));
    }
    for (const child of childrenOf(bridge, record)) {
      if (child.records.length > 0) tree[child.name] = { records: child.records.map((one) => write(one, typeof id === 'string' ? id : null)) };
    }
    return tree;
  };
  return { records: records.map((record) => write(record, null)) };
}

function childrenOf(bridge: ValueBridge, record: SObjectRecord): { name: string; records: SObjectRecord[] }[] {
  return [...(record.relationships ?? [])].flatMap(([name, value]) => {
    const plain = bridge.plain(value);
    return plain.kind === 'list' ? [{ name, records: plain.items as SObjectRecord[] }] : [];
  });
}
