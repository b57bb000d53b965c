/** Formulas of flows, through the engine that fields and rules have. Source: Salesforce Help, "Flow Resource: Formula". */
import type { ApexValue } from '../apex/runtime/contract.ts';
import { current } from '../apex/runtime/transaction.ts';
import type { FormulaValue } from '../data/formula/values.ts';
import type { FlowFormula } from './contract.ts';
import { formulaValueOf } from './fault.ts';
import type { Interview } from './interview.ts';
import { valueOrBlank } from './references.ts';
import { converted, formulaOf, ofFormula } from './values.ts';

/** Globals that the formula engine knows of itself. */
const OF_ENGINE: ReadonlySet<string> = new Set(['$label', '$setup', '$permission', '$custommetadata', '$system']);
const MERGE_FIELD = /\{!\s*([^{}]+?)\s*\}/g;

/** The value of a formula, whose resources are written `{!Name}`; one that can't be worked out is blank. */
export function evaluated(interview: Interview, source: string): ApexValue {
  const text = source.replace(MERGE_FIELD, (_field, path: string) => path.replaceAll(/:\w+/g, '').replaceAll(/\[\$EachItem\]/gi, '__EachItem'));
  const valueOf = (path: readonly string[]): FormulaValue => formulaOf(valueOrBlank(interview, path.join('.')));
  const { formulas } = current().data;
  return ofFormula(formulaValueOf(() => formulas.evaluate(text, valueOf, false, interview.namespace, {
    isNew: interview.triggered !== null && interview.triggered.prior === null,
    global: (path, ofEngine) => (OF_ENGINE.has(path[0]!.toLowerCase()) ? ofEngine(path) : valueOf(path)),
    prior: (path) => valueOf(path[0]!.toLowerCase() === '$record' && interview.triggered?.prior != null ? ['$Record__Prior', ...path.slice(1)] : path),
  })));
}

export function formulaResult(interview: Interview, formula: FlowFormula): ApexValue {
  return converted(evaluated(interview, formula.expression), formula.dataType, formula.scale);
}
