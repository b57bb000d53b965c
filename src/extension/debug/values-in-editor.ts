import * as vscode from 'vscode';
import { expressionAt, namesAround } from './apex-expressions.ts';
import { debugType } from './types.ts';

const selector: vscode.DocumentSelector = [{ language: 'apex' }, { language: 'apex-anon' }];
const isOurs = (): boolean => vscode.debug.activeDebugSession?.type === debugType;

/** While stopped: values behind the lines of the method, and of the expression under the pointer. */
export function showValues(): vscode.Disposable {
  return vscode.Disposable.from(
    vscode.languages.registerInlineValuesProvider(selector, {
      provideInlineValues(document, viewPort, { stoppedLocation }) {
        if (!isOurs()) return [];
        return namesAround(document.getText(), stoppedLocation.end.line)
          .filter(({ line }) => line >= viewPort.start.line && line <= viewPort.end.line)
          // Apex's names have no case.
          .map(({ name, line, column }) => new vscode.InlineValueVariableLookup(new vscode.Range(line, column, line, column + name.length), name, false));
      },
    }),
    vscode.languages.registerEvaluatableExpressionProvider(selector, {
      provideEvaluatableExpression(document, { line, character }) {
        const found = expressionAt(document.getText(), line, character);
        return found && isOurs() ? new vscode.EvaluatableExpression(new vscode.Range(line, found.start, line, found.end), found.expression) : undefined;
      },
    }),
  );
}
