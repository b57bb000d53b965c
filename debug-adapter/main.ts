/** The debug adapter's process: DAP on standard input and output. */
import { connect } from './connect.ts';
import { DebugSession } from './session.ts';
import { redactText } from './trace.ts';
import { Transport } from './transport.ts';

const log = (line: string): void => { process.stderr.write(`${redactText(line)}\n`); };

const session = new DebugSession({
  connector: connect,
  send: message => transport.send(message),
  onDisconnected: () => leave(0),
  log,
});
const transport = new Transport(process.stdin, process.stdout, {
  onMessage: message => session.handleMessage(message),
  onMalformed: cause => log(`a message is no JSON: ${cause}`),
  onEnd: cause => {
    if (cause) log(cause.message);
    session.clientGone();
    leave(cause ? 1 : 0);
  },
});

/** Once what has been written is out. */
function leave(code: number): void {
  process.stdout.write('', () => process.exit(code));
}
