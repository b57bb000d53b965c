import { MAX_IMPORT_RECORDS } from '../protocol/data.ts';
import type { ImportAnswer, ImportFailure, ImportOperation, ImportRecord, ImportSet } from '../protocol/data.ts';
import { FileFault } from './file-fault.ts';
import type { RecordNode } from './record-node.ts';

/** What one request to the sandbox may well have. */
const MAX_SET_CHARACTERS = 1_000_000;

export interface ImportOptions {
  /** Default: update where a row of a CSV file has an Id, else insert. */
  readonly externalId?: string;
  /** Saves one set, all of it or nothing. */
  send(set: ImportSet): Promise<ImportAnswer>;
  progress(done: number, total: number): void;
}

export interface ImportResult {
  readonly count: number;
  readonly byObject: Readonly<Record<string, number>>;
  /** Ids by reference. */
  readonly references: Readonly<Record<string, string>>;
}

/** Some records can't be saved; those of earlier sets are. */
export class ImportRefused extends Error {
  override readonly name = 'ImportRefused';
  readonly faults: readonly FileFault[];
  readonly saved: number;

  constructor(faults: readonly FileFault[], saved: number) {
    super(faults.map((each) => each.message).join('\n'));
    this.faults = faults;
    this.saved = saved;
  }
}

export interface Chunk { readonly nodes: RecordNode[]; readonly records: ImportRecord[]; readonly operation: ImportOperation }

/**
 * Saves records set by set, as the platform's tools do: each set is a transaction with limits of its own. Throws
 * `ImportRefused`, which names the places in the files.
 */
export async function importRecords(roots: readonly RecordNode[], { externalId, send, progress }: ImportOptions): Promise<ImportResult> {
  const total = roots.reduce((sum, root) => sum + sizeOf(root), 0);
  const references: Record<string, string> = Object.create(null) as Record<string, string>;
  const byObject: Record<string, number> = {};
  let count = 0;
  for (const { nodes, records, operation } of chunksOf(roots, { externalId })) {
    const { ids, failures } = await send({ records, operation, references: mentioned(records, references), ...(operation === 'upsert' && externalId !== undefined ? { externalId } : {}) });
    if (failures.length > 0) throw new ImportRefused(failures.map((each) => faultOf(nodes, each)), count);
    nodes.forEach((node, i) => {
      if (node.reference !== null) references[node.reference] = ids[i] ?? '';
      byObject[node.object] = (byObject[node.object] ?? 0) + 1;
    });
    count += nodes.length;
    progress(count, total);
  }
  return { count, byObject, references };
}

const sizeOf = (node: RecordNode): number => node.children.reduce((sum, { nodes }) => nodes.reduce((inner, child) => inner + sizeOf(child), sum), 1);

/** Whole trees, until a set is full, or a record refers to one of the same set. */
export function* chunksOf(roots: readonly RecordNode[], { externalId, max = MAX_IMPORT_RECORDS }: { readonly externalId?: string | undefined; readonly max?: number } = {}): Generator<Chunk> {
  let chunk: Chunk | null = null;
  let own = new Set<string>();
  let bytes = 0;
  for (const root of roots) {
    const flat: Chunk = { nodes: [], records: [], operation: externalId !== undefined ? 'upsert' : [...root.fields.keys()].some((name) => name.toLowerCase() === 'id') ? 'update' : 'insert' };
    flatten(root, flat, null);
    if (flat.nodes.length > max) throw new ImportRefused([new FileFault(root.file, root.line(null), null, `has ${flat.nodes.length - 1} children, but a record comes with at most ${max - 1}; import them after it`)], 0);
    const size = JSON.stringify(flat.records).length;
    const refersInside = flat.records.some(({ fields }) => Object.values(fields).some((value) => typeof value === 'string' && value.startsWith('@') && own.has(value.slice(1))));
    if (chunk && (chunk.operation !== flat.operation || refersInside || chunk.nodes.length + flat.nodes.length > max || bytes + size > MAX_SET_CHARACTERS)) {
      yield chunk;
      chunk = null;
    }
    if (!chunk) {
      chunk = { nodes: [], records: [], operation: flat.operation };
      own = new Set();
      bytes = 0;
    }
    bytes += size;
    const offset = chunk.nodes.length;
    chunk.nodes.push(...flat.nodes);
    chunk.records.push(...flat.records.map((record) => (record.parent ? { ...record, parent: { ...record.parent, index: record.parent.index + offset } } : record)));
    for (const { reference } of flat.nodes) if (reference !== null) own.add(reference);
  }
  if (chunk) yield chunk;
}

function flatten(node: RecordNode, chunk: Chunk, parent: { readonly index: number; readonly relationship: string } | null): void {
  const index = chunk.nodes.push(node) - 1;
  chunk.records.push({ object: node.object, fields: Object.fromEntries(node.fields), ...(parent ? { parent } : {}) });
  for (const { relationship, nodes } of node.children) for (const child of nodes) flatten(child, chunk, { index, relationship });
}

/** Only what a set needs: there may be many. */
export function mentioned(records: readonly ImportRecord[], references: Readonly<Record<string, string>>): Record<string, string> {
  const found: Record<string, string> = {};
  for (const { fields } of records) {
    for (const value of Object.values(fields)) {
      const id = typeof value === 'string' && value.startsWith('@') ? references[value.slice(1)] : undefined;
      if (id !== undefined) found[(value as string).slice(1)] = id;
    }
  }
  return found;
}

export function faultOf(nodes: readonly RecordNode[], { index, field, message }: ImportFailure): FileFault {
  const node = nodes[index];
  if (!node) return new FileFault(nodes[0]?.file ?? '', null, field, message);
  const written = field === null ? null : ([...node.fields.keys()].find((each) => each.toLowerCase() === field.toLowerCase()) ?? null);
  return new FileFault(node.file, node.line(written), field, `${message}${node.reference === null ? '' : ` (${node.reference})`}`);
}
