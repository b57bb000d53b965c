/** The part of JSON Schema that world files and the wire's parameters use. Every fault is told with its JSON path. */
export interface JsonSchema {
  readonly type?: 'object' | 'array' | 'string' | 'number' | 'integer' | 'boolean';
  readonly description?: string;
  readonly enum?: readonly (string | number)[];
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: false | JsonSchema;
  readonly items?: JsonSchema;
  readonly minItems?: number;
  readonly minLength?: number;
  readonly pattern?: string;
  /** What the pattern means, for a person: `a namespace (letters, digits, underscores)`. */
  readonly patternMeaning?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  /** Null, or this. */
  readonly nullable?: JsonSchema;
}

export interface JsonFault {
  /** `orgs[2].kind`; empty for the value itself. */
  readonly path: string;
  /** Behind the path: `is "ful", but must be one of …`. */
  readonly message: string;
}

/** Faults in document order; empty if the value fits. */
export function findFaults(schema: JsonSchema, value: unknown, path = ''): JsonFault[] {
  const must = (expected: string): JsonFault[] => [{ path, message: `is ${shown(value)}, but must be ${expected}` }];
  if (schema.enum && !schema.enum.some(allowed => allowed === value)) return must(`one of ${schema.enum.join(', ')}`);
  if (schema.nullable) return value === null ? [] : findFaults(schema.nullable, value, path);
  switch (schema.type) {
    case 'object': return isRecord(value) ? objectFaults(schema, value, path) : must('an object');
    case 'array': {
      if (!Array.isArray(value)) return must('an array');
      if (value.length < (schema.minItems ?? 0)) return must(`an array of at least ${schema.minItems} item${schema.minItems === 1 ? '' : 's'}`);
      const { items } = schema;
      return items ? value.flatMap((item, index) => findFaults(items, item, `${path}[${index}]`)) : [];
    }
    case 'string':
      if (typeof value !== 'string') return must('a string');
      if (value.length < (schema.minLength ?? 0)) return must('a string that is not empty');
      return schema.pattern !== undefined && !new RegExp(schema.pattern, 'u').test(value) ? must(schema.patternMeaning ?? `a string like ${schema.pattern}`) : [];
    case 'number':
    case 'integer':
      if (typeof value !== 'number' || !Number.isFinite(value) || (schema.type === 'integer' && !Number.isSafeInteger(value))) return must(schema.type === 'integer' ? 'a whole number' : 'a number');
      if (value < (schema.minimum ?? -Infinity) || value > (schema.maximum ?? Infinity)) return must(range(schema));
      return [];
    case 'boolean': return typeof value === 'boolean' ? [] : must('true or false');
    default: return [];
  }
}

function objectFaults(schema: JsonSchema, value: Readonly<Record<string, unknown>>, path: string): JsonFault[] {
  const faults: JsonFault[] = [];
  const member = (name: string): string => (path === '' ? name : `${path}.${name}`);
  for (const name of schema.required ?? []) {
    if (!Object.hasOwn(value, name) || value[name] === undefined) faults.push({ path: member(name), message: 'is missing' });
  }
  const known = schema.properties ?? {};
  for (const [name, item] of Object.entries(value)) {
    const inner = Object.hasOwn(known, name) ? known[name] : undefined;
    if (inner) {
      if (item !== undefined) faults.push(...findFaults(inner, item, member(name)));
    } else if (schema.additionalProperties === false) {
      faults.push({ path: member(name), message: `is not known; known here are ${Object.keys(known).join(', ')}` });
    } else if (schema.additionalProperties) {
      faults.push(...findFaults(schema.additionalProperties, item, member(name)));
    }
  }
  return faults;
}

function range({ minimum, maximum }: JsonSchema): string {
  if (minimum === undefined) return `at most ${maximum}`;
  return maximum === undefined ? `at least ${minimum}` : `between ${minimum} and ${maximum}`;
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}
