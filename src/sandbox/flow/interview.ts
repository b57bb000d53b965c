/** One run of a flow: its variables, where it is, and how it has ended. */
import type { ApexValue } from '../apex/runtime/contract.ts';
import type { Access, Caller } from '../apex/runtime/data-access.ts';
import type { SObjectRecord } from '../apex/runtime/sobject.ts';
import { current } from '../apex/runtime/transaction.ts';
import { randomUuid } from '../apex/stdlib/uuid.ts';
import type { DmlRowError } from '../data/contract.ts';
import type { FlowDefinition } from './contract.ts';
import type { FlowFault } from './fault.ts';
import { programOf } from './program.ts';
import type { FlowProgram } from './program.ts';

/** How a flow reaches records. Source: Salesforce Help, "Which User Context Do Flows Run In?". */
export interface FlowContext { readonly access: Access; readonly caller: Caller }

/** Everything, whoever the user is. */
export function systemContext(flow: FlowDefinition): FlowContext {
  return contextOf(flow, 'system', 'without');
}

/** A flow that says how it wants to run does so; the others as whoever starts them. */
export function contextOf(flow: FlowDefinition, access: Access, sharing: 'with' | 'without'): FlowContext {
  const caller = (own: 'with' | 'without'): Caller => ({ namespace: flow.namespace, sharing: own, apiVersion: flow.apiVersion });
  switch (flow.runInMode) {
    case 'SystemModeWithSharing': return { access: 'system', caller: caller('with') };
    case 'SystemModeWithoutSharing': return { access: 'system', caller: caller('without') };
    default: return { access, caller: caller(sharing) };
  }
}

/** The record that started the interview. */
export interface Triggered {
  readonly record: SObjectRecord;
  /** As it was before; null for a new one. */
  readonly prior: SObjectRecord | null;
  /** Before the save, changes of the record are saved with it. */
  readonly isBeforeSave: boolean;
}

export class Interview {
  readonly flow: FlowDefinition;
  readonly program: FlowProgram;
  readonly context: FlowContext;
  readonly triggered: Triggered | null;
  readonly guid: string;
  readonly startedAt: number;
  /** By lower-case name; those of `$Flow` that can be set (`$flow.activestages`) too. */
  readonly variables = new Map<string, ApexValue>();
  /** What elements have stored themselves: records found, the current item of a loop, an id. By lower-case element name. */
  readonly stored = new Map<string, ApexValue>();
  /** Outputs of actions and subflows that are stored automatically. */
  readonly outputs = new Map<string, ReadonlyMap<string, ApexValue>>();
  /** Outcomes of the decisions that were made. */
  readonly outcomes = new Map<string, boolean>();
  readonly visited = new Set<string>();
  /** Items of running loops that haven't had their turn. */
  readonly loops = new Map<string, ApexValue[]>();
  /** Fields of the record that were assigned. */
  readonly changes = new Set<string>();
  faultMessage: string | null = null;
  /** Name of the element that is next; null: the interview is over. */
  at: string | null;
  /** What ended it, where no fault connector took that up. */
  fault: FlowFault | null = null;
  /** Custom errors that it has put on the record. */
  readonly errors: DmlRowError[] = [];

  constructor(flow: FlowDefinition, context: FlowContext, triggered: Triggered | null = null) {
    this.flow = flow;
    this.program = programOf(flow);
    this.context = context;
    this.triggered = triggered;
    this.guid = randomUuid();
    this.startedAt = current().source.now();
    this.at = flow.start.next;
  }

  get namespace(): string | null { return this.flow.namespace; }

  end(fault: FlowFault): void {
    this.fault = fault;
    this.at = null;
  }
}
