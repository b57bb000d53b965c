/**
 * Flows that saves and events start. Source: Salesforce Help, "Record-Triggered Flow Considerations" and "Define the Run Order of
 * Record-Triggered Flows for an Object"; Apex Developer Guide, Triggers and Order of Execution.
 */
import { fail } from '../apex/runtime/exception.ts';
import { current } from '../apex/runtime/transaction.ts';
import type { SObjectRecord } from '../apex/runtime/sobject.ts';
import type { DmlRowError, FlowRunner, FlowTiming, FlowTriggerContext } from '../data/contract.ts';
import type { ObjectSchema } from '../data/schema.ts';
import { rowErrors } from '../data/dml/errors.ts';
import { allHold, compares, equal } from './conditions.ts';
import type { FlowDefinition, FlowStart } from './contract.ts';
import { asFault } from './elements/each.ts';
import { Interview, systemContext } from './interview.ts';
import type { Triggered } from './interview.ts';
import { evaluated } from './formulas.ts';
import { readPath } from './records.ts';
import { operandValue } from './references.ts';
import { runInterviews } from './run.ts';
import { FAILED } from './start.ts';
import { copied } from './values.ts';

/** Its stages begin once the save is committed, for people and work in the background: they are no part of it, and aren't there. */
const ORCHESTRATION = 'Orchestrator';
/** Flows without an order run after those of the first thousand. */
const UNORDERED = 1000.5;

export class OrgFlows implements FlowRunner {
  /** Active flows by object and what triggers them, in their order. */
  readonly #flows = new Map<string, FlowDefinition[]>();

  constructor(flows: readonly FlowDefinition[], schema: { object(name: string, namespace?: string | null): ObjectSchema | undefined }) {
    const rank = (flow: FlowDefinition): number => (flow.process === null ? (flow.order ?? UNORDERED) : 0);
    for (const flow of flows.filter(({ isActive }) => isActive).toSorted((a, b) => rank(a) - rank(b) || (a.name < b.name ? -1 : 1))) {
      const { trigger, object } = flow.start;
      const named = object === null ? undefined : schema.object(object, flow.namespace);
      if (trigger === null || named === undefined || flow.processType === ORCHESTRATION) continue;
      const key = keyOf(named, trigger);
      this.#flows.set(key, [...(this.#flows.get(key) ?? []), flow]);
    }
  }

  hasFlows(object: ObjectSchema, timing: FlowTiming): boolean {
    return this.#flows.has(keyOf(object, timing));
  }

  run(context: FlowTriggerContext): readonly (readonly DmlRowError[])[] {
    const errors: DmlRowError[][] = context.priors.map(() => []);
    const flows = (this.#flows.get(keyOf(context.object, context.timing)) ?? []).filter(({ start }) => context.timing === 'beforeDelete' || (context.isNew ? start.onCreate : start.onUpdate));
    if (flows.length === 0) return errors;
    const { log } = current();
    const unit = [`Flow:${context.object.name}`];
    const isLogged = log.isOn('ApexCode', 'ERROR');
    if (isLogged) log.event('CODE_UNIT_STARTED', ['[EXTERNAL]', ...unit]);
    try {
      for (const flow of flows) runFlow(flow, context, errors);
    } finally {
      if (isLogged) log.event('CODE_UNIT_FINISHED', unit);
    }
    return errors;
  }

  eventFlows(event: ObjectSchema): readonly string[] {
    return (this.#flows.get(keyOf(event, 'platformEvent')) ?? []).map(fullName);
  }

  deliver(name: string, event: ObjectSchema, messages: readonly SObjectRecord[]): void {
    const flow = this.#flows.get(keyOf(event, 'platformEvent'))!.find((one) => fullName(one) === name)!;
    const interviews = messages.map((record) => new Interview(flow, systemContext(flow), { record, prior: null, isBeforeSave: false })).filter(isWanted);
    if (flow.process !== null) for (const interview of interviews) setProcessRecords(interview);
    runInterviews(interviews);
    // What nobody takes up ends the delivery's transaction.
    if (interviews.some(({ fault }) => fault !== null)) fail('System.FlowException', FAILED);
  }
}

const keyOf = (object: ObjectSchema, trigger: string): string => `${trigger} ${object.name.toLowerCase()}`;
const fullName = ({ namespace, name }: FlowDefinition): string => (namespace === null ? name : `${namespace}.${name}`);

/** Runs a flow for the records that have no error yet and meet its conditions. */
function runFlow(flow: FlowDefinition, { timing, priors, records }: FlowTriggerContext, errors: readonly DmlRowError[][]): void {
  const isBeforeSave = timing === 'beforeSave';
  const all = records();
  const started = all.flatMap((record, index) => {
    if (record === null || errors[index]!.length > 0) return [];
    const interview = new Interview(flow, systemContext(flow), { record: isBeforeSave ? record : (copied(record) as SObjectRecord), prior: priors[index]!, isBeforeSave });
    return isWanted(interview) ? [{ interview, index }] : [];
  });
  if (flow.process !== null) for (const { interview } of started) setProcessRecords(interview);
  runInterviews(started.map(({ interview }) => interview));
  for (const { interview, index } of started) {
    if (interview.fault !== null) errors[index]!.push(rowErrors.flow(flow.label, interview.fault.message));
    else errors[index]!.push(...interview.errors);
  }
}

/** Whether the record meets the conditions; an interview whose conditions can't be worked out fails. */
function isWanted(interview: Interview): boolean {
  try {
    return meetsConditions(interview);
  } catch (thrown) {
    interview.end(asFault(thrown));
    return true;
  }
}

/** A process knows its records by variables. */
function setProcessRecords({ flow, variables, triggered }: Interview): void {
  const { record, old } = flow.process!;
  variables.set(record.toLowerCase(), triggered!.record);
  if (old !== null) variables.set(old.toLowerCase(), triggered!.prior);
}

/** Whether the record meets the conditions of the start element; where a change to meeting them is wanted, it must not have met them before. */
function meetsConditions(interview: Interview): boolean {
  const { start } = interview.flow;
  const { prior } = interview.triggered!;
  if (!meets(interview, start)) return false;
  if (!start.requiresChange || prior === null) return true;
  return !meets(new Interview(interview.flow, interview.context, { record: prior, prior, isBeforeSave: false } satisfies Triggered), start);
}

function meets(interview: Interview, { filters, formula }: FlowStart): boolean {
  if (formula !== null) return evaluated(interview, formula) === true;
  const { record, prior } = interview.triggered!;
  const valueOf = (from: SObjectRecord, field: string): unknown => readPath(from, field.split('.'), interview.namespace) ?? null;
  return allHold(filters.logic, filters.items, ({ field, operator, value }) => {
    const right = operandValue(interview, value);
    if (operator === 'IsChanged') return (prior !== null && !equal(valueOf(record, field), valueOf(prior, field))) === (right !== false);
    return compares(valueOf(record, field), operator, right);
  });
}

