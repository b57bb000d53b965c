/** sObject tree files, as `sf data import tree` reads them. Source: REST API Developer Guide, sObject Tree. */
import type { ImportValue } from '../protocol/data.ts';
import { FileFault } from './file-fault.ts';
import { lineAt, lineOfJson } from './json-lines.ts';
import type { RecordNode } from './record-node.ts';

/** Levels of children, as the platform takes them. */
const MAX_LEVELS = 5;
/** Far beyond what a tree has. */
const MAX_JSON_DEPTH = 32;

type Path = readonly (string | number)[];

/** Throws `FileFault`. */
export function parseJson(file: string, text: string): unknown {
  checkDepth(file, text);
  try {
    return JSON.parse(text.replace(/^\uFEFF/, '')) as unknown;
  } catch (error) {
    const message = (error as Error).message;
    const position = /at position (\d+)/.exec(message)?.[1];
    throw new FileFault(file, position === undefined ? null : lineAt(text, Number(position)), null, `no JSON: ${message}`);
  }
}

/** What is nested without end costs whoever walks it. */
function checkDepth(file: string, text: string): void {
  let depth = 0;
  for (const { 0: token, index } of text.matchAll(/"(?:[^"\\]|\\.)*"|[{}[\]]/g)) {
    if (token === '{' || token === '[') depth++;
    else if (token === '}' || token === ']') depth--;
    if (depth > MAX_JSON_DEPTH) throw new FileFault(file, lineAt(text, index), null, `is nested more than ${MAX_JSON_DEPTH} levels deep`);
  }
}

/** `content`: what `parseJson` gave. Throws `FileFault`. */
export function readTree(file: string, text: string, content: unknown): RecordNode[] {
  const reader = new TreeReader(file, text.replace(/^\uFEFF/, ''));
  return reader.records((content as { records?: unknown } | null)?.records, ['records'], 1);
}

class TreeReader {
  readonly #file: string;
  readonly #text: string;

  constructor(file: string, text: string) {
    this.#file = file;
    this.#text = text;
  }

  records(value: unknown, path: Path, level: number): RecordNode[] {
    if (!Array.isArray(value)) throw this.#fault(path, 'expected a list of records');
    if (level > MAX_LEVELS) throw this.#fault(path, `children nest more than ${MAX_LEVELS} levels deep`);
    return value.map((record: unknown, index) => this.#record(record, [...path, index], level));
  }

  #record(value: unknown, path: Path, level: number): RecordNode {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) throw this.#fault(path, 'expected a record: an object of field names and values');
    const { attributes, ...members } = value as Record<string, unknown>;
    const { type, referenceId } = (attributes ?? {}) as { type?: unknown; referenceId?: unknown };
    if (typeof type !== 'string') throw this.#fault([...path, 'attributes', 'type'], 'expected the name of an object', 'attributes.type');
    if (referenceId !== undefined && typeof referenceId !== 'string') throw this.#fault([...path, 'attributes', 'referenceId'], 'expected a text', 'attributes.referenceId');
    const fields = new Map<string, ImportValue>();
    const children: { relationship: string; nodes: RecordNode[] }[] = [];
    for (const [name, member] of Object.entries(members)) {
      const list = typeof member === 'object' && member !== null ? (member as { records?: unknown }).records : undefined;
      if (Array.isArray(list)) children.push({ relationship: name, nodes: this.records(list, [...path, name, 'records'], level + 1) });
      else if (member === null || typeof member === 'string' || typeof member === 'number' || typeof member === 'boolean') fields.set(name, member);
      else throw this.#fault([...path, name], 'expected text, a number, true, false or null', name);
    }
    return { file: this.#file, object: type, reference: referenceId ?? null, fields, children, line: (field) => lineOfJson(this.#text, field === null ? path : [...path, field]) };
  }

  #fault(path: Path, message: string, field: string | null = null): FileFault {
    return new FileFault(this.#file, lineOfJson(this.#text, path), field, message);
  }
}
