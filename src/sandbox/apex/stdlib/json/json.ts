import { allocate, chargeCpu } from '../../runtime/accounting.ts';
import type { ApexValue } from '../../runtime/contract.ts';
import { ApexException, fail, failNull } from '../../runtime/exception.ts';
import { defineLibraryClass } from '../../runtime/library.ts';
import type { RuntimeType } from '../../runtime/runtime-types.ts';
import type { ApexTypeValue } from '../../runtime/tokens.ts';
import { readJson, typedValue, untyped } from './deserialize.ts';
import type { JsonNode } from './parse.ts';
import { serialize } from './serialize.ts';

const charged = (text: string): string => {
  chargeCpu('jsonCharacter', text.length);
  allocate(text.length * 2);
  return text;
};
const required = <T>(value: T | null): T => (value === null ? failNull('Argument cannot be null.') : value);
const given = (text: string | null): string => {
  chargeCpu('jsonCharacter', required(text).length);
  return required(text);
};

/** A document that is read into a type. What begins as a text where a list is wanted is refused before the text has been read to its end. */
function documentFor(text: string, type: RuntimeType): JsonNode {
  try {
    return readJson(text);
  } catch (error) {
    const [start] = /^\s*"/.exec(text) ?? [];
    if (!(error instanceof ApexException) || start === undefined || (type.kind !== 'list' && type.kind !== 'set')) throw error;
    return fail('System.JSONException', `Malformed JSON: Expected '[' at the beginning of List/Set at [line:${start.split('\n').length}, column:${start.length - start.lastIndexOf('\n')}]`);
  }
}

/** Source: Apex Reference, JSON Class. */
defineLibraryClass({
  name: 'System.JSON',
  members: {
    'static String serialize(Object objectToSerialize)': (value: ApexValue) => charged(serialize(value, { isPretty: false, suppressNulls: false })),
    'static String serialize(Object objectToSerialize, Boolean suppressApexObjectNulls)': (value: ApexValue, suppress: boolean) => charged(serialize(value, { isPretty: false, suppressNulls: suppress })),
    'static String serializePretty(Object objectToSerialize)': (value: ApexValue) => charged(serialize(value, { isPretty: true, suppressNulls: false })),
    'static String serializePretty(Object objectToSerialize, Boolean suppressApexObjectNulls)': (value: ApexValue, suppress: boolean) => charged(serialize(value, { isPretty: true, suppressNulls: suppress })),
    'static Object deserialize(String jsonString, System.Type apexType)': (text: string, type: ApexTypeValue) => typedValue(documentFor(given(text), required(type).type), type.type, false),
    'static Object deserializeStrict(String jsonString, System.Type apexType)': (text: string, type: ApexTypeValue) => typedValue(documentFor(given(text), required(type).type), type.type, true),
    'static Object deserializeUntyped(String jsonString)': (text: string) => untyped(readJson(given(text))),
  },
});
