/** Whom an email message is to: a row for each id of its lists. Source: Object Reference, EmailMessage and EmailMessageRelation. */
import { ApexList } from '../../apex/runtime/list.ts';
import { SObjectRecord } from '../../apex/runtime/sobject.ts';
import { normalizeId } from '../ids.ts';
import type { Work } from './host.ts';
import { saveChunk, startRow } from './save.ts';
import type { SaveStep } from './save.ts';

const LISTS: readonly (readonly [field: string, relationType: string])[] = [['ToIds', 'ToAddress'], ['CcIds', 'CcAddress'], ['BccIds', 'BccAddress']];

export function relateRecipients(step: SaveStep, messages: readonly Work[]): void {
  const { host, rows } = step;
  const layout = rows.layout(host.store.schema.object('EmailMessageRelation')!);
  const works: Work[] = [];
  for (const message of messages) {
    for (const [field, relationType] of LISTS) {
      const list = message.record.fields.get(field);
      for (const given of list instanceof ApexList ? list.items : []) {
        const id = typeof given === 'string' ? normalizeId(given) : null;
        if (id === null) continue;
        const related = rows.layoutOfId(id);
        const row = related && rows.readOne(related, id);
        const email = related?.byField.get('email');
        const record = new SObjectRecord('EmailMessageRelation');
        record.fields.set('EmailMessageId', message.id).set('RelationId', id).set('RelationType', relationType).set('RelationObjectType', related?.object.name ?? null);
        record.fields.set('RelationAddress', row !== undefined && email !== undefined ? row[email.index] : null);
        works.push({ index: works.length, record, layout, isNew: true, id: null, before: null, row: startRow(layout.columns.length, null), errors: [] });
      }
    }
  }
  for (let from = 0; from < works.length; from += 200) saveChunk(step, works.slice(from, from + 200));
}
