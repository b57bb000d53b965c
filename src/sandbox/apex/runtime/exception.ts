import { chargeCpu } from './accounting.ts';
import { ApexObject } from './object.ts';
import { registerLibraryType, typeOf, type RuntimeType } from './runtime-types.ts';

/** One line of an Apex stack trace: `Class.Outer.Inner.method: line 3, column 1`. */
export interface TraceLine {
  /** `Class.ns.Foo.run`, `Trigger.T`, `AnonymousBlock`. */
  readonly where: string;
  readonly line: number;
  readonly namespace?: string | null;
}

/** Turns the JavaScript stack of generated code into Apex lines; set by the class loader. */
let readTrace: (holder: object) => readonly TraceLine[] = () => [];
export function setTraceReader(reader: (holder: object) => readonly TraceLine[]): void {
  readTrace = reader;
}

/** Base of all Apex exceptions. Generated and library exception classes extend it; it is thrown as it is. */
export class ApexException extends ApexObject {
  message: string | null = 'Script-thrown exception';
  cause: ApexException | null = null;
  trace: readonly TraceLine[];
  /** Facts of DmlException and EmailException, one entry a failed row. */
  dmlRows: readonly DmlExceptionRow[] | null = null;
  /** Facts of a QueryException in user mode: fields by object. */
  inaccessibleFields: ReadonlyMap<string, ReadonlySet<string>> | null = null;
  /** `Trg: execution of BeforeInsert` of the innermost trigger it has left on its way; the DML statement takes it up. */
  triggerOrigin: string | null = null;

  constructor() {
    super();
    this.trace = readTrace(this);
  }

  get stackTraceText(): string {
    return this.traceText(() => false);
  }

  /** Of managed code that the reader may not see, only the namespace shows: `(ns)`. */
  traceText(isHidden: (namespace: string) => boolean): string {
    return this.trace.map((line) => (line.namespace && isHidden(line.namespace) ? `(${line.namespace})` : `${line.where}: line ${line.line}, column 1`)).join('\n');
  }
}

export interface DmlExceptionRow {
  readonly index: number;
  readonly id: string | null;
  readonly statusCode: string;
  readonly message: string;
  readonly fields: readonly string[];
}

/** Exception types that no catch clause catches. */
const UNCATCHABLE = new Set(['system.limitexception', 'system.assertexception', 'system.finalexception', 'system.unexpectedexception']);

export function isCatchable(exception: unknown): exception is ApexException {
  return exception instanceof ApexException && !UNCATCHABLE.has(exception.$type.name.toLowerCase());
}

const classes = new Map<string, new () => ApexException>();

/** The JavaScript class of a built-in exception type (`System.TypeException`), made on first use. */
export function exceptionClass(typeName: string): new () => ApexException {
  const key = typeName.toLowerCase();
  let found = classes.get(key);
  if (!found) {
    const type: RuntimeType = typeOf(typeName);
    found = class extends ApexException {};
    Object.defineProperty(found.prototype, '$type', { value: type });
    classes.set(key, found);
  }
  return found;
}

/** Built-in exception types of the System namespace. */
export const SYSTEM_EXCEPTIONS = [
  'AssertException', 'AsyncException', 'BigObjectException', 'CalloutException', 'DataWeaveScriptException', 'DmlException', 'DuplicateMessageException',
  'EmailException', 'EmailTemplateRenderException', 'ExternalObjectException', 'FinalException', 'FlowException', 'FormulaEvaluationException',
  'FormulaValidationException', 'HandledException', 'IllegalArgumentException', 'InvalidHeaderException', 'InvalidParameterValueException', 'JSONException',
  'LicenseException', 'LimitException', 'ListException', 'MathException', 'NoAccessException', 'NoDataFoundException', 'NoSuchElementException',
  'NullPointerException', 'PlatformCacheException', 'PolyglotException', 'ProcedureException', 'QueryException', 'RequiredFeatureMissingException',
  'SearchException', 'SecurityException', 'SerializationException', 'SObjectException', 'StringException', 'TouchHandledException', 'TransientCursorException',
  'FatalCursorException', 'TypeException', 'UnexpectedException', 'UnsupportedOperationException', 'VisualforceException', 'XmlException', 'AuraHandledException', 'NotSupportedException',
] as const;

