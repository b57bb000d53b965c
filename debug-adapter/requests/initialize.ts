import { InitializedEvent } from '@vscode/debugadapter';
import type { DebugProtocol } from '@vscode/debugprotocol';
import type { Arguments } from '../arguments.ts';
import type { DebugContext } from '../context.ts';

export const capabilities: DebugProtocol.Capabilities = {
  supportsConfigurationDoneRequest: true,
  supportsConditionalBreakpoints: true,
  supportsHitConditionalBreakpoints: true,
  supportsLogPoints: true,
  supportsFunctionBreakpoints: true,
  supportsDataBreakpoints: true,
  supportsBreakpointLocationsRequest: true,
  supportsCompletionsRequest: true,
  supportsStepInTargetsRequest: true,
  completionTriggerCharacters: ['.'],
  supportsEvaluateForHovers: true,
  supportsClipboardContext: true,
  supportsSetVariable: true,
  supportsSetExpression: true,
  supportsExceptionFilterOptions: true,
  supportsExceptionInfoRequest: true,
  supportsDelayedStackTraceLoading: true,
  supportsTerminateRequest: true,
  supportTerminateDebuggee: true,
  supportsTerminateThreadsRequest: true,
  supportsCancelRequest: true,
  supportsSingleThreadExecutionRequests: true,
  supportsValueFormattingOptions: false,
  exceptionBreakpointFilters: [
    { filter: 'uncaught', label: 'Uncaught Exceptions', description: 'Stop where an exception is thrown that nothing catches.', default: true },
    { filter: 'all', label: 'All Exceptions', description: 'Stop wherever an exception is thrown.', default: false },
    {
      filter: 'type', label: 'Exceptions by Type', description: 'Stop where an exception of these types is thrown.', default: false,
      supportsCondition: true, conditionDescription: 'Type names, separated by commas: System.DmlException, ns.MyException',
    },
  ],
};

export function initialize(context: DebugContext, args: Arguments): DebugProtocol.Capabilities {
  const { sources } = context;
  // Absent means that they do.
  sources.linesStartAt1 = args.raw['linesStartAt1'] === undefined || args.flag('linesStartAt1');
  sources.columnsStartAt1 = args.raw['columnsStartAt1'] === undefined || args.flag('columnsStartAt1');
  sources.pathsAreUris = args.choice('pathFormat', ['path', 'uri']) === 'uri';
  context.hasExtension = args.optionalText('clientID') === 'vscode';
  context.supportsInvalidated = args.flag('supportsInvalidatedEvent');
  context.state = 'initialised';
  return capabilities;
}

export const initializedEvent = (): DebugProtocol.Event => new InitializedEvent();
