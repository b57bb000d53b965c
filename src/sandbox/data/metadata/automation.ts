/**
 * Workflow, assignment, duplicate and matching rules from metadata. Source: Metadata API Developer Guide, Workflow,
 * AssignmentRules, DuplicateRule, MatchingRule.
 */
import type { AssignmentRule, Criteria, DuplicateAction, DuplicateRule, FieldUpdate, MatchingMethod, MatchingRule, ObjectAutomation, TaskAction, WorkflowRule } from '../automation/contract.ts';
import { qualify } from './names.ts';
import { children, flag, text, texts } from './xml.ts';
import type { MetadataError, XmlElement } from './xml.ts';

/** Root elements by the ending of the file's name. */
const ROOTS: ReadonlyMap<string, string> = new Map(Object.entries<string>({
  workflow: 'Workflow', assignmentRules: 'AssignmentRules', duplicateRule: 'DuplicateRule', matchingRule: 'MatchingRules', matchingRules: 'MatchingRules',
}));
const METHODS: ReadonlySet<string> = new Set(['Exact', 'FirstName', 'LastName', 'CompanyName', 'Phone', 'City', 'Street', 'Zip', 'Title']);
const UPDATES: ReadonlySet<string> = new Set(['Formula', 'Literal', 'LookupValue', 'NextValue', 'Null', 'PreviousValue']);

/** Actions that change nothing in the org: e-mails and messages leave it. */
const OUTWARD: ReadonlySet<string> = new Set(['Alert', 'OutboundMessage', 'Send']);
const KNOWN: ReadonlySet<string> = new Set([...OUTWARD, 'FieldUpdate', 'Task']);

interface Rules { readonly workflow: WorkflowRule[]; readonly assignment: AssignmentRule[]; readonly duplicates: DuplicateRule[]; readonly matching: MatchingRule[] }
interface Source { readonly namespace: string | null; readonly file: string }

export class AutomationReader {
  /** By object name in lower case. */
  readonly #rules = new Map<string, Rules>();
  readonly #errors: MetadataError[];

  constructor(errors: MetadataError[]) {
    this.#errors = errors;
  }

  rootOf(extension: string | undefined): string | undefined {
    return extension === undefined ? undefined : ROOTS.get(extension);
  }

