/** Resources by their path: `Count`, `Contact.Account.Name`, `Get_Accounts`, `$Record.Name`. Source: Salesforce Help, "Flow Resources". */
import type { ApexValue } from '../apex/runtime/contract.ts';
import { notSupported } from '../apex/runtime/exception.ts';
import { ApexBean, readLibraryField } from '../apex/runtime/library.ts';
import { ApexList } from '../apex/runtime/list.ts';
import { ApexObject } from '../apex/runtime/object.ts';
import { SObjectRecord } from '../apex/runtime/sobject.ts';
import { memberValues } from '../apex/stdlib/json/serialize.ts';
import { ApexDecimal } from '../apex/runtime/decimal.ts';
import type { FlowOperand } from './contract.ts';
import { FlowFault, missing } from './fault.ts';
import { evaluated, formulaResult } from './formulas.ts';
import { globalResource } from './globals.ts';
import type { Interview } from './interview.ts';
import { readPath } from './records.ts';
import { converted, flowText } from './values.ts';

const EACH_ITEM = /\[\$EachItem\]/gi;
const ITEM = '__EachItem';

/** Where the item of a collection is that a transform is at; formulas name it so, too. */
export function itemKey(collection: string): string {
  return `${collection.replaceAll('.', '_')}${ITEM}`.toLowerCase();
}

/** The value at a path; a `FlowFault` if something on the way isn't there. */
export function valueAt(interview: Interview, path: string): ApexValue {
  const value = lookUp(interview, path);
  if (value === undefined) throw missing(path);
  return value;
}

/** The value at a path for a formula: what isn't there is blank. */
export function valueOrBlank(interview: Interview, path: string): ApexValue {
  return lookUp(interview, path) ?? null;
}

function lookUp(interview: Interview, path: string): ApexValue | undefined {
  const [head, ...rest] = path.replaceAll(EACH_ITEM, ITEM).split('.') as [string, ...string[]];
  if (head.startsWith('$')) return globalPath(interview, head, rest, path);
  const key = head.toLowerCase();
  const outputs = interview.outputs.get(key);
  if (outputs !== undefined) return outputAt(interview, outputs, rest);
  return walk(interview, resource(interview, key, head), rest);
}

function globalPath(interview: Interview, head: string, rest: readonly string[], path: string): ApexValue | undefined {
  switch (head.toLowerCase()) {
    case '$record': return walk(interview, interview.triggered?.record ?? null, rest);
    // A new record has no values from before.
    case '$record__prior': return interview.triggered?.prior == null ? null : walk(interview, interview.triggered.prior, rest);
    default: return globalResource(interview, path);
  }
}

function resource(interview: Interview, key: string, name: string): ApexValue {
  const { program } = interview;
  if (program.variables.has(key) || interview.variables.has(key)) return interview.variables.get(key) ?? null;
  const formula = program.formulas.get(key);
  if (formula !== undefined) return formulaResult(interview, formula);
  const constant = program.constants.get(key);
  if (constant !== undefined) return converted(operandValue(interview, constant.value), constant.dataType);
  const template = program.templates.get(key);
  if (template !== undefined) return merged(interview, template.text);
  if (program.outcomes.has(key)) return interview.outcomes.get(key) ?? null;
  const element = program.elements.get(key);
  if (element !== undefined) return interview.stored.get(key) ?? null;
  const stage = interview.flow.stages.find((one) => one.name.toLowerCase() === key);
  if (stage !== undefined) return stage.name;
  if (program.unset.has(key)) return null;
  throw new FlowFault(`The flow refers to ${name}, which doesn't exist.`);
}

/** `Action.total`; an action with one output that has no name of its own has it by its own name. */
function outputAt(interview: Interview, outputs: ReadonlyMap<string, ApexValue>, [name, ...rest]: readonly string[]): ApexValue | undefined {
  if (name === undefined) return outputs.get('output') ?? null;
  const found = outputs.get(name.toLowerCase());
  if (found === undefined && outputs.has('output')) return walk(interview, outputs.get('output')!, [name, ...rest]);
  return walk(interview, found ?? null, rest);
}

function walk(interview: Interview, value: ApexValue, path: readonly string[]): ApexValue | undefined {
  if (path.length === 0) return value;
  if (value === null) return undefined;
  if (value instanceof SObjectRecord) return readPath(value, path, interview.namespace);
  if (value instanceof ApexObject) return walk(interview, memberOf(value, path[0]!), path.slice(1));
  // A collection has no fields; processes ask for those of its only record.
  if (value instanceof ApexList && value.items.length === 1) return walk(interview, value.items[0], path);
  return undefined;
}

/** A field of an object of an Apex class. */
function memberOf(object: ApexObject, name: string): ApexValue {
  if (object instanceof ApexBean) return readLibraryField(object.$type.name, name, object);
  const found = memberValues(object).find((member) => member.name.toLowerCase() === name.toLowerCase());
  if (found === undefined) throw new FlowFault(`The flow refers to ${name} of ${object.$type.name}, which doesn't exist.`);
  return found.value;
}

/** null where there is no operand. */
export function operandValue(interview: Interview, operand: FlowOperand | null): ApexValue {
  switch (operand?.kind) {
    case undefined: return null;
    case 'text': return merged(interview, operand.text);
    case 'number': return ApexDecimal.parse(operand.text);
    case 'boolean': return operand.value;
    case 'date': return converted(operand.text, 'Date');
    case 'dateTime': return converted(operand.text, 'DateTime');
    case 'reference': return valueAt(interview, operand.path);
    case 'formula': return converted(evaluated(interview, operand.text), operand.dataType);
    default: return notSupported(`flow value ${operand!.name}`);
  }
}

const MERGE_FIELD = /\{!\s*([^{}]+?)\s*\}/g;

/** A text with its `{!merge}` fields filled in. */
export function merged(interview: Interview, text: string): string {
  return text.replace(MERGE_FIELD, (_field, path: string) => flowText(valueAt(interview, path)));
}
