/** Scripts as a whole: read once, run with inputs as often as wanted. */
import { ScriptError, withPlace } from './errors.ts';
import { declare, evaluate } from './evaluate/interpreter.ts';
import { Scope } from './evaluate/scope.ts';
import { checkFormat, isApex, readFormat, writeFormat } from './formats/formats.ts';
import { withHost, type Host } from './host.ts';
import type { FormatDirective, Script } from './syntax/ast.ts';
import { BinaryValue, type Value } from './values/values.ts';

/** What a script makes: text or bytes of a format, or a value for Apex. */
export type Output = { readonly kind: 'written'; readonly content: string | Uint8Array } | { readonly kind: 'value'; readonly value: Value };

/** Without a directive the output is JSON. */
const PLAIN: FormatDirective = { mimeType: 'application/json', properties: new Map() };

/**
 * Runs a script. Inputs come as values; texts and bytes are read by the format that the script names for them, and one it
 * names no format for stays what it is. Throws ScriptError with the place in the script in its message.
 */
export function runScript(script: Script, inputs: ReadonlyMap<string, Value>, host: Host): Output {
  const { header } = script;
  try {
    return withHost(host, () => {
      const output = header.output ?? PLAIN;
      checkFormat(output);
      const scope = new Scope(null);
      for (const [name, value] of inputs) scope.bind(name, inputValue(value, header.inputs.find((input) => input.name === name)?.format ?? null));
      for (const { name } of header.inputs) if (!inputs.has(name)) scope.bind(name, null);
      const value = evaluate(script.body, declare(header.declarations, new Scope(scope)));
      return isApex(output.mimeType) ? { kind: 'value', value } : { kind: 'written', content: writeFormat(value, output) };
    });
  } catch (error) {
    if (!(error instanceof ScriptError)) throw error;
    throw new ScriptError(withPlace(error.message, script.source, error.at ?? script.body.at));
  }
}

function inputValue(value: Value, format: FormatDirective | null): Value {
  if (!format) return value;
  checkFormat(format);
  if (isApex(format.mimeType)) return value;
  if (typeof value === 'string') return readFormat(value, format);
  return value instanceof BinaryValue ? readFormat(value.bytes, format) : value;
}
