/** The contact of an opportunity is that of its primary contact role. Source: Object Reference, Opportunity (ContactId). */
import { SObjectRecord } from '../../apex/runtime/sobject.ts';
import { valueOf } from '../layout.ts';
import { rowErrors } from './errors.ts';
import type { Rows, Work } from './host.ts';
import { lockRows } from './row-locks.ts';
import { saveChunk, startRow } from './save.ts';
import type { SaveStep } from './save.ts';

const ROLE = 'OpportunityContactRole';

/** After roles were saved, deleted or brought back. */
export function namePrimaryContacts({ host, rows }: SaveStep, roles: readonly Work[]): void {
  for (const role of roles) {
    if (role.layout.object.name !== ROLE) continue;
    const id = String(valueOf(role.layout, role.before ?? role.row, 'OpportunityId'));
    const layout = rows.layoutOfId(id);
    const column = layout?.byField.get('contactid');
    const opportunity = layout && rows.readOne(layout, id);
    if (layout === undefined || column === undefined || opportunity === undefined) continue;
    const contact = primaryContact(rows, role, id);
    if (opportunity[column.index] === contact) continue;
    if (!lockRows(host, [id])) role.errors.push(rowErrors.locked([id]));
    else rows.put(layout, id, rows.readOne(layout, id)!.with(column.index, contact));
  }
}

function primaryContact(rows: Rows, { layout }: Work, opportunityId: string): string | null {
  for (const { id } of rows.findIds(layout, 'OpportunityId', [opportunityId])) {
    const row = rows.readOne(layout, id);
    if (row !== undefined && !rows.isDeleted(layout, row) && valueOf(layout, row, 'IsPrimary') === 1) return valueOf(layout, row, 'ContactId') as string | null;
  }
  return null;
}

/** A new opportunity with a contact gets the role that makes it so. */
export function addPrimaryRoles(step: SaveStep, opportunities: readonly Work[]): void {
  const layout = step.rows.layout(step.host.store.schema.object(ROLE)!);
  const works = opportunities.flatMap((opportunity, index): Work[] => {
    const contact = valueOf(opportunity.layout, opportunity.row, 'ContactId');
    if (typeof contact !== 'string') return [];
    const record = new SObjectRecord(ROLE);
    record.fields.set('OpportunityId', opportunity.id).set('ContactId', contact).set('IsPrimary', true);
    return [{ index, record, layout, isNew: true, id: null, before: null, row: startRow(layout.columns.length, null), errors: [] }];
  });
  saveChunk(step, works);
}
