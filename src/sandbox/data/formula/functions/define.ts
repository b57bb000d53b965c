/** The table of formula functions and the ways to put one in. */
import type { ApexDecimal } from '../../../apex/runtime/decimal.ts';
import { evaluate } from '../evaluate.ts';
import type { FormulaContext } from '../evaluate.ts';
import { FormulaError } from '../parse.ts';
import type { FormulaNode } from '../parse.ts';
import { numberOf } from '../values.ts';
import type { FormulaValue } from '../values.ts';

export type FormulaFunction = (parameters: readonly FormulaNode[], context: FormulaContext) => FormulaValue;
export const FUNCTIONS = new Map<string, FormulaFunction>();

function checkCount(name: string, parameters: readonly FormulaNode[], least: number, most: number): void {
  if (parameters.length >= least && parameters.length <= most) return;
  const expected = parameters.length < least ? least : most;
  throw new FormulaError(`Incorrect number of parameters for function '${name}()'. Expected ${expected}, received ${parameters.length}`);
}

/** A function that evaluates its parameters itself. */
export function defineLazy(name: string, least: number, most: number, call: FormulaFunction): void {
  FUNCTIONS.set(name, (parameters, context) => {
    checkCount(name, parameters, least, most);
    return call(parameters, context);
  });
}

/** A function of evaluated arguments. */
export function define(name: string, least: number, most: number, call: (values: FormulaValue[], context: FormulaContext) => FormulaValue): void {
  defineLazy(name, least, most, (parameters, context) => call(parameters.map((one) => evaluate(one, context)), context));
}

/** A function of numbers; null if one of them is blank. */
export function defineNumeric(name: string, least: number, most: number, call: (...numbers: ApexDecimal[]) => ApexDecimal): void {
  define(name, least, most, (values) => {
    const numbers = values.map((value) => numberOf(value, `function '${name}()'`));
    return numbers.includes(null) ? null : call(...(numbers as ApexDecimal[]));
  });
}

export function pathOf(node: FormulaNode | undefined, name: string): readonly string[] {
  if (node?.kind !== 'path') throw new FormulaError(`Incorrect parameter type for function '${name}()'. Expected Field Reference`);
  return node.path;
}
