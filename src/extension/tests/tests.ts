import * as vscode from 'vscode';
import type { Requests } from '../debug/requests.ts';
import type { Log } from '../services/log.ts';
import type { Units } from '../services/units.ts';
import { RunLenses } from './lenses.ts';
import { defersToSalesforceExtensions, onDidChangeDeference } from './salesforce-extensions.ts';
import { TestTree } from './test-tree.ts';

/** Lenses and test tree: there, unless the Salesforce Extension Pack brings its own. */
export class Tests implements vscode.Disposable {
  private shown: vscode.Disposable | undefined;
  private readonly subscription: vscode.Disposable;
  private readonly requests: Requests;
  private readonly log: Log;
  private readonly units: Units;

  constructor(requests: Requests, units: Units, log: Log) {
    this.units = units;
    this.requests = requests;
    this.log = log;
    this.update();
    this.subscription = onDidChangeDeference(() => this.update());
  }

  dispose(): void {
    this.subscription.dispose();
    this.shown?.dispose();
  }

  private update(): void {
    if (defersToSalesforceExtensions()) {
      this.shown?.dispose();
      this.shown = undefined;
    } else {
      this.shown ??= vscode.Disposable.from(
        vscode.languages.registerCodeLensProvider([{ language: 'apex' }, { language: 'apex-anon' }], new RunLenses()),
        new TestTree(this.requests, this.units, this.log),
      );
    }
  }
}
