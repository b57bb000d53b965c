/** JSON Schema of world files; `samples/world.schema.json` is the same, for editors. */
import type { JsonSchema } from './json-schema.ts';

const namespace: JsonSchema = { type: 'string', pattern: '^[A-Za-z][A-Za-z0-9_]{0,14}$', patternMeaning: 'a namespace (a letter, then letters, digits or underscores, at most 15)', description: 'Namespace of a managed package.' };
const name: JsonSchema = { type: 'string', minLength: 1 };
const userName: JsonSchema = { type: 'string', pattern: '^[^@\\s]+@[^@\\s]+$', patternMeaning: 'a user name in the form of an e-mail address' };
const strings: JsonSchema = { type: 'array', items: name };

const user: JsonSchema = {
  type: 'object', required: ['userName', 'name'], additionalProperties: false, description: 'A user of the subscriber org.',
  properties: {
    userName, name, email: userName,
    profile: { type: 'string', minLength: 1, description: 'Default: Standard User.' },
    permissions: { ...strings, description: "API names of the user's permissions: AuthorApex, ApiEnabled, ModifyAllData, …" },
    role: { type: 'string', minLength: 1, description: "Developer name of a role in the org's metadata." },
    permissionSets: { ...strings, description: "Permission sets and permission set groups of the packages and of the org's metadata that the user has." },
    timeZone: { type: 'string', minLength: 1, description: 'IANA time zone. Default: America/Los_Angeles.' },
    locale: { type: 'string', minLength: 1, description: 'Default: en_US.' },
  },
};

const org: JsonSchema = {
  type: 'object', required: ['name', 'kind', 'users'], additionalProperties: false, description: 'A subscriber org.',
  properties: {
    name,
    alias: { type: 'string', pattern: '^[A-Za-z0-9_.-]+$', patternMeaning: 'letters, digits, ".", "_" and "-"' },
    id: { type: 'string', pattern: '^00D[A-Za-z0-9]{12}([A-Za-z0-9]{3})?$', patternMeaning: 'an org ID (15 or 18 characters, beginning with 00D)', description: 'Default: derived from the name.' },
    kind: { type: 'string', enum: ['full', 'partialCopy', 'developerPro', 'developer', 'production', 'scratch'] },
    instance: { type: 'string', pattern: '^[A-Za-z]{2,5}[0-9]{1,4}S?$', patternMeaning: 'an instance like CS84', description: 'Default: CS1.' },
    government: { type: 'boolean', description: 'On a Government Cloud instance; nobody can log in there.' },
    license: { type: 'string', enum: ['full', 'platform', 'none'], description: 'Default: full.' },
    packages: { ...strings, description: 'Installed packages: namespace@version.' },
    source: { ...strings, description: "Folders of the subscriber's own metadata, relative to this file." },
    data: { ...strings, description: 'sObject tree, plan or CSV files, imported in this order at the first start, without triggers.' },
    users: { type: 'array', items: user, minItems: 1 },
    loginAccess: {
      type: 'object', additionalProperties: false, description: "Setup → Login Access Policies, and the org's own multi-factor authentication.",
      properties: {
        loginAccess: { type: 'string', enum: ['administratorsAndUsers', 'administratorsOnly'], description: 'Who may grant the partner access. Default: administratorsAndUsers.' },
        administratorsCanLogInAsAnyUser: { type: 'boolean', description: 'Then nobody can grant access. Default: false.' },
        requiresMfa: { type: 'boolean', description: "A partner's login waits for the subscriber's approval. Default: false." },
      },
    },
    licenses: {
      type: 'array', description: 'Licenses of installed packages. Default: active, for the entire org.',
      items: {
        type: 'object', required: ['namespace'], additionalProperties: false,
        properties: {
          namespace, status: { type: 'string', enum: ['trial', 'active', 'suspended', 'uninstalled'] },
          seats: { type: 'integer', minimum: 0, description: 'Without it, the license is for the entire org.' },
          users: { type: 'array', items: userName, description: 'Who has a seat.' },
          expires: { type: 'string', pattern: '^[0-9]{4}-[0-9]{2}-[0-9]{2}$', patternMeaning: 'a date like 2027-01-31' },
        },
      },
    },
    features: {
      type: 'array', description: 'Values of feature parameters that the packages define.',
      items: { type: 'object', required: ['namespace', 'name', 'value'], additionalProperties: false, properties: { namespace, name, value: { description: 'true or false, a whole number, or a date like "2027-01-31".' } } },
    },
    contact: { type: 'object', additionalProperties: false, description: "The org's company information.", properties: { name, email: userName, phone: name } },
    grants: {
      type: 'array', description: 'Login Access that users granted the partner.',
      items: {
        type: 'object', required: ['user', 'duration'], additionalProperties: false,
        properties: {
          user: userName,
          duration: { type: 'string', enum: ['1 day', '3 days', '1 week', '1 month', '1 year'] },
          age: { type: 'string', pattern: '^[0-9]+ (minute|hour|day|week|month)s?$', patternMeaning: 'a time like "2 days"', description: "How long before this copy's first start it was granted." },
        },
      },
    },
  },
};

