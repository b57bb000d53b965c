/**
 * What the statuses of standard objects mean, where an org hasn't changed them, and the objects that list them.
 * Sources: Object Reference, OpportunityStage, CaseStatus, LeadStatus, TaskStatus, TaskPriority, ContractStatus, OrderStatus.
 */
import type { PicklistValue, StatusMeaning } from '../schema.ts';

const NOTHING: StatusMeaning = { isClosed: false, isWon: false, isConverted: false, isHighPriority: false, probability: null, forecastCategory: null };
const stage = (probability: number, forecastCategory: string): StatusMeaning => ({ ...NOTHING, isClosed: probability === 100 || probability === 0, isWon: probability === 100, probability, forecastCategory });
const closed: StatusMeaning = { ...NOTHING, isClosed: true };

/** By field, then by value. */
const MEANINGS: Readonly<Record<string, Readonly<Record<string, StatusMeaning>>>> = {
  'Opportunity.StageName': {
    Prospecting: stage(10, 'Pipeline'), Qualification: stage(10, 'Pipeline'), 'Needs Analysis': stage(20, 'Pipeline'), 'Value Proposition': stage(50, 'Pipeline'),
    'Id. Decision Makers': stage(60, 'Pipeline'), 'Perception Analysis': stage(70, 'Pipeline'), 'Proposal/Price Quote': stage(75, 'Pipeline'),
    'Negotiation/Review': stage(90, 'Pipeline'), 'Closed Won': stage(100, 'Closed'), 'Closed Lost': stage(0, 'Omitted'),
  },
  'Case.Status': { Closed: closed },
  'Task.Status': { Completed: closed },
  'Task.Priority': { High: { ...NOTHING, isHighPriority: true } },
  'Lead.Status': { 'Closed - Converted': { ...NOTHING, isConverted: true } },
};

export function meaningOf(field: string, entry: PicklistValue | undefined): StatusMeaning {
  return entry?.meaning ?? MEANINGS[field]?.[entry?.value ?? ''] ?? NOTHING;
}

/** Objects whose rows are the values of a picklist, by the field that has it. */
export const STATUS_OBJECTS: Readonly<Record<string, string>> = {
  OpportunityStage: 'Opportunity.StageName', CaseStatus: 'Case.Status', LeadStatus: 'Lead.Status', TaskStatus: 'Task.Status', TaskPriority: 'Task.Priority',
  ContractStatus: 'Contract.Status', OrderStatus: 'Order.Status',
};

/** Names of forecast categories by their API names. */
export const FORECAST_CATEGORIES: Readonly<Record<string, string>> = { Omitted: 'Omitted', Pipeline: 'Pipeline', BestCase: 'Best Case', MostLikely: 'Most Likely', Forecast: 'Commit', Closed: 'Closed' };
