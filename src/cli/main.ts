/** `isv-debugger`: the command line. */
import { parseArgs } from 'node:util';
import { approveCommand } from './commands/approve.ts';
import { auditCommand } from './commands/audit.ts';
import { authCommand } from './commands/auth.ts';
import { bundleCommand } from './commands/bundle.ts';
import { checkCommand } from './commands/check.ts';
import { dapCommand } from './commands/dap.ts';
import { dataCommand } from './commands/data.ts';
import { demoCommand } from './commands/demo.ts';
import { execCommand } from './commands/exec.ts';
import { featureCommand } from './commands/feature.ts';
import { grantCommand } from './commands/grant.ts';
import { logCommand } from './commands/log.ts';
import { licenseCommand } from './commands/license.ts';
import { loginAsCommand } from './commands/login-as.ts';
import { maintenanceCommand } from './commands/maintenance.ts';
import { orgCommand } from './commands/org.ts';
import { orgsCommand } from './commands/orgs.ts';
import { queryCommand } from './commands/query.ts';
import { sandboxCommand } from './commands/sandbox.ts';
import { serveCommand } from './commands/serve.ts';
import { sessionCommand } from './commands/session.ts';
import { subscribersCommand } from './commands/subscribers.ts';
import { testCommand } from './commands/test.ts';
import { CommandContext } from './context.ts';
import type { Command, OptionSpec, Values } from './context.ts';
import { CannotRun, COULD_NOT_RUN, DONE, isExpected } from './failure.ts';
import type { ExitCode } from './failure.ts';

const commands: readonly Command[] = [
  serveCommand, orgsCommand, loginAsCommand, execCommand, queryCommand, testCommand, checkCommand, logCommand, sessionCommand, dapCommand, demoCommand,
  authCommand, subscribersCommand, orgCommand, licenseCommand, featureCommand, auditCommand, grantCommand, approveCommand, maintenanceCommand, sandboxCommand, dataCommand, bundleCommand,
];

// Whoever reads has seen enough (`| head`): nothing more to say, and no fault.
process.stdout.on('error', (error: NodeJS.ErrnoException) => { if (error.code === 'EPIPE') process.exit(DONE); else throw error; });
process.exitCode = await main(process.argv.slice(2));

async function main(args: readonly string[]): Promise<ExitCode> {
  const [name, ...rest] = args;
  if (name === undefined || name === '--help' || name === '-h' || name === 'help') {
    process.stdout.write(overview());
    return name === undefined ? COULD_NOT_RUN : DONE;
  }
  const command = commands.find(each => each.name === name);
  if (!command) {
    process.stderr.write(`isv-debugger: there is no command "${name}".\n\n${overview()}`);
    return COULD_NOT_RUN;
  }
  let context: CommandContext | null = null;
  try {
    const { values, positionals } = parse(command, rest);
    if (values['help'] === true) {
      process.stdout.write(helpOf(command));
      return DONE;
    }
    context = new CommandContext(command, values, positionals);
    return await command.run(context);
  } catch (error) {
    const message = error instanceof Error ? (isExpected(error) ? error.message : error.stack ?? error.message) : String(error);
    if (context?.isJson) context.json({ error: error instanceof Error ? error.message : message });
    process.stderr.write(`isv-debugger ${name}: ${message}\n`);
    return COULD_NOT_RUN;
  } finally {
    context?.close();
  }
}

function parse(command: Command, args: readonly string[]): { values: Values; positionals: readonly string[] } {
  const options = { ...command.options, help: { type: 'boolean', short: 'h', help: '' }, json: { type: 'boolean', help: '' } } as const;
  try {
    const specs = Object.fromEntries(Object.entries(options).map(([option, { type, ...spec }]) => [option, {
      type, ...('multiple' in spec && spec.multiple ? { multiple: true } : {}), ...('short' in spec && spec.short ? { short: spec.short } : {}),
    }]));
    return parseArgs({ args: [...args], options: specs, allowPositionals: true, strict: true }) as { values: Values; positionals: readonly string[] };
  } catch (error) {
    throw new CannotRun(`${error instanceof Error ? error.message : String(error)}\nUse "isv-debugger ${command.name} --help".`);
  }
}

function overview(): string {
  const width = Math.max(...commands.map(command => command.name.length));
  const lines = commands.map(command => `  ${command.name.padEnd(width)}  ${command.summary}`);
  return `Usage: isv-debugger COMMAND [OPTIONS]\n\n${lines.join('\n')}\n\nEvery command has --help and --json. Exit code: 0 done, 1 found failures, 2 could not run.\n`;
}

function helpOf(command: Command): string {
  const entries = Object.entries<OptionSpec>({ ...command.options, json: { type: 'boolean' as const, help: 'Print the result as JSON.' } });
  const names = entries.map(([name, spec]) => [spec.short ? `-${spec.short}, ` : '', `--${name}`, spec.value ? ` ${spec.value}` : ''].join(''));
  const width = Math.max(...names.map(name => name.length));
  const lines = entries.map(([, spec], index) => `  ${(names[index] ?? '').padEnd(width)}  ${spec.help}`);
  return `Usage: isv-debugger ${command.name}${command.parameters ? ` ${command.parameters}` : ''} [OPTIONS]\n\n${command.summary}\n\n${lines.join('\n')}\n\nExit code: 0 done, 1 found failures, 2 could not run.\n`;
}
