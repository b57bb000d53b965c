/** `$0`'s arguments run as the leader of this process group; beside them somebody waits for the end of standard input, and ends the group. Builtins alone: PATH may be empty. */
const SCRIPT = 'exec 3<&0 </dev/null; { while read -r line <&3; do :; done; kill -s KILL -- -$$; } >/dev/null 2>&1 & exec 3<&-; exec "$@"';

/**
 * The command that runs a program of a process group of its own (`detached`), whose standard input the caller keeps open as a pipe: when
 * the caller is gone, however it went, so is the whole group. A time limit that kills a test run reaches no group but the run's own.
 */
export function leashed(program: string, args: readonly string[]): { readonly command: string; readonly args: string[] } {
  return { command: '/bin/sh', args: ['-c', SCRIPT, 'sh', program, ...args] };
}
