/** Other processes as the operating system tells of them (POSIX). */
import { spawnSync } from 'node:child_process';

interface ProcessRow { readonly pid: number; readonly parent: number; readonly isZombie: boolean }

function list(): ProcessRow[] {
  return spawnSync('ps', ['-A', '-o', 'pid=,ppid=,stat='], { encoding: 'utf8' }).stdout.split('\n').flatMap(line => {
    const [pid, parent, state] = line.trim().split(/\s+/);
    return pid && parent && state ? [{ pid: Number(pid), parent: Number(parent), isZombie: state.startsWith('Z') }] : [];
  });
}

export function childrenOf(pid: number): number[] {
  return list().filter(each => each.parent === pid && !each.isZombie).map(each => each.pid);
}

/** `kill -9`; one that is gone is no error. */
export function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

/** Resolves when none of them runs any more; rejects after 10 s. */
export async function gone(pids: readonly number[]): Promise<void> {
  const deadline = performance.now() + 10_000;
  for (;;) {
    const alive = list().filter(each => pids.includes(each.pid) && !each.isZombie);
    if (alive.length === 0) return;
    if (performance.now() > deadline) throw new Error(`Still running after 10 s: ${alive.map(each => each.pid).join(', ')}.`);
    await new Promise(resolve => { setImmediate(resolve); });
  }
}
