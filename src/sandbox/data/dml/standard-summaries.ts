/** What standard parents add up from their children: an opportunity's amount, an order's total, a campaign's members. Source: Object Reference. */
import { ApexDecimal } from '../../apex/runtime/decimal.ts';
import type { StoredValue, TableLayout } from '../layout.ts';
import type { Rows } from './host.ts';
import { RowFields } from './row-fields.ts';

interface StandardSummary {
  readonly child: string;
  readonly lookup: string;
  readonly parent: string;
  /** Changes the parent's fields; `before`: the stored parent. */
  readonly apply: (parent: RowFields, children: readonly RowFields[], before: RowFields, rowOf: (id: StoredValue) => RowFields | null) => void;
}

function total(children: readonly RowFields[], field: string): ApexDecimal {
  return children.reduce((sum, child) => sum.plus(child.number(field) ?? ApexDecimal.ZERO), ApexDecimal.ZERO);
}

const count = (children: readonly RowFields[], test: (child: RowFields) => boolean): ApexDecimal => ApexDecimal.fromInteger(children.filter(test).length);

const SUMMARIES: readonly StandardSummary[] = [
  { child: 'OpportunityLineItem', lookup: 'OpportunityId', parent: 'Opportunity', apply: (opportunity, lines, before, rowOf) => {
    // Without lines the amount is the user's own again.
    if (lines.length > 0 || before.get('HasOpportunityLineItem') === 1) {
      opportunity.setNumber('Amount', total(lines, 'TotalPrice'));
      opportunity.setNumber('TotalOpportunityQuantity', total(lines, 'Quantity'));
    }
    opportunity.set('HasOpportunityLineItem', Number(lines.length > 0));
    const [line] = lines;
    if (line !== undefined && opportunity.get('Pricebook2Id') === null) opportunity.set('Pricebook2Id', rowOf(line.get('PricebookEntryId'))?.get('Pricebook2Id') ?? null);
  } },
  { child: 'DuplicateRecordItem', lookup: 'DuplicateRecordSetId', parent: 'DuplicateRecordSet', apply: (set, items) => set.setNumber('RecordCount', ApexDecimal.fromInteger(items.length)) },
  { child: 'OrderItem', lookup: 'OrderId', parent: 'Order', apply: (order, items) => order.setNumber('TotalAmount', total(items, 'TotalPrice')) },
  { child: 'QuoteLineItem', lookup: 'QuoteId', parent: 'Quote', apply: (quote, lines) => {
    quote.setNumber('Subtotal', total(lines, 'Subtotal'));
    quote.setNumber('TotalPrice', total(lines, 'TotalPrice'));
    quote.setNumber('LineItemCount', ApexDecimal.fromInteger(lines.length));
    quote.setNumber('GrandTotal', total(lines, 'TotalPrice').plus(quote.number('Tax') ?? ApexDecimal.ZERO).plus(quote.number('ShippingHandling') ?? ApexDecimal.ZERO));
  } },
  { child: 'CampaignMember', lookup: 'CampaignId', parent: 'Campaign', apply: (campaign, members) => {
    campaign.setNumber('NumberOfLeads', count(members, (one) => one.get('LeadId') !== null));
    campaign.setNumber('NumberOfContacts', count(members, (one) => one.get('ContactId') !== null));
    campaign.setNumber('NumberOfResponses', count(members, (one) => one.get('HasResponded') === 1));
  } },
  { child: 'Opportunity', lookup: 'CampaignId', parent: 'Campaign', apply: (campaign, opportunities) => {
    const won = opportunities.filter((one) => one.get('IsWon') === 1);
    campaign.setNumber('NumberOfOpportunities', ApexDecimal.fromInteger(opportunities.length));
    campaign.setNumber('NumberOfWonOpportunities', ApexDecimal.fromInteger(won.length));
    campaign.setNumber('AmountAllOpportunities', total(opportunities, 'Amount'));
    campaign.setNumber('AmountWonOpportunities', total(won, 'Amount'));
  } },
];

/** The lookups by which changes of an object's rows bear on standard parents. */
export function summarizedLookups(child: string): readonly { readonly parent: string; readonly lookup: string }[] {
  return SUMMARIES.filter((one) => one.child === child);
}

export function applyStandardSummaries(rows: Rows, layoutOf: (name: string) => TableLayout, layout: TableLayout, id: string, before: readonly StoredValue[], row: StoredValue[]): void {
  const rowOf = (wanted: StoredValue): RowFields | null => {
    const target = typeof wanted === 'string' ? rows.layoutOfId(wanted) : undefined;
    const found = target && rows.readOne(target, wanted as string);
    return found === undefined ? null : new RowFields(target!, found);
  };
  for (const { child, lookup, parent, apply } of SUMMARIES) {
    if (parent !== layout.object.name) continue;
    const children = layoutOf(child);
    const ids = rows.findIds(children, lookup, [id]).map((one) => one.id);
    const alive = [...rows.read(children, ids).values()].filter((one) => !rows.isDeleted(children, one)).map((one) => new RowFields(children, one));
    apply(new RowFields(layout, row), alive, new RowFields(layout, before), rowOf);
  }
}
