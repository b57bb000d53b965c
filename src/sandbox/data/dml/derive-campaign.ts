/** Campaigns, their statuses of members, and what members take from people. Source: Object Reference, CampaignMember, CampaignMemberStatus. */
import { valueOf } from '../layout.ts';
import type { StoredValue } from '../layout.ts';
import { stampAudit } from './derive.ts';
import type { DmlHost, Rows, Work } from './host.ts';
import { startRow } from './save.ts';

const FROM_PERSON = ['FirstName', 'LastName', 'Name', 'Salutation', 'Title', 'Email', 'Phone', 'MobilePhone', 'Fax'];

/** What counts as an answer where a campaign has no statuses of its own. */
const RESPONDED = 'responded';

/** The status that a new campaign's members start with, and the one of those who answer. Tests get none: public suites say so and rest on it. */
export function addCampaignStatuses(host: DmlHost, rows: Rows, campaigns: readonly Work[]): void {
  const object = host.store.schema.object('CampaignMemberStatus')!;
  const layout = rows.layout(object);
  for (const campaign of campaigns) {
    [['Sent', 1, 0], ['Responded', 0, 1]].forEach(([label, isDefault, hasResponded], i) => {
      const id = host.newRecordId(object.keyPrefix!);
      const work: Work = { ...campaign, layout, id, row: startRow(layout.columns.length, null) };
      const values: Readonly<Record<string, StoredValue>> = { Id: id, CampaignId: campaign.id, Label: label!, IsDefault: isDefault!, HasResponded: hasResponded!, SortOrder: i + 3, IsDeleted: 0 };
      for (const [field, value] of Object.entries(values)) {
        const column = layout.byField.get(field.toLowerCase());
        if (column !== undefined) work.row[column.index] = value;
      }
      stampAudit(host, work);
      rows.insert(layout, id, work.row);
    });
  }
}

/** Status of a member that has none, whether it counts as an answer, and the person's values. */
export function deriveCampaignMember(host: DmlHost, rows: Rows, work: Work): void {
  const { layout, row } = work;
  const set = (field: string, value: StoredValue): void => {
    const column = layout.byField.get(field.toLowerCase());
    if (column !== undefined) row[column.index] = value;
  };
  const statuses = rows.layout(host.store.schema.object('CampaignMemberStatus')!);
  const ids = rows.findIds(statuses, 'CampaignId', [String(valueOf(layout, row, 'CampaignId'))]).map(({ id }) => id);
  const known = [...rows.read(statuses, ids).values()].filter((each) => !rows.isDeleted(statuses, each));
  if (valueOf(layout, row, 'Status') === null) set('Status', known.length === 0 ? 'Sent' : valueOf(statuses, known.find((each) => valueOf(statuses, each, 'IsDefault') === 1) ?? [], 'Label'));
  const status = String(valueOf(layout, row, 'Status')).toLowerCase();
  const hasResponded = known.length === 0 ? status === RESPONDED : valueOf(statuses, known.find((each) => String(valueOf(statuses, each, 'Label')).toLowerCase() === status) ?? [], 'HasResponded') === 1;
  set('HasResponded', Number(hasResponded));
  if (hasResponded && valueOf(layout, row, 'FirstRespondedDate') === null) set('FirstRespondedDate', Math.floor(host.calendar().now / 86_400_000));
  const personId = valueOf(layout, row, 'ContactId') ?? valueOf(layout, row, 'LeadId');
  const people = typeof personId === 'string' ? rows.layoutOfId(personId) : undefined;
  const person = people && rows.readOne(people, personId as string);
  if (people === undefined || person === undefined) return;
  for (const field of FROM_PERSON) set(field, valueOf(people, person, field));
  set('LeadOrContactId', personId);
  set('LeadOrContactOwnerId', valueOf(people, person, 'OwnerId'));
  set('Type', people.object.name);
}
