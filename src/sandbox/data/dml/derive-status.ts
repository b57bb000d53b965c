/** What follows from the status of a standard record: closed, won, probability, forecast. */
import { FORECAST_CATEGORIES, meaningOf } from '../catalogue/statuses.ts';
import type { StoredValue } from '../layout.ts';
import type { StatusMeaning } from '../schema.ts';
import { toStored } from '../values.ts';
import type { Work } from './host.ts';

const columnOf = (work: Work, field: string) => work.layout.byField.get(field.toLowerCase());

function read(work: Work, field: string): StoredValue {
  const column = columnOf(work, field);
  return column === undefined ? null : (work.row[column.index] ?? null);
}

function write(work: Work, field: string, value: string | number | boolean | null): void {
  const column = columnOf(work, field);
  if (column === undefined) return;
  if (value === null) work.row[column.index] = null;
  else if (typeof value === 'string') work.row[column.index] = value;
  else work.row[column.index] = toStored(column, typeof value === 'boolean' ? { kind: 'boolean', value } : { kind: 'double', value })!;
}

function meaning(work: Work, field: string): StatusMeaning {
  const value = read(work, field);
  const entries = columnOf(work, field)?.field.picklistValues ?? [];
  return meaningOf(`${work.layout.object.name}.${field}`, entries.find((entry) => entry.value === value));
}

const hasChanged = (work: Work, field: string): boolean => {
  const index = columnOf(work, field)?.index;
  return index !== undefined && (work.before?.[index] ?? null) !== (work.row[index] ?? null);
};

/** Objects without statuses are left alone. */
export function deriveFromStatus(work: Work): void {
  switch (work.layout.object.name) {
    case 'Task':
      write(work, 'IsClosed', meaning(work, 'Status').isClosed);
      write(work, 'IsHighPriority', meaning(work, 'Priority').isHighPriority);
      return;
    case 'Case': return write(work, 'IsClosed', meaning(work, 'Status').isClosed);
    case 'Opportunity': return deriveOpportunity(work);
    default:
  }
}

/** Probability and forecast category follow the stage until somebody sets them. Source: Object Reference, Opportunity. */
function deriveOpportunity(work: Work): void {
  const { isClosed, isWon, probability, forecastCategory } = meaning(work, 'StageName');
  write(work, 'IsClosed', isClosed);
  write(work, 'IsWon', isWon);
  const isNewStage = hasChanged(work, 'StageName');
  const follows = (field: string): boolean => (work.isNew ? read(work, field) === null : isNewStage && !hasChanged(work, field));
  if (probability !== null && follows('Probability')) write(work, 'Probability', probability);
  if (forecastCategory !== null && follows('ForecastCategoryName')) write(work, 'ForecastCategoryName', FORECAST_CATEGORIES[forecastCategory] ?? null);
  const category = read(work, 'ForecastCategoryName');
  write(work, 'ForecastCategory', Object.entries(FORECAST_CATEGORIES).find(([, name]) => name === category)?.[0] ?? null);
  const [amount, likelihood] = ['Amount', 'Probability'].map((field) => decimalOf(work, field));
  write(work, 'ExpectedRevenue', amount === null || likelihood === null ? null : (amount! * likelihood!) / 100);
  const close = read(work, 'CloseDate');
  if (typeof close !== 'number') return;
  const date = new Date(close * 86_400_000);
  const quarter = Math.floor(date.getUTCMonth() / 3) + 1;
  write(work, 'FiscalYear', date.getUTCFullYear());
  write(work, 'FiscalQuarter', quarter);
  write(work, 'Fiscal', `${date.getUTCFullYear()} ${quarter}`);
}

function decimalOf(work: Work, field: string): number | null {
  const column = columnOf(work, field);
  const value = read(work, field);
  return column === undefined || value === null ? null : Number(value) / 10 ** column.scale;
}
