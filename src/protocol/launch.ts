/**
 * The launch configuration of debug type `isv-apex`: the one source of the type, of package.json's schema and of
 * docs/launch-attributes.md (scripts/generate-contributes.mjs).
 */
export interface RunTarget {
  /** Apex code, or the path of an `.apex` file. */
  readonly anonymous?: string;
  /** `Class` or `Class.method`. */
  readonly test?: string;
  readonly request?: { readonly method: string; readonly path: string; readonly body?: string };
}

export interface LaunchAttributes {
  readonly org?: string;
  readonly user?: string;
  readonly project?: string | readonly string[];
  readonly with?: readonly string[];
  readonly data?: readonly string[];
  readonly run?: RunTarget;
  readonly userIdFilter?: readonly string[];
  readonly requestTypeFilter?: readonly string[];
  readonly entryPointFilter?: string;
  readonly stopOnEntry?: boolean;
  readonly exceptionTypes?: readonly string[];
  readonly trace?: boolean;
}

export interface AttributeDescription {
  readonly name: keyof LaunchAttributes;
  readonly request: 'launch' | 'attach' | 'both';
  readonly description: string;
  /** JSON schema fragment without the description; no `$ref` (VS Code doesn't resolve it). */
  readonly schema: Readonly<Record<string, unknown>>;
}

const strings = { type: 'array', items: { type: 'string' } } as const;

export const LAUNCH_ATTRIBUTES: readonly AttributeDescription[] = [
  { name: 'org', request: 'both', description: 'Subscriber org: name, alias or ID. Default: the org you are logged in to.', schema: { type: 'string' } },
  { name: 'user', request: 'both', description: 'User name to log in as. Default: the user who granted access.', schema: { type: 'string' } },
  { name: 'project', request: 'both', description: "Project folder or folders that hold the package's source. Default: the active editor's project.", schema: { anyOf: [{ type: 'string' }, strings] } },
  { name: 'with', request: 'both', description: 'Folders of projects this one depends on.', schema: strings },
  { name: 'data', request: 'both', description: 'sObject tree, plan or CSV files to import into a sandbox made from a project.', schema: strings },
  {
    name: 'run', request: 'launch', description: 'What to run: anonymous Apex, a test, or an HTTP request. Exactly one of them.',
    schema: {
      type: 'object', additionalProperties: false, minProperties: 1, maxProperties: 1,
      properties: {
        anonymous: { type: 'string', description: 'Apex code, or the path of an .apex file.' },
        test: { type: 'string', description: 'Class or Class.method.' },
        request: {
          type: 'object', additionalProperties: false, required: ['method', 'path'], description: 'HTTP request to the sandbox.',
          properties: {
            method: { type: 'string', enum: ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD'] },
            path: { type: 'string', description: 'For example /services/apexrest/ns/orders.' },
            body: { type: 'string' },
          },
        },
      },
    },
  },
  { name: 'userIdFilter', request: 'both', description: 'Stop in requests of these users (IDs or user names) instead of the LoginAs user only. Needs Modify All Data in the License Management Org.', schema: strings },
  { name: 'requestTypeFilter', request: 'both', description: 'Stop only in requests of these types.', schema: { type: 'array', items: { type: 'string', enum: ['anonymous', 'rest', 'test', 'future', 'queueable', 'batch', 'schedulable', 'event', 'ui', 'api'] } } },
  { name: 'entryPointFilter', request: 'both', description: 'Stop only in requests whose entry point matches this regular expression.', schema: { type: 'string', format: 'regex' } },
  { name: 'stopOnEntry', request: 'both', description: 'Stop at the first statement of every debugged request.', schema: { type: 'boolean', default: false } },
  { name: 'exceptionTypes', request: 'both', description: "Stop where an exception of these types or their subtypes is thrown, besides the editor's own exception breakpoints.", schema: { type: 'array', items: { type: 'string', pattern: '^[A-Za-z]\\w*(\\.[A-Za-z]\\w*)*$', patternErrorMessage: 'The name of an exception type, as System.DmlException.' } } },
  { name: 'trace', request: 'both', description: 'Write every debug message to the output channel, secrets removed.', schema: { type: 'boolean', default: false } },
];
