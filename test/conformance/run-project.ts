/** Runs a project's own tests in this process: `npx node test/conformance/run-project.ts DIR [--with [NS=]DIR]… [--only Class[.method]]…`. */
import { projectArgument } from '../../src/protocol/project-argument.ts';
import { openTestOrg } from '../support/apex.ts';

const projects: string[] = [];
const only: string[] = [];
let target = projects;
for (const argument of process.argv.slice(2)) {
  if (argument === '--with') target = projects;
  else if (argument === '--only') target = only;
  else target.push(argument);
}
const started = performance.now();
const org = openTestOrg({ projects: projects.map(projectArgument).map(({ namespace, folder }) => ({ directory: folder, namespace })), hasRealClock: true });
const results = org.runTests(only);
const failed = results.filter(({ result }) => !result.success);
for (const { name, result } of failed) console.log(`FAIL ${name}: ${result.exception!.type}: ${result.exception!.message.slice(0, only.length ? 3000 : 300)}\n     ${result.exception!.stackTrace.split('\n').slice(0, only.length ? 12 : 2).join('\n     ')}`);
console.log(`${results.length - failed.length} passed, ${failed.length} failed, ${(performance.now() - started).toFixed(0)} ms`);
org.close();
