/** Validates messages against the schema of the Debug Adapter Protocol, by what they are: request, response or event. */
import { readFileSync } from 'node:fs';
import type { DebugProtocol } from '@vscode/debugprotocol';
import { Ajv } from 'ajv';
import type { ValidateFunction } from 'ajv';

interface SchemaFile { $schema?: string; definitions: Record<string, unknown> }

const schema = JSON.parse(readFileSync(new URL('./debugProtocol.json', import.meta.url), 'utf8')) as SchemaFile;
delete schema.$schema; // draft 4, whose keywords used here mean the same today

const ajv = new Ajv({ strict: false, allErrors: true, validateFormats: false });
ajv.addSchema(schema, 'dap');
const validators = new Map<string, ValidateFunction>();

/** Faults of a message, one line each; empty if it conforms. */
export function schemaFaults(message: DebugProtocol.ProtocolMessage): readonly string[] {
  const name = definitionOf(message);
  if (!Object.hasOwn(schema.definitions, name)) return [`the protocol has no ${name}`];
  let validate = validators.get(name);
  if (!validate) {
    validate = ajv.compile({ $ref: `dap#/definitions/${name}` });
    validators.set(name, validate);
  }
  if (validate(message)) return [];
  return (validate.errors ?? []).map(error => `${name}${error.instancePath}: ${error.message}`);
}

function definitionOf(message: DebugProtocol.ProtocolMessage): string {
  if (message.type === 'request') return `${capital((message as DebugProtocol.Request).command)}Request`;
  if (message.type === 'event') return `${capital((message as DebugProtocol.Event).event)}Event`;
  const response = message as DebugProtocol.Response;
  return response.success ? `${capital(response.command)}Response` : 'ErrorResponse';
}

const capital = (name: string): string => name.slice(0, 1).toUpperCase() + name.slice(1);