  /** `stem`: the file's name without its ending, which begins with the object's name. */
  read(root: string, element: XmlElement, stem: string, source: Source): void {
    const rules = this.#of(qualify(stem.split('.')[0]!, source.namespace));
    switch (root) {
      case 'Workflow': rules.workflow.push(...this.#workflow(element, source)); return;
      case 'AssignmentRules': rules.assignment.push(...children(element, 'assignmentRule').map((one) => assignmentRule(one, source.namespace))); return;
      case 'DuplicateRule': rules.duplicates.push(duplicateRule(element, stem, source.namespace)); return;
      default: rules.matching.push(...children(element, 'matchingRules').map((one) => this.#matchingRule(one, source)));
    }
  }

  /** By object name in lower case. */
  result(): ReadonlyMap<string, ObjectAutomation> {
    for (const rules of this.#rules.values()) rules.duplicates.sort((a, b) => a.order - b.order);
    return this.#rules;
  }

  #of(object: string): Rules {
    const key = object.toLowerCase();
    let rules = this.#rules.get(key);
    if (rules === undefined) this.#rules.set(key, rules = { workflow: [], assignment: [], duplicates: [], matching: [] });
    return rules;
  }

  #workflow(element: XmlElement, { namespace, file }: Source): WorkflowRule[] {
    const named = <T>(rule: XmlElement, type: string, actions: ReadonlyMap<string, T>): T[] => children(rule, 'actions').filter((action) => text(action, 'type') === type).map((action) => actions.get(text(action, 'name') ?? '')).filter((action) => action !== undefined);
    const tasks = new Map(children(element, 'tasks').map((one) => [text(one, 'fullName') ?? '', taskAction(one, namespace)]));
    const updates = new Map(children(element, 'fieldUpdates').map((one) => [text(one, 'fullName') ?? '', this.#fieldUpdate(one, namespace, file)]));
    return children(element, 'rules').filter((one) => flag(one, 'active')).map((one) => ({
      name: text(one, 'fullName') ?? '', trigger: (text(one, 'triggerType') ?? 'onAllChanges') as WorkflowRule['trigger'], criteria: criteriaOf(one, 'criteriaItems'), namespace,
      others: children(one, 'actions').map((action) => text(action, 'type') ?? '').filter((type) => !KNOWN.has(type)),
      tasks: named(one, 'Task', tasks), updates: named(one, 'FieldUpdate', updates),
    }));
  }

  #fieldUpdate(element: XmlElement, namespace: string | null, file: string): FieldUpdate {
    const operation = text(element, 'operation') ?? '';
    if (!UPDATES.has(operation)) this.#errors.push({ file, element: 'fieldUpdates', message: `"${operation}" isn't an operation of a field update` });
    return {
      name: text(element, 'fullName') ?? '', field: qualify(text(element, 'field') ?? '', namespace), operation: operation as FieldUpdate['operation'],
      value: text(element, 'formula') ?? text(element, 'literalValue') ?? text(element, 'lookupValue'), lookupType: text(element, 'lookupValueType') as FieldUpdate['lookupType'],
      target: text(element, 'targetObject'), reevaluates: flag(element, 'reevaluateOnChange'),
    };
  }

  #matchingRule(element: XmlElement, { namespace, file }: Source): MatchingRule {
    const name = text(element, 'fullName') ?? '';
    return {
      name, label: text(element, 'label') ?? name, description: text(element, 'description'), isActive: text(element, 'ruleStatus') === 'Active', logic: text(element, 'booleanFilter'), namespace,
      items: children(element, 'matchingRuleItems').map((item) => {
        const method = text(item, 'matchingMethod') ?? 'Exact';
        if (!METHODS.has(method)) this.#errors.push({ file, element: 'matchingRuleItems', message: `"${method}" isn't a matching method` });
        return { field: qualify(text(item, 'fieldName') ?? '', namespace), method: method as MatchingMethod, blanksMatch: text(item, 'blankValueBehavior') === 'MatchBlanks' };
      }),
    };
  }
}

function criteriaOf(element: XmlElement, list: string): Criteria {
  return {
    items: children(element, list).map((item) => ({ field: text(item, 'table') === null ? (text(item, 'field') ?? '') : `${text(item, 'table')}.${text(item, 'field') ?? ''}`, operation: text(item, 'operation') ?? 'equals', value: text(item, 'value') ?? '' })),
    logic: text(element, 'booleanFilter'), formula: text(element, 'formula'),
  };
}

function taskAction(element: XmlElement, namespace: string | null): TaskAction {
  const name = text(element, 'fullName') ?? '';
  const dueField = text(element, 'offsetFromField');
  return {
    name, subject: text(element, 'subject') ?? name, description: text(element, 'description'), status: text(element, 'status') ?? 'Not Started', priority: text(element, 'priority') ?? 'Normal',
    assigneeType: text(element, 'assignedToType') ?? 'owner', assignee: text(element, 'assignedTo'), dueDays: Number(text(element, 'dueDateOffset') ?? 0), dueField: dueField === null ? null : qualify(dueField.split('.').at(-1)!, namespace),
  };
}

function assignmentRule(element: XmlElement, namespace: string | null): AssignmentRule {
  return {
    name: text(element, 'fullName') ?? '', isActive: flag(element, 'active'), namespace,
    entries: children(element, 'ruleEntry').map((entry) => ({ criteria: criteriaOf(entry, 'criteriaItems'), assignee: text(entry, 'assignedTo'), assigneeType: text(entry, 'assignedToType') as 'User' | 'Queue' | null })),
  };
}

function duplicateRule(element: XmlElement, stem: string, namespace: string | null): DuplicateRule {
  const action = (when: 'Insert' | 'Update'): DuplicateAction => {
    const operations = texts(element, `operationsOn${when}`).map((one) => one.toLowerCase());
    return { isBlocked: text(element, `actionOn${when}`) === 'Block', alerts: operations.includes('alert'), reports: operations.includes('report') };
  };
  const name = stem.split('.').slice(1).join('.');
  const [filter] = children(element, 'duplicateRuleFilter');
  return {
    name, label: text(element, 'masterLabel') ?? name, isActive: flag(element, 'isActive'), order: Number(text(element, 'sortOrder') ?? 1), onInsert: action('Insert'), onUpdate: action('Update'),
    alertText: text(element, 'alertText'), enforcesSharing: text(element, 'securityOption') !== 'BypassSharingRules', namespace,
    criteria: filter === undefined ? { items: [], logic: null, formula: null } : criteriaOf(filter, 'duplicateRuleFilterItems'),
    matches: children(element, 'duplicateRuleMatchRules').map((match) => {
      const [mapping] = children(match, 'objectMapping');
      const fields = mapping === undefined ? [] : children(mapping, 'mappingFields');
      return { object: text(match, 'matchRuleSObjectType') ?? stem.split('.')[0]!, rule: text(match, 'matchingRule') ?? '', fields: new Map(fields.map((one) => [(text(one, 'inputField') ?? '').toLowerCase(), text(one, 'outputField') ?? ''])) };
    }),
  };
}
