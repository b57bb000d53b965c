// `npm start`: the sample world in a VS Code, ready for the walkthrough. Options: --reset, --world FILE, --headless [--json].
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from './build.mjs';
import { chooseEditor, openEditor } from './support/editors.mjs';
import { prepareWorld, startHub, worldEnvironment, worldFolder } from './support/local-world.mjs';
import { onBundledNode, root } from './support/toolchain.mjs';

const usage = `npm start [-- OPTIONS]
  --reset      throw the copy of the sample world and all data away and start over
  --world FILE open this world (samples/world.schema.json describes it) instead of the sample
  --headless   no window: run the demo in this terminal
  --json       with --headless: print the debug messages as JSON`;

const options = parse(process.argv.slice(2));
await onBundledNode();
// With --json, standard output belongs to the messages.
const say = options.json ? line => console.error(line) : line => console.log(line);

await buildIfStale();
const world = openWorld();
if (options.headless) process.exit(await demo());
await showWindow();

function parse(args) {
  const found = { reset: false, headless: false, json: false };
  const leave = problem => {
    (problem ? console.error : console.log)(`${problem}${usage}`);
    process.exit(problem ? 2 : 0);
  };
  for (let i = 0; i < args.length; i++) {
    const name = args[i].slice(2);
    if (args[i] === '--help') leave('');
    else if (args[i] === '--world') found.file = args[++i] ?? leave('--world needs the name of a file\n');
    else if (Object.hasOwn(found, name) && args[i] === `--${name}`) found[name] = true;
    else leave(`unknown option ${args[i]}\n`);
  }
  if (found.json && !found.headless) leave('--json needs --headless\n');
  return found;
}

function openWorld() {
  try {
    const opened = prepareWorld(options);
    if (opened.kept.length > 0) say(`changed in samples/ and in your copy, so your copy stays (-- --reset takes the new ones): ${opened.kept.join(', ')}`);
    return opened;
  } catch (error) {
    console.error(`${options.file ?? 'samples/world.json'}: ${error instanceof Error ? error.message : error}`);
    process.exit(2);
  }
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
    say(`sandbox: process ${hub.pid}, on ${options.file ? world.worldFile : `a copy of samples/ in ${join(worldFolder, 'samples')}`}`);
    say(`web pages of the customers' side: ${hub.pages}`);
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