const demo: JsonSchema = {
  type: 'object', additionalProperties: false, required: ['run'], description: "What the demo shows in this world: it logs in, runs this, stops, looks, evaluates, steps and goes on. Default: the first package's first test, from its first line.",
  properties: {
    $schema: { type: 'string' },
    engineer: { ...userName, description: 'Who debugs. Default: the first engineer.' },
    org: { ...name, description: 'Name, alias or ID of the subscriber. Default: the first org the engineer may log in to.' },
    user: { ...userName, description: 'Whom to log in as. Default: who granted access.' },
    run: {
      type: 'object', additionalProperties: false, description: 'Exactly one of these.',
      properties: {
        anonymous: { ...name, description: 'Apex code, or the path of an .apex file.' },
        test: { ...name, description: 'Class or Class.method.' },
        request: {
          type: 'object', additionalProperties: false, required: ['method', 'path'], description: 'HTTP request to the sandbox.',
          properties: { method: { type: 'string', enum: ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD'] }, path: name, body: { type: 'string' } },
        },
      },
    },
    breakpoints: {
      type: 'array', description: 'Where to stop: the first line of the class or trigger that contains the marker.',
      items: { type: 'object', required: ['class', 'marker'], additionalProperties: false, properties: { class: name, marker: name } },
    },
    exception: { type: 'string', enum: ['uncaught', 'all'], description: 'Exceptions to stop at.' },
    evaluate: { ...strings, description: 'Apex expressions to evaluate at the stop.' },
  },
};

export const WORLD_SCHEMA: JsonSchema = {
  type: 'object', required: ['partner', 'orgs'], additionalProperties: false,
  properties: {
    $schema: { type: 'string' },
    partner: {
      type: 'object', required: ['name', 'namespace', 'engineers'], additionalProperties: false, description: 'The vendor of the managed package.',
      properties: {
        name, namespace,
        engineers: {
          type: 'array', minItems: 1, description: 'Users of the License Management Org.',
          items: {
            type: 'object', required: ['userName', 'name'], additionalProperties: false,
            properties: {
              userName, name, permissions: { ...strings, description: 'LogInToSubscriberOrganization, ViewAndDebugManagedApex, ModifyAllData.' },
              permissionSets: { ...strings, description: 'Names of permission sets that grant more of them.' },
            },
          },
        },
        requireMfa: { type: 'boolean', description: 'Who logs in to subscribers signs in with a second factor; who may modify all data, with a passkey. Default: false.' },
        permissionSets: {
          type: 'array', description: 'Permission sets of the License Management Org.',
          items: { type: 'object', required: ['name', 'permissions'], additionalProperties: false, properties: { name, permissions: strings } },
        },
        sessionsPerDeveloper: { type: 'integer', minimum: 1, maximum: 100, description: 'Debugging sessions a developer may have at once. Default: 1.' },
      },
    },
    packages: {
      type: 'array',
      items: {
        type: 'object', required: ['namespace', 'name', 'version'], additionalProperties: false, description: 'A version of a package. Its source is in a folder ("path") or in a tag of a git repository ("git").',
        properties: {
          namespace, name,
          version: { type: 'string', pattern: '^[0-9]+\\.[0-9]+(\\.[0-9]+){0,2}$', patternMeaning: 'a version like 2.3.0' },
          path: { type: 'string', minLength: 1, description: 'SFDX project folder, relative to this file.' },
          git: {
            type: 'object', required: ['repository', 'tag'], additionalProperties: false, description: 'The tag is resolved once and its commit is kept: what is installed stays, even if the tag moves. Another version number installs anew.',
            properties: {
              repository: { type: 'string', minLength: 1, description: 'Folder of a git repository on this machine, relative to this file.' },
              tag: { type: 'string', pattern: '^[^\\s~^:?*\\[\\\\]+$', patternMeaning: 'the name of a tag', description: 'The tag that the version was built from.' },
              path: { type: 'string', minLength: 1, description: 'Folder of the SFDX project in the repository. Default: all of it.' },
            },
          },
          certified: { type: 'boolean', description: 'Whether it has passed the AppExchange security review: then it has governor limits of its own. Default: true.' },
        },
      },
    },
    policy: {
      type: 'object', additionalProperties: false, description: 'Limits of debugging sessions.',
      properties: {
        idleMinutes: { type: 'number', minimum: 0.1, maximum: 1440, description: 'Default: 60.' },
        lifetimeMinutes: { type: 'number', minimum: 0.1, maximum: 1440, description: 'Default: 240.' },
        threads: { type: 'integer', minimum: 1, maximum: 16, description: 'Executing threads debugged at once. Default: 2.' },
        orphanGraceSeconds: { type: 'number', minimum: 0, maximum: 3600, description: 'Default: 120.' },
        approvalMinutes: { type: 'number', minimum: 0.1, maximum: 1440, description: 'How long a login waits for the approval of a subscriber who requires it. Default: 10.' },
        requireCase: { type: 'boolean', description: 'Every login names a case number and a reason. Default: false.' },
      },
    },
    orgs: { type: 'array', items: org, minItems: 1 },
    demo,
  },
};
