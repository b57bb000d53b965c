/** Reads a flow's metadata. Source: Metadata API Developer Guide, Flow; processes (of Process Builder) are flows whose start is told by processMetadataValues. */
import { readFileSync } from 'node:fs';
import { children, flag, text } from '../../data/metadata/xml.ts';
import type { XmlElement } from '../../data/metadata/xml.ts';
import type { FlowDataType, FlowDefinition, FlowProcess, FlowStart, FlowTrigger, FlowVariable } from '../contract.ts';
import { elementLines } from './element-lines.ts';
import { readElements } from './read-elements.ts';
import { filtersOf, nameIn, operandOf, targetOf } from './read-values.ts';

const TRIGGERS: ReadonlyMap<string, FlowTrigger> = new Map(Object.entries<FlowTrigger>({ RecordBeforeSave: 'beforeSave', RecordAfterSave: 'afterSave', RecordBeforeDelete: 'beforeDelete', PlatformEvent: 'platformEvent', Scheduled: 'scheduled' }));

/** `stem`: the file's name without its endings, which may end in a version: `Greet`, `Greet-3`. */
export function readFlow(element: XmlElement, stem: string, { namespace, file }: { readonly namespace: string | null; readonly file: string }): FlowDefinition {
  const [, name, version] = /^(.*?)(?:-(\d+))?$/.exec(stem)!;
  const processType = nameIn(element, 'processType') ?? 'Flow';
  const status = nameIn(element, 'status') ?? 'Draft';
  const order = nameIn(element, 'triggerOrder');
  return {
    namespace, name: name!, file, version: Number(version ?? 1), label: text(element, 'label')?.trim() ?? name!, status, isActive: status === 'Active', processType,
    apiVersion: Number(nameIn(element, 'apiVersion') ?? 50), runInMode: (nameIn(element, 'runInMode') ?? 'DefaultMode') as FlowDefinition['runInMode'], order: order === null ? null : Number(order),
    description: text(element, 'description'), ...startOf(element, processType), elements: readElements(element, elementLines(readFileSync(file, 'utf8'))),
    variables: children(element, 'variables').map(variableOf),
    constants: [...children(element, 'constants'), ...children(element, 'choices')].map((one) => ({ name: nameIn(one, 'name') ?? '', dataType: dataTypeOf(one), value: operandOf(one, 'value') })),
    formulas: children(element, 'formulas').map((one) => ({ name: nameIn(one, 'name') ?? '', dataType: dataTypeOf(one), scale: scaleOf(one), expression: text(one, 'expression') ?? '' })),
    templates: children(element, 'textTemplates').map((one) => ({ name: nameIn(one, 'name') ?? '', text: text(one, 'text') ?? '', isPlain: flag(one, 'isViewedAsPlainText') })),
    stages: children(element, 'stages').map((one) => ({ name: nameIn(one, 'name') ?? '', label: text(one, 'label') ?? '', order: Number(nameIn(one, 'stageOrder') ?? 0), isActive: flag(one, 'isActive') })),
    unset: [...children(element, 'screens').flatMap(componentsOf), ...children(element, 'dynamicChoiceSets').map((one) => nameIn(one, 'name') ?? '')],
  };
}

/** Names of a screen's components; sections hold further ones. */
function componentsOf(screen: XmlElement): string[] {
  return children(screen, 'fields').flatMap((field) => [nameIn(field, 'name') ?? '', ...componentsOf(field)]);
}

const dataTypeOf = (element: XmlElement): FlowDataType => (nameIn(element, 'dataType') ?? 'String') as FlowDataType;

function scaleOf(element: XmlElement): number | null {
  const scale = nameIn(element, 'scale');
  return scale === null ? null : Number(scale);
}

function variableOf(element: XmlElement): FlowVariable {
  return {
    name: nameIn(element, 'name') ?? '', dataType: dataTypeOf(element), isCollection: flag(element, 'isCollection'), isInput: flag(element, 'isInput'), isOutput: flag(element, 'isOutput'),
    scale: scaleOf(element), objectType: nameIn(element, 'objectType'), apexClass: nameIn(element, 'apexClass'), value: operandOf(element, 'value'),
  };
}

function startOf(element: XmlElement, processType: string): { readonly start: FlowStart; readonly process: FlowProcess | null } {
  const [start] = children(element, 'start');
  const reference = nameIn(element, 'startElementReference');
  const none = { onCreate: false, onUpdate: false, filters: { items: [], logic: null }, formula: null, requiresChange: false } as const;
  if (processType === 'Workflow' || processType === 'CustomEvent') return processStart(element, reference);
  if (start === undefined) return { start: { trigger: null, object: null, ...none, next: reference }, process: null };
  const type = nameIn(start, 'triggerType');
  const on = nameIn(start, 'recordTriggerType') ?? '';
  return {
    start: {
      trigger: type === null ? null : (TRIGGERS.get(type) ?? 'other'), object: nameIn(start, 'object'), onCreate: on === 'Create' || on === 'CreateAndUpdate', onUpdate: on === 'Update' || on === 'CreateAndUpdate',
      filters: filtersOf(start), formula: text(start, 'filterFormula'), requiresChange: flag(start, 'doesRequireRecordChangedToMeetCriteria'), next: targetOf(start, 'connector') ?? reference,
    },
    process: null,
  };
}

/** A process runs after the save of its object's records, or on an event. Its conditions are its first decisions. */
function processStart(element: XmlElement, next: string | null): { readonly start: FlowStart; readonly process: FlowProcess | null } {
  const values = new Map(children(element, 'processMetadataValues').map((one) => [nameIn(one, 'name') ?? '', operandOf(one, 'value')]));
  const told = (name: string): string | null => {
    const value = values.get(name);
    return value?.kind === 'text' ? value.text : value?.kind === 'reference' ? value.path : null;
  };
  const event = told('EventType');
  const none = { filters: { items: [], logic: null }, formula: null, requiresChange: false, next } as const;
  if (event !== null) return { start: { trigger: 'platformEvent', object: event, onCreate: true, onUpdate: false, ...none }, process: { record: told('EventVariable') ?? 'myVariable_myEvent', old: null } };
  return {
    start: { trigger: 'afterSave', object: told('ObjectType'), onCreate: true, onUpdate: told('TriggerType') !== 'onCreateOnly', ...none },
    process: { record: told('ObjectVariable') ?? 'myVariable_current', old: told('OldObjectVariable') },
  };
}

