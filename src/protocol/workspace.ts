/** Wire types of a workspace whose sources are sent to a team's server: it can't read the developer's folders. */

export interface WorkspaceFile {
  /** Below the project's folder, with `/`. */
  readonly path: string;
  readonly text: string;
}

/** A project that was sent, for one request. */
export interface SentWorkspace {
  readonly id: string;
  /** Instead of its project file's. */
  readonly namespace: string | null;
  /** As its developer knows it, for messages. */
  readonly folder: string;
}

/** What a developer may have sent at a time, over all connections; `fileBytes`, `depth` and `pathLength` are of one file. */
export const WORKSPACE_LIMITS = { files: 10_000, totalBytes: 64 * 1024 * 1024, fileBytes: 2 * 1024 * 1024, depth: 20, pathLength: 300 } as const;
/** A name that every file system takes, and that leads nowhere else. */
const SEGMENT = /^(?!\.{1,2}$)(?!(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$))[^\u0000-\u001f\u007f\u2028\u2029\u202a-\u202e\u2066-\u2069/\\:*?"<>|]{1,120}(?<![. ])$/i;

export function isWorkspacePath(path: string): boolean {
  const segments = path.split('/');
  return path.length <= WORKSPACE_LIMITS.pathLength && segments.length <= WORKSPACE_LIMITS.depth && segments.every(each => SEGMENT.test(each));
}

export interface WorkspaceRequests {
  /**
   * Sources of one project, in as many requests as it takes: the first without an `id`, the others with the one it gave. They are of this connection
   * alone, and thrown away with the request that uses them, or with the connection.
   */
  'workspace/send': { params: { id?: string; files: readonly WorkspaceFile[] }; result: { id: string } };
}
