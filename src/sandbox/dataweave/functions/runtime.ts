/** Source: DataWeave Reference, Runtime (dw::Runtime): what doesn't reach for the environment. */
import { failScript, NotSupportedHere, ScriptError } from '../errors.ts';
import { moduleOf } from '../evaluate/functions-of.ts';
import { FunctionValue, ObjectValue, pair, type Value } from '../values/values.ts';
import { callWith, holds } from './helpers.ts';

const attempt = (action: () => Value): ObjectValue => {
  try {
    return new ObjectValue([pair('success', true), pair('result', action())]);
  } catch (error) {
    if (!(error instanceof ScriptError)) throw error;
    return new ObjectValue([pair('success', false), pair('error', new ObjectValue([pair('kind', 'Exception'), pair('message', error.message), pair('location', ''), pair('stack', [])]))]);
  }
};

const disabled = (name: string) => (): never => {
  throw new NotSupportedHere(`dw::Runtime::${name}`);
};

export const RUNTIME = moduleOf({
  'fail(String?)': (message?: string) => failScript(message ?? 'Error'),
  'failIf(Any, Function, String?)': (value: Value, evaluator: FunctionValue, message?: string) => (holds(evaluator, value) ? failScript(message ?? 'Failed') : value),
  'try(Function)': (delegate: FunctionValue) => attempt(() => callWith(delegate)),
  // A value stands for the function that gives it.
  'orElse(Object, Any)': (previous: ObjectValue, otherwise: Value) => (previous.get('success') === true ? previous.get('result') : otherwise instanceof FunctionValue ? callWith(otherwise) : otherwise),
  'orElseTry(Object, Function)': (previous: ObjectValue, otherwise: FunctionValue) => (previous.get('success') === true ? previous : attempt(() => callWith(otherwise))),
  ...Object.fromEntries(['dataFormatsDescriptor', 'eval', 'evalUrl', 'location', 'locationString', 'prop', 'props', 'run', 'runUrl', 'version', 'wait'].map((name) => [`${name}(Any?, Any?, Any?, Any?, Any?)`, disabled(name)])),
});
