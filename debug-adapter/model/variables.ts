/** Scopes, variables and results as DAP writes them. */
import type { DebugProtocol } from '@vscode/debugprotocol';
import type { DebugEvaluateResult, DebugScope, DebugVariable } from '../../src/protocol/debug.ts';

export function toScope(scope: DebugScope): DebugProtocol.Scope {
  return {
    name: scope.name,
    variablesReference: scope.reference,
    expensive: scope.isExpensive,
    ...(scope.name === 'Local' ? { presentationHint: 'locals' } : {}),
    ...counts(scope),
  };
}

export function toVariable(variable: DebugVariable): DebugProtocol.Variable {
  const attributes = variable.isReadOnly ? ['readOnly'] : [];
  const hint: DebugProtocol.VariablePresentationHint = {
    ...(variable.kind ? { kind: variable.kind } : {}),
    ...(attributes.length > 0 ? { attributes } : {}),
    ...(variable.isLazy ? { lazy: true } : {}),
  };
  return {
    name: variable.name,
    value: variable.value,
    type: variable.type,
    variablesReference: variable.reference,
    ...(variable.evaluateName === null ? {} : { evaluateName: variable.evaluateName }),
    ...counts(variable),
    ...(Object.keys(hint).length > 0 ? { presentationHint: hint } : {}),
  };
}

export function toResult(result: DebugEvaluateResult): Omit<DebugProtocol.EvaluateResponse['body'], 'result'> {
  return { type: result.type, variablesReference: result.reference, ...counts(result) };
}

export function counts(value: { readonly namedCount: number | null; readonly indexedCount: number | null }): { namedVariables?: number; indexedVariables?: number } {
  return {
    ...(value.namedCount === null ? {} : { namedVariables: value.namedCount }),
    ...(value.indexedCount === null ? {} : { indexedVariables: value.indexedCount }),
  };
}
