import type { ProblemInfo } from '../../../protocol/rpc.ts';
import type { Diagnostic } from '../../apex/semantics/types.ts';
import type { MetadataError } from '../../data/metadata/xml.ts';

export function problemOf({ path, severity, message, line, column }: Diagnostic): ProblemInfo {
  return { path, severity, message, line, column };
}

export function problemOfMetadata({ file, element, message }: MetadataError): ProblemInfo {
  return { path: file, severity: 'error', message: `${element}: ${message}`, line: 1, column: 1 };
}
