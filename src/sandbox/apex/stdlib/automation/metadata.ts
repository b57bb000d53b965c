import type { ApexValue } from '../../runtime/contract.ts';
import { fail, failNull, notSupported } from '../../runtime/exception.ts';
import { ApexBean, defineBean, defineLibraryClass, listOf } from '../../runtime/library.ts';
import { ApexList } from '../../runtime/list.ts';
import { ApexEnum } from '../../runtime/object.ts';
import type { SObjectRecord } from '../../runtime/sobject.ts';
import { typeOf } from '../../runtime/runtime-types.ts';
import { current } from '../../runtime/transaction.ts';
import { newValue, valueClassOf } from '../../runtime/library.ts';
import { rowsOf } from '../rows.ts';

const components = (self: ApexBean): ApexList => self.get('metadata') as ApexList;
const remove = (self: ApexBean, matches: (component: ApexBean) => boolean): boolean => {
  const { items } = components(self);
  const at = items.findIndex((component) => matches(component as ApexBean));
  if (at >= 0) items.splice(at, 1);
  return at >= 0;
};

/** Source: Apex Reference, DeployContainer Class. */
defineBean({
  name: 'Metadata.DeployContainer', fields: ['metadata'], initial: (bean) => bean.set('metadata', new ApexList(typeOf('List<Metadata.Metadata>'))),
  members: {
    'void addMetadata(Metadata.Metadata md)': (self: ApexBean, component: ApexBean | null) => { components(self).items.push(component ?? failNull('Argument cannot be null.')); },
    'List<Metadata.Metadata> getMetadata()': components,
    'Boolean removeMetadata(Metadata.Metadata md)': (self: ApexBean, component: ApexBean | null) => remove(self, (each) => each === component),
    'Boolean removeMetadataByFullName(String fullName)': (self: ApexBean, name: string | null) => remove(self, (each) => String(each.get('fullName')).toLowerCase() === (name ?? failNull()).toLowerCase()),
  },
});
defineBean({ name: 'Metadata.DeployCallbackContext', accessors: ['Id getCallbackJobId()'] });

/** The record `Type.Record` as the Metadata API has it; null: there is none. */
function customMetadata(fullName: string): ApexBean | null {
  const [type = '', record = ''] = fullName.split('.');
  const object = current().schema.object(type.endsWith('__mdt') ? type : `${type}__mdt`, current().org.namespace);
  if (object?.kind !== 'customMetadata') return null;
  const fields = [...object.fields.values()].filter((field) => field.isCustom).map((field) => field.name);
  const [row]: (SObjectRecord | undefined)[] = [...rowsOf(`SELECT ${['DeveloperName', 'MasterLabel', ...fields].join(', ')} FROM ${object.name} WHERE DeveloperName = :name`, record.replace(/^.*__/, ''))];
  if (!row) return null;
  const component = newValue(valueClassOf('Metadata.CustomMetadata')!);
  component.set('fullName', fullName);
  component.set('label', row.fields.get('MasterLabel') ?? null);
  for (const name of fields) {
    const value = new ApexBean('Metadata.CustomMetadataValue');
    value.set('field', name);
    value.set('value', row.fields.get(name) ?? null);
    (component.get('values') as ApexList).items.push(value);
  }
  return component;
}

/** Source: Apex Reference, Operations Class (Metadata Namespace). */
defineLibraryClass({
  name: 'Metadata.Operations',
  members: {
    'static Id enqueueDeployment(Metadata.DeployContainer container, Metadata.DeployCallback callback)': () =>
      (current().test ? fail('System.AsyncException', 'Metadata cannot be deployed from within a test') : notSupported('Metadata.Operations.enqueueDeployment()')),
    'static List<Metadata.Metadata> retrieve(Metadata.MetadataType type, List<String> fullNames)': (type: ApexValue, names: ApexList | null) => {
      if (!(type instanceof ApexEnum) || type.name !== 'CustomMetadata') return notSupported('Metadata.Operations.retrieve() of layouts');
      return listOf('Metadata.Metadata', (names ?? failNull()).items.map((name) => customMetadata(name as string)).filter((each) => each !== null));
    },
  },
});
