/**
 * Fields of standard records that follow from their other fields and from the records they point at.
 * Source: Object Reference, the pages of the objects.
 */
import { ApexDecimal } from '../../apex/runtime/decimal.ts';
import type { StoredValue } from '../layout.ts';
import { civilDate, dayNumber } from '../soql/calendar.ts';
import type { DmlHost, Rows, Work } from './host.ts';
import { RowFields } from './row-fields.ts';

type Derivation = (fields: RowFields, context: { readonly host: DmlHost; readonly work: Work; parent(field: string): RowFields | null }) => void;

const HUNDRED = ApexDecimal.fromInteger(100);
const MINUTE = 60_000;

/** The line's product and price come from its price book entry. */
const priceLine: Derivation = (line, { parent }) => {
  const entry = parent('PricebookEntryId');
  if (entry === null) return;
  line.set('Product2Id', entry.get('Product2Id'));
  line.set('ListPrice', entry.get('UnitPrice'));
  line.set('ProductCode', entry.get('ProductCode'));
};

/** Price times quantity, less the discount; from the total the price follows where only that is given. */
const totalLine: Derivation = (line) => {
  const quantity = line.number('Quantity');
  const rest = HUNDRED.minus(line.number('Discount') ?? ApexDecimal.ZERO);
  let price = line.number('UnitPrice');
  if (quantity === null) return;
  if (price === null) {
    const total = line.number('TotalPrice');
    const parts = quantity.times(rest);
    if (total === null || parts.unscaled === 0n) return;
    price = total.times(HUNDRED).dividedBy(parts)!;
    line.setNumber('UnitPrice', price);
  }
  line.setNumber('Subtotal', price.times(quantity));
  line.setNumber('TotalPrice', price.times(quantity).times(rest).dividedBy(HUNDRED));
};

const DERIVATIONS: Readonly<Record<string, readonly Derivation[]>> = {
  PricebookEntry: [(entry, { parent }) => {
    const product = parent('Product2Id');
    entry.set('Name', product?.get('Name') ?? null);
    entry.set('ProductCode', product?.get('ProductCode') ?? null);
  }],
  OpportunityLineItem: [priceLine, totalLine, (line, { parent }) => {
    const names = [parent('OpportunityId')?.get('Name'), parent('Product2Id')?.get('Name')].filter((name) => typeof name === 'string');
    line.set('Name', names.join(' ') || null);
  }],
  // With lines the amount is theirs.
  Opportunity: [(opportunity, { work }) => {
    if (opportunity.get('HasOpportunityLineItem') === 1 && work.before !== null && work.record.fields.has('Amount')) opportunity.set('Amount', new RowFields(work.layout, work.before).get('Amount'));
  }],
  OrderItem: [priceLine, totalLine],
  QuoteLineItem: [priceLine, totalLine],
  Case: [(one, { work, parent }) => {
    const contact = parent('ContactId');
    if (work.isNew && one.get('AccountId') === null) one.set('AccountId', contact?.get('AccountId') ?? null);
    for (const [own, theirs] of [['ContactEmail', 'Email'], ['ContactPhone', 'Phone'], ['ContactMobile', 'MobilePhone'], ['ContactFax', 'Fax']] as const) one.set(own, contact?.get(theirs) ?? null);
  }],
  Event: [(event, { host, work }) => {
    const before = work.before === null ? null : new RowFields(work.layout, work.before);
    const isNew = (field: string): boolean => event.get(field) !== null && event.get(field) !== (before?.get(field) ?? null);
    const start = (isNew('ActivityDateTime') && !isNew('StartDateTime') ? event.get('ActivityDateTime') : event.get('StartDateTime')) as number | null;
    if (start === null) return;
    event.set('StartDateTime', start);
    event.set('ActivityDateTime', start);
    event.set('ActivityDate', event.get('IsAllDayEvent') === 1 ? Math.floor(start / 86_400_000) : host.calendar().dayOf(start));
    const [end, minutes] = [event.get('EndDateTime') as number | null, event.get('DurationInMinutes') as number | null];
    if (minutes !== null && (end === null || isNew('DurationInMinutes') || !isNew('EndDateTime'))) event.set('EndDateTime', start + minutes * MINUTE);
    else if (end !== null) event.set('DurationInMinutes', Math.round((end - start) / MINUTE));
  }],
  Contract: [(contract) => {
    const [start, months] = [contract.get('StartDate') as number | null, contract.get('ContractTerm') as number | null];
    if (start === null || months === null) return;
    const { year, month, day } = civilDate(start);
    contract.set('EndDate', dayNumber(year, month + months, day) - 1);
  }],
  EmailMessage: [(message, { host }) => {
    if (message.get('MessageDate') === null) message.set('MessageDate', Math.floor(host.calendar().now / 1000) * 1000);
    // New for what comes in, sent for what goes out.
    if (message.get('Status') === null) message.set('Status', message.get('Incoming') === 1 ? '0' : '3');
  }],
  // Links to what is published, as the distribution lets it be had. Source: Object Reference, ContentDistribution.
  ContentDistribution: [(one, { host, parent, work }) => {
    if (one.get('ContentDocumentId') === null) one.set('ContentDocumentId', parent('ContentVersionId')?.get('ContentDocumentId') ?? null);
    if (work.id === null) return;
    const address = (page: string): string => `${host.baseUrl}/sfc/${page}oid=${host.organizationId}&ids=${String(one.get('ContentVersionId'))}&d=${work.id!.slice(0, 15)}`;
    one.set('DistributionPublicUrl', `${host.baseUrl}/sfc/p/${host.organizationId.slice(3, 15)}/a/${work.id.slice(0, 15)}`);
    one.set('ContentDownloadUrl', one.get('PreferencesAllowOriginalDownload') === 1 ? address('dist/version/download/?') : null);
    one.set('PdfDownloadUrl', one.get('PreferencesAllowPDFDownload') === 1 ? address('dist/version/renditionDownload?rendition=PDF&') : null);
  }],
  Attachment: [(one) => one.set('BodyLength', lengthOf(one.get('Body')))],
  Document: [(one) => one.set('BodyLength', lengthOf(one.get('Body')))],
};

const lengthOf = (body: StoredValue): number => (body instanceof Uint8Array ? body.length : 0);

export function deriveFromRelated(host: DmlHost, rows: Rows, work: Work): void {
  const derivations = DERIVATIONS[work.layout.object.name];
  if (derivations === undefined) return;
  const fields = new RowFields(work.layout, work.row);
  const parent = (field: string): RowFields | null => {
    const id = fields.get(field);
    const layout = typeof id === 'string' ? rows.layoutOfId(id) : undefined;
    const row = layout && rows.readOne(layout, id as string);
    return row === undefined ? null : new RowFields(layout!, row);
  };
  for (const derive of derivations) derive(fields, { host, work, parent });
}
