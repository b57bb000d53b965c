/**
 * A flow as its metadata has it: plain data, which travels to workers. Source: Metadata API Developer Guide, Flow.
 * Names of resources and elements are kept as they are written; they are looked up in lower case.
 */

/** What stands at the right of an operator: a constant, a text that may hold `{!merge}` fields, or the path of a resource. */
export type FlowOperand =
  | { readonly kind: 'text' | 'number' | 'date' | 'dateTime'; readonly text: string }
  | { readonly kind: 'boolean'; readonly value: boolean }
  | { readonly kind: 'reference'; readonly path: string }
  | { readonly kind: 'formula'; readonly text: string; readonly dataType: FlowDataType }
  /** A kind of value that doesn't run here. */
  | { readonly kind: 'other'; readonly name: string };

/** `SObject` and `Apex` name their type in `objectType` and `apexClass`. */
export type FlowDataType = 'String' | 'Number' | 'Currency' | 'Boolean' | 'Date' | 'DateTime' | 'Time' | 'Picklist' | 'Multipicklist' | 'SObject' | 'Apex';

export interface FlowVariable {
  readonly name: string;
  readonly dataType: FlowDataType;
  readonly isCollection: boolean;
  readonly isInput: boolean;
  readonly isOutput: boolean;
  /** Digits after the point of numbers. */
  readonly scale: number | null;
  readonly objectType: string | null;
  readonly apexClass: string | null;
  readonly value: FlowOperand | null;
}

export interface FlowConstant { readonly name: string; readonly dataType: FlowDataType; readonly value: FlowOperand | null }
export interface FlowFormula { readonly name: string; readonly dataType: FlowDataType; readonly scale: number | null; readonly expression: string }
export interface FlowTextTemplate { readonly name: string; readonly text: string; readonly isPlain: boolean }
export interface FlowStage { readonly name: string; readonly label: string; readonly order: number; readonly isActive: boolean }

export interface FlowCondition { readonly left: string; readonly operator: string; readonly right: FlowOperand | null }

/** `logic`: `and`, `or`, or `1 AND (2 OR 3)`. A formula stands instead of the conditions. */
export interface FlowCriteria { readonly conditions: readonly FlowCondition[]; readonly logic: string; readonly formula: string | null }

/** Conditions on the fields of stored records. `logic` as in `FlowCriteria`; null: all of them. */
export interface FlowFilters { readonly items: readonly { readonly field: string; readonly operator: string; readonly value: FlowOperand | null }[]; readonly logic: string | null }

export interface FlowFieldValue { readonly field: string; readonly value: FlowOperand | null }
export interface FlowNamedValue { readonly name: string; readonly value: FlowOperand | null }
/** An output of a call, or a field of a record, and the variable that takes it. */
export interface FlowOutput { readonly name: string; readonly target: string }
export interface FlowAssignment { readonly target: string; readonly operator: string; readonly value: FlowOperand | null }

interface Node {
  readonly name: string;
  readonly label: string;
  /** The element that comes next; null: the interview ends. */
  readonly next: string | null;
  /** The element that comes next when this one fails; null: the interview fails. */
  readonly fault: string | null;
  /** Where it begins in the flow's file. */
  readonly line: number;
}

