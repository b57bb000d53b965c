import * as vscode from 'vscode';

/** Classes and triggers by name, among the workspace's files. */
export class Units {
  /** The first of the file names (`Order.cls`) that the workspace has, whatever its case. */
  async find(fileNames: readonly string[]): Promise<vscode.Uri | undefined> {
    for (const name of fileNames) {
      const found = await vscode.workspace.findFiles(`**/${anyCase(name)}`, '**/{node_modules,.sfdx,.sf}/**', 1);
      if (found[0]) return found[0];
    }
    return undefined;
  }

  /** A class or trigger as a link or stack trace names it: `ns.Outer.Inner`. */
  findUnit(unit: string, kind?: 'class' | 'trigger'): Promise<vscode.Uri | undefined> {
    const names = unit.split('.').slice(0, 2);
    return this.find(names.flatMap(name => [...(kind === 'trigger' ? [] : [`${name}.cls`]), ...(kind === 'class' ? [] : [`${name}.trigger`])]));
  }

  /** Shows the 1-based line. */
  async show(uri: vscode.Uri, line: number | null): Promise<vscode.TextEditor> {
    const position = new vscode.Position(Math.max(0, (line ?? 1) - 1), 0);
    return vscode.window.showTextDocument(uri, { selection: new vscode.Range(position, position) });
  }
}

/** Names in Apex have no case, files do: a pattern of both. */
function anyCase(name: string): string {
  return name.replace(/[A-Za-z]/g, letter => `[${letter.toLowerCase()}${letter.toUpperCase()}]`);
}
