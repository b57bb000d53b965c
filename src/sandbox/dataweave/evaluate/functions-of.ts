/** Functions of the language: tables by signature, and the choice among what has the same name. */
import { failScript, ScriptError } from '../errors.ts';
import { FunctionValue, type Value } from '../values/values.ts';
import { coerceTo, described } from './coerce.ts';
import { isNamedType } from './types.ts';

type Implementation = (...args: never[]) => Value;

interface Overload {
  readonly signature: string;
  readonly parameters: readonly { readonly types: readonly string[]; readonly isOptional: boolean }[];
  readonly run: Implementation;
}

/**
 * A module's functions by name. A key is a signature: `leftPad(String, Number, String?)`, `contains(String, String|Regex)`;
 * arguments come as the values of those types, what is left out as undefined.
 */
export function moduleOf(table: Readonly<Record<string, Implementation>>): ReadonlyMap<string, FunctionValue> {
  const overloads = new Map<string, Overload[]>();
  for (const [signature, run] of Object.entries(table)) {
    const [, name, list] = /^([^(]+)\((.*)\)$/.exec(signature)!;
    const parameters = list === '' ? [] : list!.split(', ').map((one) => ({ types: one.replace('?', '').split('|'), isOptional: one.endsWith('?') }));
    const known = overloads.get(name!) ?? [];
    known.push({ signature: `(${list!})`, parameters, run });
    overloads.set(name!, known);
  }
  return new Map([...overloads].map(([name, list]) => [name, new FunctionValue(list[0]!.parameters.map((_, index) => `arg${index}`), (args) => call(name, list, args))]));
}

function call(name: string, overloads: readonly Overload[], given: readonly Value[]): Value {
  // Whoever calls back offers more arguments than every function wants.
  const most = Math.max(...overloads.map(({ parameters }) => parameters.length));
  const args = given.length > most ? given.slice(0, most) : given;
  for (const isBrought of [false, true]) {
    for (const overload of overloads) {
      const fitting = fit(overload, args, isBrought);
      if (fitting) return (overload.run as (...args: Value[]) => Value)(...fitting);
    }
  }
  const shown = args.map((arg, index) => `\n  ${index + 1}: ${described(arg)}`).join('');
  return failScript(`You called the function '${name}' with these arguments: ${shown}\n\nBut it expects ${overloads.length === 1 ? 'arguments of these types' : 'one of these combinations'}:${overloads.map(({ signature }) => `\n  ${signature}`).join('')}`);
}

/** The arguments as an overload takes them; null: it doesn't. */
function fit({ parameters }: Overload, args: readonly Value[], isBrought: boolean): Value[] | null {
  if (args.length > parameters.length || parameters.slice(args.length).some(({ isOptional }) => !isOptional)) return null;
  const fitting: Value[] = [];
  for (const [index, arg] of args.entries()) {
    const { types } = parameters[index]!;
    const exact = types.find((type) => isNamedType(arg, type));
    if (exact !== undefined) {
      fitting.push(exact === 'String' ? coerceTo(arg, 'String')! : arg);
      continue;
    }
    const brought = isBrought ? bring(arg, types) : undefined;
    if (brought === undefined) return null;
    fitting.push(brought);
  }
  return fitting;
}

const BROUGHT: ReadonlySet<string> = new Set(['String', 'Number', 'Boolean', 'Binary', 'Regex', 'Date', 'DateTime', 'LocalDateTime', 'LocalTime', 'Time', 'TimeZone', 'Period', 'Key', 'Array']);

function bring(value: Value, types: readonly string[]): Value | undefined {
  for (const type of types) {
    if (!BROUGHT.has(type)) continue;
    try {
      const made = coerceTo(value, type);
      if (made !== undefined && made !== null) return made;
    } catch (error) {
      // Not of that type: another overload may take it.
      if (!(error instanceof ScriptError)) throw error;
    }
  }
  return undefined;
}
