const vscode = require('vscode');

/** Lenses and a test tree, as the Salesforce Extension Pack brings them. */
exports.activate = context => {
  const lenses = {
    provideCodeLenses: document => [new vscode.CodeLens(document.lineAt(0).range, { title: 'Stand-in Run Test', command: 'noop' })],
  };
  context.subscriptions.push(
    vscode.languages.registerCodeLensProvider({ language: 'apex' }, lenses),
    vscode.tests.createTestController('salesforce.tests', 'Stand-in Apex Tests'),
  );
};
