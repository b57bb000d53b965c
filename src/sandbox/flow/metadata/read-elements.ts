/** Reads the elements of a flow, one function a kind. Source: Metadata API Developer Guide, Flow. */
import { children, flag, text, texts } from '../../data/metadata/xml.ts';
import type { XmlElement } from '../../data/metadata/xml.ts';
import type { FlowDataType, FlowElement, FlowOperand } from '../contract.ts';
import { criteriaOf, fieldValuesOf, filtersOf, namedValuesOf, nameIn, operandOf, outputsOf, targetOf } from './read-values.ts';

interface Node { readonly name: string; readonly label: string; readonly next: string | null; readonly fault: string | null; readonly line: number }
type Reader = (element: XmlElement, node: Node) => FlowElement;

const isDescending = (element: XmlElement): boolean => nameIn(element, 'sortOrder') === 'Desc';

const READERS: Readonly<Record<string, Reader>> = {
  assignments: (element, node) => ({
    ...node, kind: 'assignment',
    items: children(element, 'assignmentItems').map((one) => ({ target: nameIn(one, 'assignToReference') ?? '', operator: nameIn(one, 'operator') ?? 'Assign', value: operandOf(one, 'value') })),
  }),
  decisions: (element, node) => ({
    ...node, kind: 'decision', next: targetOf(element, 'defaultConnector'),
    rules: children(element, 'rules').map((one) => ({ name: nameIn(one, 'name') ?? '', label: text(one, 'label') ?? '', criteria: criteriaOf(one), next: targetOf(one, 'connector') })),
  }),
  loops: (element, node) => ({
    ...node, kind: 'loop', next: targetOf(element, 'noMoreValuesConnector'), body: targetOf(element, 'nextValueConnector'), collection: nameIn(element, 'collectionReference') ?? '',
    variable: nameIn(element, 'assignNextValueToReference'), isDescending: nameIn(element, 'iterationOrder') === 'Desc',
  }),
  collectionProcessors: collectionProcessor,
  transforms: (element, node) => ({
    ...node, kind: 'transform', dataType: (nameIn(element, 'dataType') ?? 'SObject') as FlowDataType, isCollection: flag(element, 'isCollection'), scale: Number(nameIn(element, 'scale') ?? NaN) || null, objectType: nameIn(element, 'objectType'), apexClass: nameIn(element, 'apexClass'),
    actions: children(element, 'transformValues').flatMap((one) => children(one, 'transformValueActions')).map((one) => ({ type: nameIn(one, 'transformType') ?? 'Map', field: nameIn(one, 'outputFieldApiName'), value: operandOf(one, 'value'), inputs: namedValuesOf(one, 'inputParameters') })),
  }),
  recordLookups: (element, node) => ({
    ...node, kind: 'lookup', object: nameIn(element, 'object') ?? '', filters: filtersOf(element), sortField: nameIn(element, 'sortField'), isDescending: isDescending(element), limit: limitOf(element),
    fields: texts(element, 'queriedFields').map((one) => one.trim()), isFirstOnly: isFirstOnly(element), storesOutput: flag(element, 'storeOutputAutomatically'), output: nameIn(element, 'outputReference'),
    outputs: outputsOf(element, 'outputAssignments', 'field'), nullsIfNone: flag(element, 'assignNullValuesIfNoRecordsFound'),
  }),
  recordCreates: (element, node) => ({ ...node, kind: 'create', object: nameIn(element, 'object'), values: fieldValuesOf(element), input: nameIn(element, 'inputReference'), idTarget: nameIn(element, 'assignRecordIdToReference') }),
  recordUpdates: (element, node) => ({ ...node, kind: 'update', object: nameIn(element, 'object'), filters: filtersOf(element), values: fieldValuesOf(element), input: nameIn(element, 'inputReference') }),
  recordDeletes: (element, node) => ({ ...node, kind: 'delete', object: nameIn(element, 'object'), filters: filtersOf(element), input: nameIn(element, 'inputReference') }),
  actionCalls: (element, node) => ({
    ...node, kind: 'action', type: nameIn(element, 'actionType') ?? '', action: nameIn(element, 'actionName') ?? '', inputs: namedValuesOf(element, 'inputParameters'),
    outputs: outputsOf(element, 'outputParameters', 'name'), storesOutput: flag(element, 'storeOutputAutomatically'),
  }),
  subflows: (element, node) => ({
    ...node, kind: 'subflow', flow: nameIn(element, 'flowName') ?? '', inputs: namedValuesOf(element, 'inputAssignments'), outputs: outputsOf(element, 'outputAssignments', 'name'), storesOutput: flag(element, 'storeOutputAutomatically'),
  }),
  customErrors: (element, node) => ({ ...node, kind: 'customError', messages: children(element, 'customErrorMessages').map((one) => ({ text: text(one, 'errorMessage') ?? '', field: flag(one, 'isFieldError') ? nameIn(one, 'fieldSelection') : null })) }),
  screens: other('screen'), recordRollbacks: other('roll back records'), waits: other('wait'), steps: other('step'), apexPluginCalls: other('legacy Apex action'), orchestratedStages: other('orchestration stage'), steppedStages: other('orchestration stage'),
  experiments: other('experiment'),
};

/** Without the flag, an output variable or fields of one take one record. */
function isFirstOnly(element: XmlElement): boolean {
  return nameIn(element, 'getFirstRecordOnly') === null ? children(element, 'outputAssignments').length > 0 : flag(element, 'getFirstRecordOnly');
}

/** A number, or a reference to one. */
function limitOf(element: XmlElement): FlowOperand | null {
  const limit = nameIn(element, 'limit');
  return operandOf(element, 'limit') ?? (limit === null ? null : { kind: 'number', text: limit });
}

function collectionProcessor(element: XmlElement, node: Node): FlowElement {
  const collection = nameIn(element, 'collectionReference') ?? '';
  const item = nameIn(element, 'assignNextValueToReference') ?? '';
  switch (nameIn(element, 'collectionProcessorType')) {
    case 'SortCollectionProcessor': {
      const limit = nameIn(element, 'limit');
      return { ...node, kind: 'sort', collection, limit: limit === null ? null : Number(limit), options: children(element, 'sortOptions').map((one) => ({ field: nameIn(one, 'sortField'), isDescending: isDescending(one), nullsFirst: flag(one, 'doesPutEmptyStringAndNullFirst') })) };
    }
    case 'FilterCollectionProcessor': return { ...node, kind: 'filter', collection, item, criteria: criteriaOf(element) };
    case 'RecommendationMapCollectionProcessor': case 'MapCollectionProcessor': return {
      ...node, kind: 'map', collection, item, objectType: nameIn(element, 'outputSObjectType') ?? '', values: children(element, 'mapItems').map((one) => ({ field: nameIn(one, 'assignToFieldReference') ?? '', value: operandOf(one, 'value') })),
    };
    default: return { ...node, kind: 'other', what: `collection processor ${nameIn(element, 'collectionProcessorType') ?? ''}` };
  }
}

function other(what: string): Reader {
  return (_element, node) => ({ ...node, kind: 'other', what });
}

/** `lines`: where elements begin, by lower-case name. */
export function readElements(flow: XmlElement, lines: ReadonlyMap<string, number>): FlowElement[] {
  return Object.entries(READERS).flatMap(([tag, read]) => children(flow, tag).map((element) => {
    const name = nameIn(element, 'name') ?? '';
    return read(element, { name, label: text(element, 'label')?.trim() ?? name, next: targetOf(element, 'connector'), fault: targetOf(element, 'faultConnector'), line: lines.get(name.toLowerCase()) ?? 1 });
  }));
}
