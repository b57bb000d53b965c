import * as vscode from 'vscode';
import { sendWorkspace } from '../../exchange/workspace-files.ts';
import type { WorkspaceComparison } from '../../protocol/partner.ts';
import type { SentWorkspace } from '../../protocol/workspace.ts';
import type { Log } from '../services/log.ts';
import type { Sandbox } from '../services/sandbox.ts';
import { redact } from '../services/redact.ts';
import type { SubscriberDocuments } from './documents.ts';

/** The last request on the installed version of the package and on the workspace's, in copies of the org: does the fix help this customer? */
export async function runOnWorkspaceVersion(sandbox: Sandbox, documents: SubscriberDocuments, log: Log): Promise<WorkspaceComparison> {
  const { login } = sandbox;
  if (!login) throw new Error('You are not logged in to an org. Log in and make a request first.');
  const projects = await projectsOf(sandbox);
  await vscode.workspace.saveAll(false);
  const comparison = await vscode.window.withProgress({ location: vscode.ProgressLocation.Notification, title: 'Workspace version' }, async progress => {
    const listening = sandbox.onDidProgress(({ message }) => progress.report({ message }));
    try {
      if (sandbox.world?.server === null) return await sandbox.request('run/onWorkspaceVersion', { loginId: login.id, projects });
      const sent: SentWorkspace[] = [];
      for (const project of projects) {
        progress.report({ message: `Sending ${project}` });
        const { workspace, leftOut } = await sendWorkspace(sandbox, project);
        if (leftOut.length > 0) log.info(`not sent, because they are no text or too large: ${leftOut.join(', ')}`);
        sent.push(workspace);
      }
      return await sandbox.request('run/onWorkspaceVersion', { loginId: login.id, projects: [], sent });
    } finally {
      listening.dispose();
    }
  });
  const editor = await documents.showText('Installed and workspace version.md', redact(comparison.markdown), 'markdown');
  // A person reads tables better than pipes; who turned the built-in preview off has the text.
  await vscode.commands.executeCommand('markdown.showPreview', editor.document.uri).then(undefined, () => undefined);
  return comparison;
}

/** Folders of the workspace's projects whose namespace is a package's of the org. */
async function projectsOf({ login, orgs }: Sandbox): Promise<string[]> {
  const namespaces = orgs.find(each => each.id === login?.org.id)?.packages.flatMap(({ namespace }) => namespace?.toLowerCase() ?? []) ?? [];
  const files = await vscode.workspace.findFiles('**/sfdx-project.json', '**/{node_modules,.sfdx,.sf}/**');
  const found = await Promise.all(files.map(async file => (namespaces.includes(await namespaceOf(file)) ? [vscode.Uri.joinPath(file, '..').fsPath] : [])));
  const projects = found.flat();
  if (projects.length === 0) throw new Error(`This workspace has no project of a package that ${login?.org.name} has (${namespaces.join(', ') || 'it has none'}). Open the folder of the package's project.`);
  return projects;
}

async function namespaceOf(file: vscode.Uri): Promise<string> {
  try {
    const { namespace } = JSON.parse(Buffer.from(await vscode.workspace.fs.readFile(file)).toString('utf8')) as { namespace?: unknown };
    return typeof namespace === 'string' ? namespace.toLowerCase() : '';
  } catch (error) {
    // A broken project file is no package's.
    if (error instanceof SyntaxError) return '';
    throw error;
  }
}
