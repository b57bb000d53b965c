import * as vscode from 'vscode';
import type { OrgKind } from '../../protocol/rpc.ts';

const kinds: Readonly<Record<OrgKind, { readonly label: string; readonly icon: string }>> = {
  full: { label: 'full sandbox', icon: 'database' },
  partialCopy: { label: 'partial copy sandbox', icon: 'server' },
  developerPro: { label: 'developer pro sandbox', icon: 'vm' },
  developer: { label: 'developer sandbox', icon: 'vm-outline' },
  production: { label: 'production', icon: 'organization' },
  scratch: { label: 'scratch org', icon: 'beaker' },
  project: { label: 'sandbox of this project', icon: 'root-folder' },
};

export function describeKind(kind: OrgKind): string {
  return kinds[kind].label;
}

export function orgIcon(kind: OrgKind, color?: string): vscode.ThemeIcon {
  return new vscode.ThemeIcon(kinds[kind].icon, color ? new vscode.ThemeColor(color) : undefined);
}
