// `npm start`: the sample world in a VS Code, ready for the walkthrough. Options: --reset, --headless [--json].
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from './build.mjs';
import { chooseEditor, openEditor } from './support/editors.mjs';
import { prepareWorld, startHub, worldEnvironment, worldFolder } from './support/local-world.mjs';
import { onBundledNode, root } from './support/toolchain.mjs';

const usage = `npm start [-- OPTIONS]
  --reset      throw the copy of the sample world and its data away and start over
  --headless   no window: run the demo in this terminal
  --json       with --headless: print the debug messages as JSON`;

const options = parse(process.argv.slice(2));
await onBundledNode();
// With --json, standard output belongs to the messages.
const say = options.json ? line => console.error(line) : line => console.log(line);

await buildIfStale();
const world = prepareWorld({ reset: options.reset });
if (options.headless) process.exit(await demo());
await showWindow();

function parse(args) {
  const known = ['--reset', '--headless', '--json', '--help'];
  const unknown = args.find(argument => !known.includes(argument));
  if (unknown || args.includes('--help') || (args.includes('--json') && !args.includes('--headless'))) {
    const problem = unknown ? `unknown option ${unknown}\n` : args.includes('--help') ? '' : '--json needs --headless\n';
    (problem ? console.error : console.log)(`${problem}${usage}`);
    process.exit(problem ? 2 : 0);
  }
  return Object.fromEntries(known.map(name => [name.slice(2), args.includes(name)]));
}

/** Builds when a source is newer than the last build. */
async function buildIfStale() {
  const stamp = join(root, 'dist/.built');
  const built = statSync(stamp, { throwIfNoEntry: false })?.mtimeMs ?? 0;
  const sources = ['src', 'debug-adapter', 'samples', 'scripts', 'syntaxes'].flatMap(folder => readdirSync(join(root, folder), { recursive: true }).map(name => join(root, folder, String(name))));
  if (built > 0 && [...sources, join(root, 'package.json')].every(file => statSync(file).mtimeMs <= built)) return;
  const written = await build({ log: say });
  say(`built ${written.length} bundles`);
  writeFileSync(stamp, '');
}

/** The same walk without a window, by the command line's demo. */
function demo() {
  const args = [join(root, 'dist/cli.mjs'), 'demo', '--world', world.worldFile, ...(options.json ? ['--json'] : [])];
  const child = spawn(process.execPath, args, { stdio: 'inherit', env: { ...process.env, ...worldEnvironment() } });
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
  return new Promise((done, fail) => {
    child.once('error', fail);
    child.once('exit', (code, signal) => done(signal ? 1 : code));
  });
}

async function showWindow() {
  const stops = [];
  let isStopping = false;
  const stopAll = async code => {
    if (isStopping) return;
    isStopping = true;
    const results = await Promise.allSettled(stops.reverse().map(stop => stop()));
    for (const result of results) if (result.status === 'rejected') console.error(result.reason);
    process.exit(code);
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => void stopAll(0));
  try {
    const hub = await startHub(world.worldFile);
    stops.push(() => hub.stop());
    say(`sandbox: process ${hub.pid}, on a copy of samples/ in ${join(worldFolder, 'samples')}`);
    const editor = await openEditor(chooseEditor(), { folder: world.packageFolder, vsix: vsix(), environment: worldEnvironment() });
    stops.push(() => editor.stop());
    say(`editor: ${editor.description}`);
    say('Ctrl+C ends everything.');
    const reason = await Promise.race([hub.ended, editor.closed.then(() => '')]);
    if (reason && !isStopping) console.error(reason);
    await stopAll(reason ? 1 : 0);
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    await stopAll(1);
  }
}

/** The packaged extension, as everybody installs it. */
function vsix() {
  const file = join(worldFolder, 'extension.vsix');
  const built = statSync(join(root, 'dist/.built')).mtimeMs;
  if (!existsSync(file) || statSync(file).mtimeMs < built) {
    const packaging = spawnSync(process.execPath, [join(root, 'scripts/package.mjs'), '--out', file], { encoding: 'utf8' });
    if (packaging.status !== 0) throw new Error(`The extension could not be packaged:\n${packaging.stdout}${packaging.stderr}`);
  }
  return file;
}