export interface AssignmentElement extends Node { readonly kind: 'assignment'; readonly items: readonly FlowAssignment[] }
export interface DecisionElement extends Node { readonly kind: 'decision'; readonly rules: readonly { readonly name: string; readonly label: string; readonly criteria: FlowCriteria; readonly next: string | null }[] }
export interface LoopElement extends Node { readonly kind: 'loop'; readonly collection: string; readonly variable: string | null; readonly isDescending: boolean; readonly body: string | null }
export interface SortElement extends Node { readonly kind: 'sort'; readonly collection: string; readonly options: readonly { readonly field: string | null; readonly isDescending: boolean; readonly nullsFirst: boolean }[]; readonly limit: number | null }
export interface FilterElement extends Node { readonly kind: 'filter'; readonly collection: string; readonly item: string; readonly criteria: FlowCriteria }
export interface MapElement extends Node { readonly kind: 'map'; readonly collection: string; readonly item: string; readonly objectType: string; readonly values: readonly FlowFieldValue[] }
export interface TransformElement extends Node {
  readonly kind: 'transform';
  readonly dataType: FlowDataType;
  readonly isCollection: boolean;
  readonly scale: number | null;
  readonly objectType: string | null;
  readonly apexClass: string | null;
  /** `field`: of the record or object that is made; null: the value itself. */
  readonly actions: readonly { readonly type: string; readonly field: string | null; readonly value: FlowOperand | null; readonly inputs: readonly FlowNamedValue[] }[];
}
export interface LookupElement extends Node {
  readonly kind: 'lookup';
  readonly object: string;
  readonly filters: FlowFilters;
  readonly sortField: string | null;
  readonly isDescending: boolean;
  readonly limit: FlowOperand | null;
  /** Empty: every field. */
  readonly fields: readonly string[];
  readonly isFirstOnly: boolean;
  readonly storesOutput: boolean;
  readonly output: string | null;
  readonly outputs: readonly FlowOutput[];
  readonly nullsIfNone: boolean;
}
export interface CreateElement extends Node { readonly kind: 'create'; readonly object: string | null; readonly values: readonly FlowFieldValue[]; readonly input: string | null; readonly idTarget: string | null }
export interface UpdateElement extends Node { readonly kind: 'update'; readonly object: string | null; readonly filters: FlowFilters; readonly values: readonly FlowFieldValue[]; readonly input: string | null }
export interface DeleteElement extends Node { readonly kind: 'delete'; readonly object: string | null; readonly filters: FlowFilters; readonly input: string | null }
export interface ActionElement extends Node {
  readonly kind: 'action';
  /** `apex`, `flow`, `emailSimple`… */
  readonly type: string;
  readonly action: string;
  readonly inputs: readonly FlowNamedValue[];
  readonly outputs: readonly FlowOutput[];
  readonly storesOutput: boolean;
}
export interface SubflowElement extends Node { readonly kind: 'subflow'; readonly flow: string; readonly inputs: readonly FlowNamedValue[]; readonly outputs: readonly FlowOutput[]; readonly storesOutput: boolean }
export interface CustomErrorElement extends Node { readonly kind: 'customError'; readonly messages: readonly { readonly text: string; readonly field: string | null }[] }
/** An element of a kind that doesn't run here: `screen`, `wait`. */
export interface OtherElement extends Node { readonly kind: 'other'; readonly what: string }

export type FlowElement =
  | AssignmentElement | DecisionElement | LoopElement | SortElement | FilterElement | MapElement | TransformElement | LookupElement | CreateElement | UpdateElement | DeleteElement | ActionElement | SubflowElement
  | CustomErrorElement | OtherElement;

export type FlowTrigger = 'beforeSave' | 'afterSave' | 'beforeDelete' | 'platformEvent' | 'scheduled' | 'other';

export interface FlowStart {
  /** null: other automation or code starts it. */
  readonly trigger: FlowTrigger | null;
  readonly object: string | null;
  readonly onCreate: boolean;
  readonly onUpdate: boolean;
  readonly filters: FlowFilters;
  readonly formula: string | null;
  /** An update runs the flow only if the record didn't meet the conditions before. */
  readonly requiresChange: boolean;
  readonly next: string | null;
}

/** Processes (of Process Builder) get their records in variables. */
export interface FlowProcess { readonly record: string; readonly old: string | null }

export interface FlowDefinition {
  readonly namespace: string | null;
  readonly name: string;
  readonly file: string;
  readonly label: string;
  readonly version: number;
  readonly isActive: boolean;
  readonly status: string;
  /** `AutoLaunchedFlow`, `Flow` (with screens), `Workflow` (a process)… */
  readonly processType: string;
  readonly apiVersion: number;
  readonly runInMode: 'DefaultMode' | 'SystemModeWithSharing' | 'SystemModeWithoutSharing';
  /** 1 to 2,000; null: after the first thousand. */
  readonly order: number | null;
  readonly description: string | null;
  readonly start: FlowStart;
  readonly process: FlowProcess | null;
  readonly elements: readonly FlowElement[];
  readonly variables: readonly FlowVariable[];
  readonly constants: readonly FlowConstant[];
  readonly formulas: readonly FlowFormula[];
  readonly templates: readonly FlowTextTemplate[];
  readonly stages: readonly FlowStage[];
  /** Names of screen components and of choices that are looked up: without screens they never get a value. */
  readonly unset: readonly string[];
}
