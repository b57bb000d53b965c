/** The stored fields behind a compound one. */
import type { FieldSchema } from '../schema.ts';

const ADDRESS_PARTS = ['Street', 'City', 'State', 'StateCode', 'PostalCode', 'Country', 'CountryCode', 'Latitude', 'Longitude', 'GeocodeAccuracy'];

/** Component names in lower case (`street`) with the fields that hold them (`BillingStreet`). */
export function addressParts(field: FieldSchema): { readonly part: string; readonly field: string }[] {
  if (field.type === 'Location') {
    const stem = field.name.replace(/__c$/i, '');
    return ['Latitude', 'Longitude'].map((part) => ({ part: part.toLowerCase(), field: field.isCustom ? `${stem}__${part}__s` : field.name.replace(/Location$/, '') + part }));
  }
  const stem = field.name.replace(/Address$/, '');
  return ADDRESS_PARTS.map((part) => ({ part: part.toLowerCase(), field: stem + part }));
}
