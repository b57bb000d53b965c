/** System.Address and System.Location: compound values of records. Source: Apex Reference, Address Class, Location Class. */
import { ApexDecimal } from '../../runtime/decimal.ts';
import { fail, failNull } from '../../runtime/exception.ts';
import { ApexBean, defineBean } from '../../runtime/library.ts';

const ADDRESS = ['Street', 'City', 'State', 'StateCode', 'PostalCode', 'Country', 'CountryCode', 'GeocodeAccuracy', 'Latitude', 'Longitude'];

/** Mean radius of the earth by unit. */
const RADIUS: ReadonlyMap<string, number> = new Map(Object.entries<number>({ mi: 3958.7613, km: 6371.0088 }));

/** Along the great circle; null where a place has no coordinates. */
function distance(from: ApexBean, to: ApexBean | null, unit: string | null): number | null {
  const radius = RADIUS.get((unit ?? failNull('Argument cannot be null.')).toLowerCase()) ?? fail('System.InvalidParameterValueException', `Invalid unit: ${unit!}. Valid units are mi and km.`);
  const radians = (bean: ApexBean, name: string): number | null => (bean.get(name) === null ? null : (Number(bean.get(name)) * Math.PI) / 180);
  const [a, b] = [from, to ?? failNull('Argument cannot be null.')];
  const [latitude1, longitude1, latitude2, longitude2] = [radians(a, 'latitude'), radians(a, 'longitude'), radians(b, 'latitude'), radians(b, 'longitude')];
  if (latitude1 === null || longitude1 === null || latitude2 === null || longitude2 === null) return null;
  const h = Math.sin((latitude2 - latitude1) / 2) ** 2 + Math.cos(latitude1) * Math.cos(latitude2) * Math.sin((longitude2 - longitude1) / 2) ** 2;
  return 2 * radius * Math.asin(Math.min(1, Math.sqrt(h)));
}

defineBean({
  name: 'System.Address', fields: ADDRESS.map((name) => name[0]!.toLowerCase() + name.slice(1)),
  accessors: ADDRESS.map((name) => `${name === 'Latitude' || name === 'Longitude' ? 'Double' : 'String'} get${name}()`),
  members: { 'Double getDistance(Location toLocation, String unit)': distance },
});
defineBean({
  name: 'System.Location', fields: ['latitude', 'longitude'], accessors: ['Double getLatitude()', 'Double getLongitude()'],
  members: {
    'Double getDistance(Location toLocation, String unit)': distance,
    'static Double getDistance(Location firstLocation, Location secondLocation, String unit)': (first: ApexBean | null, second: ApexBean | null, unit: string | null) => distance(first ?? failNull('Argument cannot be null.'), second, unit),
    'static Location newInstance(Decimal latitude, Decimal longitude)': (latitude: ApexDecimal | null, longitude: ApexDecimal | null) => makeAddress('Location', new Map([
      ['latitude', (latitude ?? failNull('Argument cannot be null.')).toDouble()], ['longitude', (longitude ?? failNull('Argument cannot be null.')).toDouble()],
    ])),
  },
});

/** Makes the value of an address or location field from its parts by lower-case component name; coordinates are Doubles. */
export function makeAddress(type: 'Address' | 'Location', parts: ReadonlyMap<string, unknown>): ApexBean {
  const bean = new ApexBean(`System.${type}`);
  for (const [name, value] of parts) bean.set(name, value instanceof ApexDecimal ? value.toDouble() : value);
  return bean;
}
