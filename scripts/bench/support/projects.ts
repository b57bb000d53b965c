/** The large projects that rows are measured with: one made of the sample always, and a checkout where one is named. */
import { basename } from 'node:path';
import { findSources } from '../../../src/sandbox/org/sources.ts';
import type { SourceFile } from '../../../src/sandbox/apex/semantics/types.ts';
import { makeSyntheticProject } from './synthetic-project.ts';

/** Names a checkout: `npm run bench -- FOLDER` sets it. */
export const PROJECT_VARIABLE = 'ISV_BENCH_PROJECT';

export interface LargeProject {
  readonly directory: string;
  /** `made of the sample (1066 files, 326 k lines)` */
  readonly title: string;
  readonly sources: readonly SourceFile[];
}

/** Runs the action for each project, one after the other. */
export async function forEachProject(action: (project: LargeProject) => void | Promise<void>): Promise<void> {
  const made = makeSyntheticProject();
  try {
    await action(describe(made.directory, 'made of the sample'));
  } finally {
    made.remove();
  }
  const named = process.env[PROJECT_VARIABLE];
  if (named) await action(describe(named, basename(named)));
}

function describe(directory: string, name: string): LargeProject {
  const sources = findSources(directory, null);
  const lines = sources.reduce((sum, { text }) => sum + text.split('\n').length, 0);
  return { directory, sources, title: `${name} (${sources.length} files, ${Math.round(lines / 1000)} k lines)` };
}
