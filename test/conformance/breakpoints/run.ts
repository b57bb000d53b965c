/** `npx node test/conformance/breakpoints/run.ts DIR [DEPENDENCY]…`: sweeps a project and prints what it found. */
import { sweep } from './sweep.ts';

const [project, ...dependencies] = process.argv.slice(2);
if (!project) throw new Error('Name the folder of a project.');
const result = await sweep({ project, dependencies, variableStops: 40 });
const wrong = result.variables.filter(each => !each.isEqual);
for (const [title, places] of [['missed', result.missed], ['unexpected', result.unexpected], ['not verified', result.unverified]] as const) for (const place of places.slice(0, 10)) console.log(`${title}: ${place}`);
for (const { place, view, printed } of wrong) console.log(`differs: ${place}\n  view:    ${view}\n  printed: ${printed}`);
console.log(`${result.executable} executable lines, ${result.reached} reached by the tests, ${result.stopped} stopped (${result.missed.length} missed, ${result.unexpected.length} unexpected, ${result.unverified.length} not verified); ${result.variables.length} variables, ${result.variables.length - wrong.length} as printed`);
process.exitCode = result.missed.length + result.unexpected.length + result.unverified.length + wrong.length > 0 ? 1 : 0;
