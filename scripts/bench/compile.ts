/** Times what the runner does with a large project's code: parse, then everything up to the JavaScript of every class. */
import { OrgCompiler } from '../../src/sandbox/org/compiler.ts';
import { parseCompilationUnit } from '../../src/sandbox/apex/syntax/parser.ts';
import { forEachProject } from './support/projects.ts';
import { printRow } from './support/rows.ts';

await forEachProject(({ directory, title, sources }) => {
  let started = performance.now();
  for (const { text } of sources) parseCompilationUnit(text);
  printRow({ name: `parse ${title}`, value: (performance.now() - started) / 1000, unit: 's', budget: 1.5 });

  const compiler = new OrgCompiler({ projects: [{ directory, namespace: 'bench' }], namespace: 'bench' });
  started = performance.now();
  const { ready, withErrors } = compiler.check();
  for (const { path } of compiler.sources) {
    const unit = compiler.program.unit(path);
    const name = unit?.trigger ? `trigger:bench.${unit.trigger.name}` : `bench.${unit?.type?.name}`;
    compiler.unit(name, 'debuggable');
  }
  printRow({ name: `parse, types and code of ${title}`, value: (performance.now() - started) / 1000, unit: 's', budget: 5, note: `${ready} ready, ${withErrors} with errors, one thread` });
});
