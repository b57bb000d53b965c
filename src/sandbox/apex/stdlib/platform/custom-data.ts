import type { ObjectSchema } from '../../../data/schema.ts';
import { fail } from '../../runtime/exception.ts';
import { defineLibraryClass } from '../../runtime/library.ts';
import { libraryCaller } from '../../runtime/library-caller.ts';
import { ApexMap } from '../../runtime/map.ts';
import { mapTypeOf, sobjectType, typeOf } from '../../runtime/runtime-types.ts';
import { settings } from '../../runtime/settings-access.ts';
import type { SObjectRecord } from '../../runtime/sobject.ts';
import { current } from '../../runtime/transaction.ts';

/** Static methods that custom settings and custom metadata types have. Source: Apex Reference, Custom Settings and Custom Metadata Type Methods. */
const schemaOf = (name: string): ObjectSchema => current().schema.object(name) ?? fail('System.TypeException', `Invalid type: ${name}`);

/** By name; records of the namespace `own` without its prefix. */
function all(name: string, own: string | null = null): ApexMap {
  const map = new ApexMap(mapTypeOf(typeOf('String'), sobjectType(name)));
  const prefix = own === null ? null : `${own.toLowerCase()}__`;
  for (const [key, record] of settings().named(current(), schemaOf(name))) map.put(prefix !== null && key.toLowerCase().startsWith(prefix) ? key.slice(prefix.length) : key, record);
  return map;
}

defineLibraryClass({
  name: 'System.CustomSetting',
  members: {
    'static Map<String,SObject> getAll(String object)': (name: string) => all(name),
    'static SObject getInstance(String object)': (name: string) => settings().instance(current(), schemaOf(name), null),
    'static SObject getInstance(String object, String key)': (name: string, key: string | null): SObjectRecord | null => {
      const schema = schemaOf(name);
      return schema.customSettingType === 'List' ? settings().one(current(), schema, key) : settings().instance(current(), schema, key);
    },
    'static SObject getValues(String object, String key)': (name: string, key: string | null): SObjectRecord | null => {
      const schema = schemaOf(name);
      if (schema.customSettingType === 'List') return settings().one(current(), schema, key);
      return key === null ? null : settings().values(current(), schema, key);
    },
    'static SObject getOrgDefaults(String object)': (name: string) => settings().orgDefaults(current(), schemaOf(name)),
  },
});

defineLibraryClass({
  name: 'System.CustomMetadata',
  members: {
    'static Map<String,SObject> getAll(String object)': (name: string) => all(name, libraryCaller().namespace),
    'static SObject getInstance(String object, String key)': (name: string, key: string | null) => settings().one(current(), schemaOf(name), key),
  },
});
