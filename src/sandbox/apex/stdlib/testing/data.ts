import { asApex, runDml } from '../../runtime/data-access.ts';
import { ApexList } from '../../runtime/list.ts';
import { fail, failNull } from '../../runtime/exception.ts';
import { defineLibraryClass } from '../../runtime/library.ts';
import { listTypeOf, sobjectType } from '../../runtime/runtime-types.ts';
import { setField } from '../../runtime/records.ts';
import { SObjectRecord } from '../../runtime/sobject.ts';
import type { ApexDatetime } from '../../runtime/temporal.ts';
import type { ObjectToken } from '../../runtime/tokens.ts';
import { current } from '../../runtime/transaction.ts';
import { parseCsv } from '../csv.ts';
import { fieldValueOfText } from '../json/records.ts';
import { rowsOf } from '../rows.ts';
import { staticResource } from '../static-resource.ts';

/** Records of a comma-separated file: its first line names the fields. An Id column only tells rows apart, and empty values are left out. */
function recordsOf(objectName: string, text: string): SObjectRecord[] {
  const { schema, org } = current();
  const object = schema.object(objectName, org.namespace) ?? fail('System.TypeException', `Invalid type: ${objectName}`);
  const [names = [], ...rows] = parseCsv(text.replace(/^\uFEFF/, ''));
  return rows.map((values) => {
    const record = new SObjectRecord(object.name);
    names.forEach((name, i) => {
      const value = values[i] ?? '';
      if (value === '' || name.trim().toLowerCase() === 'id') return;
      const field = schema.field(object, name.trim(), org.namespace) ?? fail('System.TypeException', `Invalid field ${name} for ${object.name}`);
      setField(record, field.name, fieldValueOfText(value, field.type));
    });
    return record;
  });
}

/** Source: Apex Reference, Test Class. */
defineLibraryClass({
  name: 'System.Test',
  members: {
    'static Id getStandardPricebookId()': () => rowsOf('SELECT Id FROM Pricebook2 WHERE IsStandard = TRUE')[0]?.fields.get('Id') ?? null,
    'static List<sObject> loadData(Schema.SObjectType sObjectToken, String resourceName)': (token: ObjectToken | null, resourceName: string | null) => {
      const text = staticResource(resourceName ?? failNull())?.toText() ?? fail('System.QueryException', `Static Resource not found: ${resourceName ?? 'null'}`);
      const records = recordsOf((token ?? failNull()).objectName, text);
      runDml('insert', records, { caller: { namespace: current().org.namespace, sharing: null, apiVersion: 60 }, access: 'system' });
      return new ApexList(listTypeOf(sobjectType(token!.objectName)), records);
    },
    'static void setCreatedDate(Id recordId, Datetime createdDatetime)': (id: string | null, date: ApexDatetime | null) => {
      if (!current().test) fail('System.TypeException', 'Test.setCreatedDate() can only be called from test methods');
      const [key, millis] = [id ?? failNull(), (date ?? failNull()).millis];
      if (!asApex((): boolean => current().data.setCreatedDate(key, millis))) fail('System.InvalidParameterValueException', `Invalid record id: ${key}`);
    },
  },
});

