import { ApexBean, defineBean } from '../../runtime/library.ts';

/** System.Address and System.Location: compound values of records. */
const ADDRESS = ['Street', 'City', 'State', 'StateCode', 'PostalCode', 'Country', 'CountryCode', 'GeocodeAccuracy', 'Latitude', 'Longitude'];

defineBean({
  name: 'System.Address', fields: ADDRESS.map((name) => name.toLowerCase()),
  accessors: ADDRESS.map((name) => `${name === 'Latitude' || name === 'Longitude' ? 'Double' : 'String'} get${name}()`),
});
defineBean({ name: 'System.Location', fields: ['latitude', 'longitude'], accessors: ['Double getLatitude()', 'Double getLongitude()'] });

/** Makes the value of an address or location field from its parts by lower-case component name. */
export function makeAddress(type: 'Address' | 'Location', parts: ReadonlyMap<string, unknown>): ApexBean {
  const bean = new ApexBean(`System.${type}`);
  for (const [name, value] of parts) bean.set(name, value);
  return bean;
}
