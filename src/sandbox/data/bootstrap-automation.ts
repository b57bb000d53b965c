/** Rows of the rules that code queries: AssignmentRule, DuplicateRule, MatchingRule with its items. They are what metadata says. */
import { assignmentRuleId } from './automation/assignment-rules.ts';
import { duplicateRuleId } from './automation/duplicate-rules.ts';
import { seedRow, type SeedValues } from './bootstrap.ts';
import { Delta } from './delta.ts';
import { OrgSchema } from './org-schema.ts';
import { namedId } from './security/named-ids.ts';
import type { OrgStore } from './store.ts';
import type { StoreConnection } from './storage/connection.ts';

/** Duplicate rules that every org has; switched off where metadata doesn't say otherwise. Source: Salesforce Help, "Standard Duplicate Rules". */
const STANDARD_RULES = ['Account', 'Contact', 'Lead'];
const OBJECTS = ['AssignmentRule', 'DuplicateRule', 'MatchingRule', 'MatchingRuleItem'];

export function bootstrapAutomation(store: OrgStore, connection: StoreConnection, now: number, userId: string): void {
  const delta = new Delta();
  const audit = { CreatedDate: now, LastModifiedDate: now, SystemModstamp: now, CreatedById: userId, LastModifiedById: userId };
  const wanted = new Set<string>();
  const seed = (object: string, id: string, values: SeedValues): void => {
    wanted.add(id);
    seedRow(store, connection, delta, object, id, { ...audit, ...values });
  };
  const { schema } = store;
  for (const SobjectType of STANDARD_RULES) {
    const name = `Standard_${SobjectType}_Duplicate_Rule`;
    if (schema.object(SobjectType)!.automation.duplicates.some((rule) => rule.name === name)) continue;
    seed('DuplicateRule', namedId('0Bm', `.${name}`), { DeveloperName: name, MasterLabel: name.replaceAll('_', ' '), SobjectType, IsActive: false, Language: 'en_US' });
  }
  for (const { name: SobjectType, automation } of schema instanceof OrgSchema ? schema.definedObjects() : schema.objects()) {
    for (const rule of automation.assignment) seed('AssignmentRule', assignmentRuleId(SobjectType, rule), { Name: rule.name, SobjectType, Active: rule.isActive });
    for (const rule of automation.duplicates) {
      seed('DuplicateRule', duplicateRuleId(rule), { DeveloperName: rule.name, MasterLabel: rule.label, SobjectType, IsActive: rule.isActive, Language: 'en_US', NamespacePrefix: rule.namespace });
    }
    for (const rule of automation.matching) {
      const id = namedId('0JD', `${SobjectType}.${rule.namespace ?? ''}.${rule.name}`);
      seed('MatchingRule', id, {
        DeveloperName: rule.name, MasterLabel: rule.label, Description: rule.description, SobjectType, RuleStatus: rule.isActive ? 'Active' : 'Inactive', BooleanFilter: rule.logic, Language: 'en_US', NamespacePrefix: rule.namespace,
        MatchEngine: rule.items.some(({ method }) => method !== 'Exact') ? 'FuzzyMatchEngine' : 'ExactMatchEngine',
      });
      rule.items.forEach(({ field, method, blanksMatch }, i) => seed('MatchingRuleItem', namedId('0JE', `${id}.${i}`), { MatchingRuleId: id, Field: field, MatchingMethod: method, BlankValueBehavior: blanksMatch ? 'MatchBlanks' : 'NullNotAllowed', SortOrder: i + 1 }));
    }
  }
  for (const name of OBJECTS) {
    const object = schema.object(name);
    const layout = object && store.layoutOf(object);
    if (layout === undefined || !connection.hasBase(layout)) continue;
    const stored = connection.statements.get(`SELECT "Id" FROM ${layout.baseTable}`).all() as unknown as [string][];
    for (const [id] of stored) if (!wanted.has(id)) delta.put(layout, id, null, connection.readCommitted(layout, [id]).get(id) ?? null);
  }
  connection.commit(delta);
}
