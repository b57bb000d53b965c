import { fail } from '../../runtime/exception.ts';

/** A JSON document that keeps numbers as written and members in order. */
export type JsonNode =
  | { readonly kind: 'null' }
  | { readonly kind: 'boolean'; readonly value: boolean }
  | { readonly kind: 'string'; readonly value: string }
  | { readonly kind: 'number'; readonly text: string }
  | { readonly kind: 'array'; readonly items: readonly JsonNode[] }
  | { readonly kind: 'object'; readonly members: readonly (readonly [string, JsonNode])[] };

/** Nesting at which a text is refused rather than the stack exhausted. */
const MAX_DEPTH = 1000;

export function parseJson(text: string): JsonNode {
  let at = 0;
  const place = (): string => {
    const before = text.slice(0, at);
    return `at [line:${before.split('\n').length}, column:${at - before.lastIndexOf('\n')}]`;
  };
  const unexpected = (): never => at >= text.length
    ? fail('System.JSONException', `Unexpected end-of-input ${place()}`)
    : fail('System.JSONException', `Unexpected character ('${text[at]}' (code ${text.charCodeAt(at)})) ${place()}`);
  const space = (): void => { while (at < text.length && ' \t\r\n'.includes(text[at]!)) at++; };
  const STRING = /"((?:[^"\\]|\\.)*)"/ys;
  const NUMBER = /-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/y;

  const string = (): string => {
    STRING.lastIndex = at;
    const match = STRING.exec(text);
    if (!match) return unexpected();
    at = STRING.lastIndex;
    return match[1]!.replace(/\\(u[0-9a-fA-F]{4}|.)/gs, (_whole, e: string) =>
      (e.startsWith('u') && e.length === 5 ? String.fromCharCode(parseInt(e.slice(1), 16)) : ({ n: '\n', r: '\r', t: '\t', b: '\b', f: '\f' } as Record<string, string>)[e] ?? e));
  };

  const value = (depth: number): JsonNode => {
    if (depth > MAX_DEPTH) fail('System.JSONException', 'JSON is nested too deeply');
    space();
    const c = text[at];
    if (c === '{') {
      at++;
      const members: (readonly [string, JsonNode])[] = [];
      space();
      if (text[at] === '}') { at++; return { kind: 'object', members }; }
      for (;;) {
        space();
        if (text[at] !== '"') unexpected();
        const key = string();
        space();
        if (text[at] !== ':') unexpected();
        at++;
        members.push([key, value(depth + 1)]);
        space();
        if (text[at] === ',') { at++; continue; }
        if (text[at] === '}') { at++; return { kind: 'object', members }; }
        unexpected();
      }
    }
    if (c === '[') {
      at++;
      const items: JsonNode[] = [];
      space();
      if (text[at] === ']') { at++; return { kind: 'array', items }; }
      for (;;) {
        items.push(value(depth + 1));
        space();
        if (text[at] === ',') { at++; continue; }
        if (text[at] === ']') { at++; return { kind: 'array', items }; }
        unexpected();
      }
    }
    if (c === '"') return { kind: 'string', value: string() };
    for (const [word, node] of [['true', { kind: 'boolean', value: true }], ['false', { kind: 'boolean', value: false }], ['null', { kind: 'null' }]] as const) {
      if (text.startsWith(word, at)) { at += word.length; return node; }
    }
    NUMBER.lastIndex = at;
    const number = NUMBER.exec(text);
    if (!number) return unexpected();
    at = NUMBER.lastIndex;
    return { kind: 'number', text: number[0] };
  };

  space();
  if (at >= text.length) fail('System.JSONException', 'No content to map to Object due to end of input');
  const root = value(0);
  space();
  if (at < text.length) unexpected();
  return root;
}
