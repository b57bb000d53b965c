/** Rules that metadata sets on an object and a save runs: workflow, assignment, auto-response, duplicates. */

/** What a record has to be like; `formula` stands instead of the items. No items and no formula: every record. */
export interface Criteria {
  /** `Account.Industry equals Banking`. */
  readonly items: readonly { readonly field: string; readonly operation: string; readonly value: string }[];
  /** `1 AND (2 OR 3)`; null joins all by AND. */
  readonly logic: string | null;
  readonly formula: string | null;
}

export interface FieldUpdate {
  readonly name: string;
  readonly field: string;
  readonly operation: 'Formula' | 'Literal' | 'LookupValue' | 'NextValue' | 'Null' | 'PreviousValue';
  /** Formula, literal, or the name of what a lookup shall point at. */
  readonly value: string | null;
  readonly lookupType: 'User' | 'Queue' | 'RecordType' | null;
  /** The lookup field whose parent is updated; null: the record itself. */
  readonly target: string | null;
  /** Rules that haven't fired are looked at again when it changes the field. */
  readonly reevaluates: boolean;
}

export interface TaskAction {
  readonly name: string;
  readonly subject: string;
  readonly description: string | null;
  readonly status: string;
  readonly priority: string;
  /** `owner` of the record, `user` by user name. */
  readonly assigneeType: string;
  readonly assignee: string | null;
  /** Days after the date in the field; null: after today. */
  readonly dueDays: number;
  readonly dueField: string | null;
}

export interface WorkflowRule {
  readonly name: string;
  readonly trigger: 'onAllChanges' | 'onCreateOnly' | 'onCreateOrTriggeringUpdate';
  readonly criteria: Criteria;
  readonly updates: readonly FieldUpdate[];
  readonly tasks: readonly TaskAction[];
  /** Types of its other actions that change something in the org: `FlowAction`. */
  readonly others: readonly string[];
  readonly namespace: string | null;
}

export interface AssignmentRule {
  readonly name: string;
  readonly isActive: boolean;
  readonly namespace: string | null;
  /** The first entry that fits decides. `assignee`: name of a user or developer name of a queue; null leaves the owner. */
  readonly entries: readonly { readonly criteria: Criteria; readonly assignee: string | null; readonly assigneeType: 'User' | 'Queue' | null }[];
}

export type MatchingMethod = 'Exact' | 'FirstName' | 'LastName' | 'CompanyName' | 'Phone' | 'City' | 'Street' | 'Zip' | 'Title';

export interface MatchingItem { readonly field: string; readonly method: MatchingMethod; readonly blanksMatch: boolean }

export interface MatchingRule {
  readonly name: string;
  readonly label: string;
  readonly description: string | null;
  readonly isActive: boolean;
  readonly items: readonly MatchingItem[];
  readonly logic: string | null;
  readonly namespace: string | null;
}

/** One way in which a duplicate rule looks for records, of its own object or of another. */
export interface DuplicateMatch {
  readonly object: string;
  readonly rule: string;
  /** For another object: its field by the record's own. */
  readonly fields: ReadonlyMap<string, string>;
}

export interface DuplicateAction { readonly isBlocked: boolean; readonly alerts: boolean; readonly reports: boolean }

export interface DuplicateRule {
  readonly name: string;
  readonly label: string;
  readonly isActive: boolean;
  readonly order: number;
  readonly onInsert: DuplicateAction;
  readonly onUpdate: DuplicateAction;
  readonly alertText: string | null;
  readonly enforcesSharing: boolean;
  readonly criteria: Criteria;
  readonly matches: readonly DuplicateMatch[];
  readonly namespace: string | null;
}

/** The rules of one object, in the order in which they run. */
export interface ObjectAutomation {
  readonly workflow: readonly WorkflowRule[];
  readonly assignment: readonly AssignmentRule[];
  readonly duplicates: readonly DuplicateRule[];
  readonly matching: readonly MatchingRule[];
}

export const NO_AUTOMATION: ObjectAutomation = { workflow: [], assignment: [], duplicates: [], matching: [] };
