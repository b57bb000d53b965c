/**
 * What the worker gives its debug agent: the loaded code, the flags generated code tests, and how an evaluation is run.
 * Implemented where the worker is put together; tests give hand-made ones.
 */
import type { ApexValue } from '../apex/runtime/contract.ts';
import type { UnitDebugInfo } from './contract.ts';
import type { EvaluationArtefact } from './messages.ts';

/** Watches, hovers and computed values get so long, milliseconds. */
export const TRIAL_MS = 100;

/** A field of a class, as the debugger shows and sets it. */
export interface FieldView {
  readonly name: string;
  readonly type: string;
  readonly access: 'private' | 'protected' | 'public' | 'global';
  readonly isFinal: boolean;
  read(): ApexValue;
  /** Null for what can't be set: properties without storage. */
  readonly write: ((value: ApexValue) => void) | null;
  /** Runs a property's getter, where there is no other way to its value. */
  readonly compute?: () => ApexValue;
}

export interface LimitView { readonly name: string; readonly used: number; readonly maximum: number }

export interface AgentHost {
  /** Debuggable units loaded so far; the agent is told of later ones through `DebugAgent.unitLoaded`. */
  units(): Iterable<UnitDebugInfo>;
  /** Makes generated code call `DebugHook.atStatement` before that statement, or not any more. */
  flagStatement(unit: UnitDebugInfo, statement: number, isOn: boolean): void;
  /** Makes it call it before every statement of the unit. */
  flagUnit(unit: UnitDebugInfo, isOn: boolean): void;
  /** Makes generated code call it before every statement. */
  flagAll(isOn: boolean): void;

  /** Instance fields with storage, superclass first. Null: the value is no instance of a user class. */
  fieldsOf(value: ApexValue): readonly FieldView[] | null;
  /** Static fields of a class that is initialised; empty if it isn't (looking must not initialise it). */
  staticsOf(className: string): readonly FieldView[];
  /** Trigger context variables of the innermost trigger that runs, or of one around it; null outside a trigger. */
  triggerContext(outwards: number): readonly { readonly name: string; readonly type: string; readonly value: ApexValue }[] | null;
  limits(): readonly LimitView[];
  /** Package namespace of a class, trigger or unit by its full name; null for unmanaged code and the library. */
  namespaceOf(typeName: string): string | null;
  /** Apex type of an object's field: `Decimal`; null if there is none. */
  typeOfField(objectName: string, fieldName: string): string | null;

  /** The thread is about to wait for a person: what others can see of its request is brought up to date. */
  beforePause(): void;

  /** Makes an evaluation callable in a frame of this worker; given by its place on the shadow stack. */
  load(artefact: EvaluationArtefact): (base: number) => ApexValue;
  /**
   * Runs a piece of user code on behalf of the debugger: with limits of its own, no log events, no stops inside, and cut
   * off by an exception after `milliseconds` (null: no bound). `isUndone`: everything it changed is as before afterwards,
   * and what can't be undone (callouts, commits) throws.
   */
  run<T>(options: { readonly milliseconds: number | null; readonly isUndone: boolean; readonly ownLimits: boolean }, action: () => T): T;
}
