import { fail } from '../../runtime/exception.ts';
import { JsonReader, type Mark } from './reader.ts';

/** A JSON document that keeps numbers as written and members in order. */
export type JsonNode = { readonly mark: Mark } & (
  | { readonly kind: 'null' }
  | { readonly kind: 'boolean'; readonly value: boolean }
  | { readonly kind: 'string'; readonly value: string }
  | { readonly kind: 'number'; readonly text: string }
  | { readonly kind: 'array'; readonly items: readonly JsonNode[] }
  | { readonly kind: 'object'; readonly members: readonly (readonly [string, JsonNode])[] }
);

/** Nesting at which a text is refused rather than the stack exhausted. */
const MAX_DEPTH = 1000;

/** The value that starts with the reader's current token; the reader ends on the value's last token. */
export function readNode(reader: JsonReader, depth = 0): JsonNode {
  if (depth > MAX_DEPTH) fail('System.JSONException', 'JSON is nested too deeply');
  const mark = reader.mark();
  switch (reader.kind) {
    case 'VALUE_NULL': return { kind: 'null', mark };
    case 'VALUE_TRUE': return { kind: 'boolean', value: true, mark };
    case 'VALUE_FALSE': return { kind: 'boolean', value: false, mark };
    case 'VALUE_STRING': return { kind: 'string', value: reader.tokenText()!, mark };
    case 'VALUE_NUMBER_INT': case 'VALUE_NUMBER_FLOAT': return { kind: 'number', text: reader.tokenText()!, mark };
    case 'START_ARRAY': {
      const items: JsonNode[] = [];
      while (reader.next() !== 'END_ARRAY') items.push(readNode(reader, depth + 1));
      return { kind: 'array', items, mark };
    }
    case 'START_OBJECT': {
      const members: (readonly [string, JsonNode])[] = [];
      while (reader.next() !== 'END_OBJECT') {
        const name = reader.tokenText()!;
        reader.next();
        members.push([name, readNode(reader, depth + 1)]);
      }
      return { kind: 'object', members, mark };
    }
    default: return reader.error(`Can not deserialize out of ${reader.kind ?? 'null'} token`);
  }
}

/** The first value of a text. */
export function parseJson(text: string): JsonNode {
  const reader = new JsonReader(text, 'deserialize');
  if (reader.next() === null) fail('System.JSONException', 'No content to map to Object due to end of input');
  return readNode(reader);
}
