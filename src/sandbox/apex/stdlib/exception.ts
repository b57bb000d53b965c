import type { ApexValue } from '../runtime/contract.ts';
import type { ApexException} from '../runtime/exception.ts';
import { exceptionClass, fail, NAMESPACED_EXCEPTIONS, SYSTEM_EXCEPTIONS, type DmlExceptionRow } from '../runtime/exception.ts';
import { defineLibraryClass, enumConstant, listOf, type LibraryFunction } from '../runtime/library.ts';
import { libraryCaller } from '../runtime/library-caller.ts';
import { fieldToken } from '../runtime/tokens.ts';
import { ApexMap, ApexSet } from '../runtime/map.ts';
import { typeOf } from '../runtime/runtime-types.ts';
import { textOf } from '../runtime/text.ts';

const row = (self: ApexException, index: number | null): DmlExceptionRow => {
  const rows = self.dmlRows ?? [];
  return rows[index ?? 0] ?? fail('System.ListException', `List index out of bounds: ${index ?? 0}`);
};

/** The trace, and below it what caused the exception with its own. */
function traceWithCauses(self: ApexException): string {
  const own = libraryCaller().namespace?.toLowerCase();
  const trace = self.traceText((namespace) => namespace.toLowerCase() !== own);
  return self.cause ? `${trace}\nCaused by\n${self.cause.$type.name}: ${self.cause.message ?? 'null'}\n\n${traceWithCauses(self.cause)}` : trace;
}

/** Source: Apex Reference, Exception Class and Built-In Exceptions. */
const members: Record<string, LibraryFunction> = {
  'Exception getCause()': (self: ApexException) => self.cause,
  'Integer getLineNumber()': (self: ApexException) => self.trace[0]?.line ?? 1,
  'String getMessage()': (self: ApexException) => self.message,
  'String getStackTraceString()': traceWithCauses,
  'String getTypeName()': (self: ApexException) => self.$type.name,
  'void initCause(Exception cause)': (self: ApexException, cause: ApexException | null) => { self.cause = cause; },
  'void setMessage(String message)': (self: ApexException, message: string | null) => { self.message = message; },
  'Integer getNumDml()': (self: ApexException) => self.dmlRows?.length ?? 0,
  'List<String> getDmlFieldNames(Integer index)': (self: ApexException, index: number) => listOf('String', [...row(self, index).fields]),
  'List<Schema.SObjectField> getDmlFields(Integer index)': (self: ApexException, index: number) => listOf('Schema.SObjectField', row(self, index).fields.map((name) => fieldToken('', name))),
  'String getDmlId(Integer index)': (self: ApexException, index: number) => row(self, index).id,
  'Integer getDmlIndex(Integer index)': (self: ApexException, index: number) => row(self, index).index,
  'String getDmlMessage(Integer index)': (self: ApexException, index: number) => row(self, index).message,
  'String getDmlStatusCode(Integer index)': (self: ApexException, index: number) => row(self, index).statusCode,
  'System.StatusCode getDmlType(Integer index)': (self: ApexException, index: number) => enumConstant('System.StatusCode', row(self, index).statusCode),
  'String toString()': (self: ApexException) => textOf(self),
};

function constructorsOf(typeName: string): Record<string, LibraryFunction> {
  const make = (message: string | null | undefined, cause: ApexValue = null): ApexException => {
    const exception = new (exceptionClass(typeName))();
    if (message !== undefined) exception.message = message;
    exception.cause = cause as ApexException | null;
    return exception;
  };
  return {
    'new()': () => make(undefined),
    // What a handled exception says is only for the component that catches it.
    'new(String message)': (message: string) => (typeName === 'System.AuraHandledException' ? make(undefined) : make(message)),
    'new(Exception cause)': (cause: ApexValue) => make(undefined, cause),
    'new(String message, Exception cause)': (message: string, cause: ApexValue) => make(message, cause),
  };
}

defineLibraryClass({ name: 'System.Exception', supertypes: ['Exception'], members: { ...members, ...constructorsOf('System.Exception') } });
for (const name of [...SYSTEM_EXCEPTIONS.map((each) => `System.${each}`), ...NAMESPACED_EXCEPTIONS]) {
  defineLibraryClass({ name, supertypes: ['System.Exception', 'Exception'], members: { ...members, ...constructorsOf(name) } });
}
for (const name of ['EventBus.RetryableException', 'EventBus.InvalidReplayIdException']) {
  defineLibraryClass({ name, supertypes: ['System.Exception', 'Exception'], members: { ...members, ...constructorsOf(name) } });
}

/** User mode: every field of a query that the user may not read. */
defineLibraryClass({
  name: 'System.QueryException', supertypes: ['System.Exception', 'Exception'],
  members: { 'Map<String,Set<String>> getInaccessibleFields()': (self: ApexException) => fieldsByObject(self.inaccessibleFields ?? new Map()) },
});

/** Field names by object as Apex has them. */
export function fieldsByObject(fields: ReadonlyMap<string, ReadonlySet<string>>): ApexMap {
  const map = new ApexMap(typeOf('Map<String,Set<String>>'));
  for (const [object, names] of fields) map.put(object, new ApexSet(typeOf('Set<String>'), [...names]));
  return map;
}
