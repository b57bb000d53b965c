import type * as vscode from 'vscode';
import type { LaunchAttributes } from '../../protocol/launch.ts';

export const debugType = 'isv-apex';

/** A launch configuration as launch.json holds it. */
export type IsvConfiguration = vscode.DebugConfiguration & LaunchAttributes;
