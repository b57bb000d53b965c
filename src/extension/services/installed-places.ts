import * as vscode from 'vscode';
import type { CodePlace } from '../../protocol/partner.ts';
import type { SubscriberDocuments } from '../subscriber/documents.ts';
import type { Sandbox } from './sandbox.ts';
import type { Units } from './units.ts';

/** A line of the installed version, by the unit's full name: `ns.Order`. */
export interface InstalledPlace {
  readonly unit: string;
  /** 1-based; null: the installed version doesn't have it. */
  readonly line: number | null;
}

/**
 * Lines as the org one is logged in to has them: traces and links name those of the installed version, which the workspace may have left
 * behind.
 */
export class InstalledPlaces {
  private readonly sandbox: Sandbox;
  private readonly units: Units;
  private readonly documents: SubscriberDocuments;

  constructor(sandbox: Sandbox, units: Units, documents: SubscriberDocuments) {
    this.sandbox = sandbox;
    this.units = units;
    this.documents = documents;
  }

  /** Shows an installed line: in the workspace's file if that is the installed one, else in the installed source. Undefined: there is no such code. */
  async show(unit: string, line: number | null, kind?: 'class' | 'trigger'): Promise<vscode.TextEditor | undefined> {
    const file = await this.units.findUnit(unit, kind);
    const place = await this.locate({ unit, line: line ?? 1, of: 'installed', ...(kind ? { kind } : {}) }, file);
    if (place && !place.isSame) return this.documents.showCode(place.file.path, line ?? 1);
    return file && this.units.show(file, line);
  }

  /** Where a breakpoint for an installed line is set: in the workspace if it has the line, else in the installed source. */
  async breakpointAt(unit: string, line: number): Promise<vscode.Location | undefined> {
    const file = await this.units.findUnit(unit);
    const place = await this.locate({ unit, line, of: 'installed' }, file);
    const at = (uri: vscode.Uri, shown: number): vscode.Location => new vscode.Location(uri, new vscode.Position(shown - 1, 0));
    if (file && (!place || place.line !== null)) return at(file, place?.line ?? line);
    return place ? at(this.documents.codeUri(place.file.path), line) : undefined;
  }

  /** The installed line of one that an editor shows. What isn't installed is taken as it is. Undefined: no Apex. */
  async installed(uri: vscode.Uri, line: number): Promise<InstalledPlace | undefined> {
    const [, unit, ending] = /([^/]+)\.(cls|trigger)$/i.exec(uri.path) ?? [];
    if (unit === undefined) return undefined;
    const place = await this.locate({ unit, line, of: 'client', kind: ending?.toLowerCase() === 'trigger' ? 'trigger' : 'class' }, uri);
    return place ? { unit: place.unit, line: place.line } : { unit, line };
  }

  private async locate(wanted: { unit: string; line: number; of: 'installed' | 'client'; kind?: 'class' | 'trigger' }, file: vscode.Uri | undefined): Promise<CodePlace | null> {
    const { login } = this.sandbox;
    if (!login) return null;
    const text = file && (await vscode.workspace.openTextDocument(file)).getText();
    return (await this.sandbox.request('code/locate', { loginId: login.id, ...wanted, ...(text === undefined ? {} : { text }) })).place;
  }
}