/** Built-in exception types of other namespaces, by full name. */
export const NAMESPACED_EXCEPTIONS = [
  'Auth.AuthProviderPluginException', 'Auth.ConnectedAppPluginException', 'Auth.DiscoveryCustomErrorException', 'Auth.JWTValidationException', 'Auth.LoginDiscoveryException', 'Auth.VerificationException',
  'Cache.BulkApiKeysLimitExceededException', 'Cache.CacheBuilderExecutionException', 'Cache.InvalidCacheBuilderException', 'Cache.InvalidParamException', 'Cache.ItemSizeLimitExceededException',
  'Cache.Org.OrgCacheException', 'Cache.PlatformCacheInvalidOperationException', 'Cache.Session.SessionCacheException', 'Cache.Session.SessionCacheNoSessionException',
  'Canvas.CanvasRenderException', 'CommerceExtension.ResolutionException', 'CommerceTax.TaxApiException', 'Compression.ZipException',
  'ConnectApi.ConnectApiException', 'ConnectApi.NotFoundException', 'ConnectApi.RateLimitException', 'DataSource.DataSourceException', 'DataSource.OAuthTokenExpiredException',
  'Reports.FeatureNotSupportedException', 'Reports.InstanceAccessException', 'Reports.InvalidFilterException', 'Reports.InvalidReportMetadataException', 'Reports.InvalidSnapshotDateException',
  'Reports.MetadataException', 'Reports.ReportRunException', 'Reports.UnsupportedOperationException', 'Site.ExternalUserCreateException',
] as const;

registerLibraryType('Exception', { supertypes: [], isEnum: false });
registerLibraryType('System.Exception', { supertypes: ['Exception'], isEnum: false });
for (const name of SYSTEM_EXCEPTIONS) {
  registerLibraryType(`System.${name}`, { supertypes: ['Exception', 'System.Exception'], isEnum: false });
  registerLibraryType(name, { supertypes: [`System.${name}`], isEnum: false });
}
for (const name of NAMESPACED_EXCEPTIONS) registerLibraryType(name, { supertypes: ['Exception', 'System.Exception'], isEnum: false });
const builtIn = new Set<string>([...SYSTEM_EXCEPTIONS.map((name) => `System.${name}`), ...NAMESPACED_EXCEPTIONS]);
/** Whether a type is one of the library's, by its full name. */
export const isBuiltInException = (typeName: string): boolean => builtIn.has(typeName);
Object.defineProperty(ApexException.prototype, '$type', { value: typeOf('Exception'), configurable: true });

/** A new built-in exception; `fail(…)` throws it. */
export function newException(typeName: string, message: string): ApexException {
  const exception = new (exceptionClass(typeName))();
  exception.message = message;
  return exception;
}

/** Told of every exception that is thrown, by code or by the runtime; the debug log. */
let onThrown: ((exception: ApexException) => void) | null = null;
export function setThrowLog(listener: typeof onThrown): void {
  onThrown = listener;
}

export function noteThrown(exception: ApexException): void {
  chargeCpu('exception');
  onThrown?.(exception);
}

export function throwException(exception: ApexException): never {
  noteThrown(exception);
  throw exception;
}

export function fail(typeName: string, message: string): never {
  throwException(newException(typeName, message));
}

export const NULL_DEREFERENCE = 'Attempt to de-reference a null object';

export function failNull(message: string = NULL_DEREFERENCE): never {
  throwException(newException('System.NullPointerException', message));
}

/** The value, or a NullPointerException with the platform's text. */
export function notNull<T>(value: T | null | undefined): T {
  return value ?? failNull();
}

/** What a library member that doesn't exist here yet throws. It isn't an Apex exception: no catch clause hides it. */
export class NotSupportedError extends Error {
  constructor(what: string) {
    super(`NotSupported: ${what}`);
    this.name = 'NotSupportedError';
  }
}

export function notSupported(what: string): never {
  throw new NotSupportedError(what);
}

/** Values of an exception as the runner reports it. */
export function describeException(thrown: unknown): { type: string; message: string; stackTrace: string } {
  if (thrown instanceof ApexException) {
    return { type: thrown.$type.name, message: thrown.message ?? 'null', stackTrace: thrown.stackTraceText };
  }
  if (thrown instanceof NotSupportedError) return { type: 'NotSupported', message: thrown.message, stackTrace: '' };
  const error = thrown as Error;
  return { type: 'System.UnexpectedException', message: `Internal error: ${error?.message ?? String(thrown)}`, stackTrace: error?.stack ?? '' };
}
