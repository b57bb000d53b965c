/** What single standard objects ask of their rows beyond required fields. */
import { rowErrors } from './errors.ts';
import type { Work } from './host.ts';

const RULES: Readonly<Record<string, (value: (field: string) => unknown, work: Work) => void>> = {
  Asset: (value, work) => { if (value('AccountId') === null && value('ContactId') === null) work.errors.push(rowErrors.assetWithoutOwner()); },
};

export function checkObjectRules(work: Work): void {
  const { byField, object } = work.layout;
  RULES[object.name]?.((field) => work.row[byField.get(field.toLowerCase())?.index ?? -1] ?? null, work);
}
