import type { DebugProtocol } from '@vscode/debugprotocol';
import type { DebugExceptionInfo } from '../../src/protocol/debug.ts';
import type { Arguments } from '../arguments.ts';
import type { DebugContext } from '../context.ts';

export async function exceptionInfo(context: DebugContext, args: Arguments): Promise<DebugProtocol.ExceptionInfoResponse['body']> {
  const info = await context.call('debug/exceptionInfo', { sessionId: context.sessionId, threadId: args.integer('threadId') });
  return { exceptionId: info.typeName, description: info.message, breakMode: info.breakMode, details: toDetails(info) };
}

function toDetails(info: DebugExceptionInfo): DebugProtocol.ExceptionDetails {
  return {
    message: info.message,
    fullTypeName: info.typeName,
    typeName: info.typeName.split('.').at(-1) ?? info.typeName,
    stackTrace: info.stackTrace,
    ...(info.cause ? { innerException: [toDetails(info.cause)] } : {}),
  };
}
