/** The rows that list an org's statuses: OpportunityStage, TaskStatus and their kin follow the picklists they describe. */
import { seedId } from './bootstrap.ts';
import type { SeedValues } from './bootstrap.ts';
import { FORECAST_CATEGORIES, meaningOf, STATUS_OBJECTS } from './catalogue/statuses.ts';
import type { OrgStore } from './store.ts';

const STATUS_CODES: Readonly<Record<string, string>> = { Activated: 'Activated', 'In Approval Process': 'InApproval' };

export function seedStatuses(store: OrgStore, seed: (object: string, id: string, values: SeedValues) => void): void {
  for (const [objectName, path] of Object.entries(STATUS_OBJECTS)) {
    const [owner, fieldName] = path.split('.') as [string, string];
    const field = store.schema.object(owner)?.fields.get(fieldName.toLowerCase());
    const keyPrefix = store.schema.object(objectName)?.keyPrefix;
    if (field === undefined || keyPrefix == null) continue;
    field.picklistValues.forEach((entry, i) => {
      const meaning = meaningOf(path, entry);
      seed(objectName, seedId(keyPrefix, i + 1), {
        ApiName: entry.value, MasterLabel: entry.label, IsDefault: entry.isDefault, IsActive: entry.isActive, SortOrder: i + 1, IsClosed: meaning.isClosed, IsWon: meaning.isWon,
        IsConverted: meaning.isConverted, IsHighPriority: meaning.isHighPriority, DefaultProbability: meaning.probability, StatusCode: STATUS_CODES[entry.value] ?? 'Draft',
        ForecastCategory: meaning.forecastCategory, ForecastCategoryName: meaning.forecastCategory === null ? null : (FORECAST_CATEGORIES[meaning.forecastCategory] ?? null),
      });
    });
  }
}
