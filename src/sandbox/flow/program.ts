/** What the interpreter looks up in a flow, by lower-case name. */
import type { FlowConstant, FlowDefinition, FlowElement, FlowFormula, FlowTextTemplate, FlowVariable } from './contract.ts';

export interface FlowProgram {
  readonly elements: ReadonlyMap<string, FlowElement>;
  readonly variables: ReadonlyMap<string, FlowVariable>;
  readonly constants: ReadonlyMap<string, FlowConstant>;
  readonly formulas: ReadonlyMap<string, FlowFormula>;
  readonly templates: ReadonlyMap<string, FlowTextTemplate>;
  /** Outcomes of decisions. */
  readonly outcomes: ReadonlySet<string>;
  readonly unset: ReadonlySet<string>;
}

const programs = new WeakMap<FlowDefinition, FlowProgram>();

export function programOf(flow: FlowDefinition): FlowProgram {
  let program = programs.get(flow);
  if (program === undefined) programs.set(flow, program = make(flow));
  return program;
}

function make(flow: FlowDefinition): FlowProgram {
  const byName = <T extends { readonly name: string }>(list: readonly T[]): Map<string, T> => new Map(list.map((one) => [one.name.toLowerCase(), one]));
  return {
    elements: byName(flow.elements), variables: byName(flow.variables), constants: byName(flow.constants), formulas: byName(flow.formulas), templates: byName(flow.templates),
    outcomes: new Set(flow.elements.flatMap((element) => (element.kind === 'decision' ? element.rules.map(({ name }) => name.toLowerCase()) : []))),
    unset: new Set(flow.unset.map((name) => name.toLowerCase())),
  };
}
