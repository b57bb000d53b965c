/** Checks a launch configuration against `LAUNCH_ATTRIBUTES`: every fault is named with its attribute, value and expectation. */
import { LAUNCH_ATTRIBUTES } from './launch.ts';
import type { LaunchAttributes } from './launch.ts';

export interface LaunchProblem {
  /** Path of the attribute: `run.request.method`, `with[1]`. */
  readonly attribute: string;
  /** For a person: attribute, value, and what is expected. */
  readonly message: string;
}

export interface LaunchCheck {
  /** Null if there are problems. */
  readonly attributes: LaunchAttributes | null;
  readonly problems: readonly LaunchProblem[];
  /** Attributes nobody knows; harmless, but often a slip. */
  readonly warnings: readonly string[];
}

/** Attributes that belong to VS Code or to every DAP client. */
const clientAttributes = new Set([
  'type', 'name', 'request', 'noDebug', 'preLaunchTask', 'postDebugTask', 'internalConsoleOptions', 'debugServer', 'presentation',
  'serverReadyAction', 'suppressMultipleSessionWarning', 'env', 'envFile', 'windows', 'linux', 'osx',
]);

type Schema = Readonly<Record<string, unknown>>;

export function checkLaunch(configuration: unknown, request: 'launch' | 'attach'): LaunchCheck {
  const problems: LaunchProblem[] = [];
  const warnings: string[] = [];
  if (!isRecord(configuration)) {
    return { attributes: null, problems: [{ attribute: request, message: `The ${request} configuration must be an object, but is ${shown(configuration)}.` }], warnings };
  }
  for (const [name, value] of Object.entries(configuration)) {
    if (clientAttributes.has(name) || name.startsWith('__') || name.startsWith('$')) continue;
    const description = LAUNCH_ATTRIBUTES.find(attribute => attribute.name === name);
    if (!description) {
      const near = LAUNCH_ATTRIBUTES.find(attribute => attribute.name.toLowerCase() === name.toLowerCase());
      warnings.push(`The attribute "${name}" is not known and is ignored.${near ? ` Did you mean "${near.name}"?` : ''}`);
    } else if (description.request !== 'both' && description.request !== request) {
      problems.push({ attribute: name, message: `The attribute "${name}" belongs to a ${description.request} configuration, but this is ${request === 'attach' ? 'an attach' : 'a launch'} configuration.` });
    } else if (value !== undefined) {
      checkValue(name, value, description.schema, problems);
    }
  }
  if (request === 'launch' && configuration['run'] === undefined) {
    problems.push({ attribute: 'run', message: 'A launch configuration needs the attribute "run" ({"anonymous": …}, {"test": …} or {"request": …}). To wait for requests made elsewhere, use "request": "attach".' });
  }
  return { attributes: problems.length === 0 ? (configuration as LaunchAttributes) : null, problems, warnings };
}

function checkValue(path: string, value: unknown, schema: Schema, problems: LaunchProblem[]): void {
  const fail = (expected: string): void => {
    problems.push({ attribute: path, message: `The attribute "${path}" is ${shown(value)}, but must be ${expected}.` });
  };
  const alternatives = schema['anyOf'];
  if (Array.isArray(alternatives)) {
    const fits = alternatives.some((alternative: Schema) => {
      const found: LaunchProblem[] = [];
      checkValue(path, value, alternative, found);
      return found.length === 0;
    });
    if (!fits) fail(alternatives.map((alternative: Schema) => expectation(alternative)).join(' or '));
    return;
  }
  if (!hasType(value, schema['type'])) return fail(expectation(schema));
  const choices = schema['enum'];
  if (Array.isArray(choices) && !choices.includes(value)) return fail(`one of ${choices.map(choice => JSON.stringify(choice)).join(', ')}`);
  if (typeof schema['pattern'] === 'string' && !new RegExp(schema['pattern']).test(String(value))) return fail(expectation(schema));
  if (schema['format'] === 'regex' && !isPattern(String(value))) return fail('a regular expression');
  if (Array.isArray(value)) {
    value.forEach((item, index) => checkValue(`${path}[${index}]`, item, schema['items'] as Schema, problems));
  } else if (isRecord(value)) {
    checkProperties(path, value, schema, problems, fail);
  }
}

function checkProperties(path: string, value: Readonly<Record<string, unknown>>, schema: Schema, problems: LaunchProblem[], fail: (expected: string) => void): void {
  const properties = (schema['properties'] ?? {}) as Readonly<Record<string, Schema>>;
  const names = Object.keys(value);
  const allowed = Object.keys(properties).map(name => `"${name}"`).join(', ');
  for (const name of names) {
    const property = Object.hasOwn(properties, name) ? properties[name] : undefined;
    if (property) checkValue(`${path}.${name}`, value[name], property, problems);
    else problems.push({ attribute: `${path}.${name}`, message: `The attribute "${path}" has no "${name}"; there are ${allowed}.` });
  }
  for (const name of (schema['required'] ?? []) as readonly string[]) {
    if (value[name] === undefined) problems.push({ attribute: `${path}.${name}`, message: `The attribute "${path}" needs "${name}", ${expectation(properties[name] ?? {})}.` });
  }
  if ((schema['maxProperties'] === 1 || schema['minProperties'] === 1) && names.length !== 1) fail(`an object with exactly one of ${allowed}`);
}

function hasType(value: unknown, type: unknown): boolean {
  switch (type) {
    case 'array': return Array.isArray(value);
    case 'object': return isRecord(value);
    default: return typeof value === type;
  }
}

function expectation(schema: Schema): string {
  if (Array.isArray(schema['enum'])) return `one of ${schema['enum'].map(choice => JSON.stringify(choice)).join(', ')}`;
  if (schema['format'] === 'regex') return 'a regular expression (text)';
  // VS Code's own extension of JSON schema.
  if (typeof schema['patternErrorMessage'] === 'string') return sentencePart(schema['patternErrorMessage']);
  switch (schema['type']) {
    case 'string': return 'a text';
    case 'boolean': return 'true or false';
    case 'array': return 'a list of texts';
    default: return 'an object';
  }
}

/** A sentence as the end of another. */
function sentencePart(text: string): string {
  return `${text.charAt(0).toLowerCase()}${text.slice(1).replace(/\.$/, '')}`;
}

function isPattern(text: string): boolean {
  try {
    return new RegExp(text) instanceof RegExp;
  } catch (error) {
    if (error instanceof SyntaxError) return false;
    throw error;
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}
