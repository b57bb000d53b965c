/** What single standard objects ask of their rows beyond required fields. */
import { rowErrors } from './errors.ts';
import type { Work } from './host.ts';

const RULES: Readonly<Record<string, (value: (field: string) => unknown, work: Work) => void>> = {
  Asset: (value, work) => { if (value('AccountId') === null && value('ContactId') === null) work.errors.push(rowErrors.assetWithoutOwner()); },
  ContentVersion: checkFile,
};

/** A new file that isn't a link or kept elsewhere has a name and a content. Source: Object Reference, ContentVersion. */
function checkFile(value: (field: string) => unknown, work: Work): void {
  if (!work.isNew || value('ContentUrl') !== null || (value('ContentLocation') ?? 'S') !== 'S') return;
  const body = value('VersionData');
  const missing = [...(body === null || (body instanceof Uint8Array && body.length === 0) ? ['VersionData'] : []), ...(value('PathOnClient') === null ? ['PathOnClient'] : [])];
  if (missing.length > 0) work.errors.push(rowErrors.required(missing.map((name) => work.layout.byField.get(name.toLowerCase())!.field)));
}

export function checkObjectRules(work: Work): void {
  const { byField, object } = work.layout;
  RULES[object.name]?.((field) => work.row[byField.get(field.toLowerCase())?.index ?? -1] ?? null, work);
}
