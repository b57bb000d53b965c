import * as vscode from 'vscode';
import { entryPoint } from '../../protocol/entry-points.ts';
import { DEVELOPER_TOKEN_VARIABLE, SERVER_VARIABLE, STATE_DIRECTORY_VARIABLE } from '../../protocol/environment.ts';
import { SERVER_CA_VARIABLE } from '../../protocol/server-ca.ts';
import type { DeveloperTokens } from '../login/tokens.ts';
import { sandboxNode } from '../services/node.ts';
import type { Sandbox } from '../services/sandbox.ts';
import { readSettings } from '../services/settings.ts';

/** The adapter is a process of its own; it finds the hub by the world's state directory, or the team's server by its address. */
export class AdapterFactory implements vscode.DebugAdapterDescriptorFactory {
  private readonly sandbox: Sandbox;
  private readonly tokens: DeveloperTokens;

  constructor(sandbox: Sandbox, tokens: DeveloperTokens) {
    this.sandbox = sandbox;
    this.tokens = tokens;
  }

  async createDebugAdapterDescriptor(): Promise<vscode.DebugAdapterDescriptor> {
    const { nodePath, serverCa } = readSettings();
    const node = await sandboxNode(nodePath);
    const { world } = this.sandbox;
    const env: Record<string, string> = { ...node.env };
    if (world) {
      env[STATE_DIRECTORY_VARIABLE] = world.stateDirectory;
      env[SERVER_VARIABLE] = world.server ?? '';
      env[SERVER_CA_VARIABLE] = serverCa ?? '';
      const token = await this.tokens.get(world);
      // In the environment, because arguments are public on a shared machine.
      if (token) env[DEVELOPER_TOKEN_VARIABLE] = token;
    }
    return new vscode.DebugAdapterExecutable(node.command, [entryPoint('adapter')], { env });
  }
}
