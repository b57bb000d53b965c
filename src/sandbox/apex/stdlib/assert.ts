import type { ApexValue } from '../runtime/contract.ts';
import { strictEquals } from '../runtime/equality.ts';
import { fail, failNull } from '../runtime/exception.ts';
import { defineLibraryClass, type LibraryFunction } from '../runtime/library.ts';
import { isInstance, printedName } from '../runtime/type-checks.ts';
import { textOf } from '../runtime/text.ts';
import type { ApexTypeValue } from '../runtime/tokens.ts';
import { to18, isId } from '../runtime/ids.ts';

/** Source: Apex Reference, Assert Class; texts as the test runner shows them. */
const assertionFailed = (text: string): never => fail('System.AssertException', text ? `Assertion Failed: ${text}` : 'Assertion Failed');

function isTrue(condition: boolean | null, message?: ApexValue): void {
  if (condition === null) failNull();
  if (!condition) fail('System.AssertException', message === undefined || message === null ? 'Assertion Failed' : `Assertion Failed: ${textOf(message)}`.trimEnd());
}

const sameId = (a: ApexValue, b: ApexValue): boolean => typeof a === 'string' && typeof b === 'string' && a.length !== b.length && (isId(a) || isId(b)) && to18(a) === to18(b);

function areEqual(expected: ApexValue, actual: ApexValue, message?: ApexValue): void {
  if (message === null) failNull('Argument 3 cannot be null');
  if (strictEquals(expected, actual) || sameId(expected, actual)) return;
  assertionFailed(`${message === undefined ? '' : `${textOf(message)}: `}Expected: ${textOf(expected)}, Actual: ${textOf(actual)}`);
}

function areNotEqual(expected: ApexValue, actual: ApexValue, message?: ApexValue): void {
  if (message === null) failNull('Argument 3 cannot be null');
  if (strictEquals(expected, actual)) assertionFailed(`${message === undefined ? '' : `${textOf(message)}: `}Same value: ${textOf(expected)}`);
}

const suffix = (message: string | null | undefined): string => {
  if (message === null) failNull('Message parameter cannot be null');
  return message === undefined ? '' : `: ${message}`.trimEnd();
};

const typeText = (type: ApexTypeValue): string => printedName(type.type);

const members: Record<string, LibraryFunction> = {
  'static void areEqual(Object expected, Object actual)': (expected: ApexValue, actual: ApexValue) => areEqual(expected, actual),
  'static void areEqual(Object expected, Object actual, String msg)': areEqual,
  'static void areNotEqual(Object notExpected, Object actual)': (expected: ApexValue, actual: ApexValue) => areNotEqual(expected, actual),
  'static void areNotEqual(Object notExpected, Object actual, String msg)': areNotEqual,
  'static void isTrue(Boolean condition)': (condition: boolean | null) => isTrue(condition),
  'static void isTrue(Boolean condition, String msg)': isTrue,
  'static void isFalse(Boolean condition)': (condition: boolean | null) => isTrue(condition === null ? null : !condition),
  'static void isFalse(Boolean condition, String msg)': (condition: boolean | null, message: ApexValue) => isTrue(condition === null ? null : !condition, message),
  'static void isNull(Object value)': (value: ApexValue) => { if (value !== null) assertionFailed('Nullable object asserted with non null value'); },
  'static void isNull(Object value, String msg)': (value: ApexValue, message: string | null) => { const text = suffix(message); if (value !== null) assertionFailed(`Nullable object asserted with non null value${text}`); },
  'static void isNotNull(Object value)': (value: ApexValue) => { if (value === null) assertionFailed('Instance expected to be a non null value'); },
  'static void isNotNull(Object value, String msg)': (value: ApexValue, message: string | null) => { const text = suffix(message); if (value === null) assertionFailed(`Instance expected to be a non null value${text}`); },
  'static void isInstanceOfType(Object instance, System.Type expectedType)': (value: ApexValue, type: ApexTypeValue) => { if (!isInstance(value, type.type)) assertionFailed(`The provided object is not an instance of class ${typeText(type)}`); },
  'static void isInstanceOfType(Object instance, System.Type expectedType, String msg)': (value: ApexValue, type: ApexTypeValue, message: string) => { if (!isInstance(value, type.type)) assertionFailed(`The provided object is not an instance of class ${typeText(type)}: ${message}`); },
  'static void isNotInstanceOfType(Object instance, System.Type notExpectedType)': (value: ApexValue, type: ApexTypeValue) => { if (isInstance(value, type.type)) assertionFailed(`The provided object is an instance of class ${typeText(type)}`); },
  'static void isNotInstanceOfType(Object instance, System.Type notExpectedType, String msg)': (value: ApexValue, type: ApexTypeValue, message: string) => { if (isInstance(value, type.type)) assertionFailed(`The provided object is an instance of class ${typeText(type)}: ${message}`); },
  'static void fail()': () => assertionFailed('Assertion failed'),
  'static void fail(String msg)': (message: string | null) => assertionFailed(`Assertion failed${suffix(message)}`),
};
defineLibraryClass({ name: 'System.Assert', members });

defineLibraryClass({
  name: 'System.System',
  members: {
    'static void assert(Boolean condition)': (condition: boolean | null) => isTrue(condition),
    'static void assert(Boolean condition, Object msg)': isTrue,
    'static void assertEquals(Object expected, Object actual)': (expected: ApexValue, actual: ApexValue) => areEqual(expected, actual),
    'static void assertEquals(Object expected, Object actual, Object msg)': areEqual,
    'static void assertNotEquals(Object expected, Object actual)': (expected: ApexValue, actual: ApexValue) => areNotEqual(expected, actual),
    'static void assertNotEquals(Object expected, Object actual, Object msg)': areNotEqual,
  },
});
