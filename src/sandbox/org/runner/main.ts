/** The runner process of one org: answers the hub over the channel it was forked with, and ends with it. */
import { WireError } from '../../../protocol/errors.ts';
import type { RunDebug } from '../contract.ts';
import type { Admitted, FromRunner, ToRunner } from '../runner-wire.ts';
import { Runner } from './runner.ts';

const send = (message: FromRunner): void => {
  // The hub was killed, and the news of it comes after this answer.
  process.send?.(message, undefined, undefined, error => { if (error) process.exit(0); });
};
/** Requests of the org's own that wait for the hub, by id. */
const starting = new Map<string, (debug: RunDebug | null) => void>();
const runner = new Runner((event) => send({ event }), (request) => new Promise((resolve) => {
  starting.set(request.requestId, resolve);
  send({ admit: request });
}));

process.on('message', (message: ToRunner | Admitted) => {
  if ('admitted' in message) {
    starting.get(message.admitted)?.(message.debug);
    starting.delete(message.admitted);
    return;
  }
  const handler = runner.handlers[message.method] as (params: unknown) => Promise<unknown>;
  handler(message.params).then(
    (result) => send({ id: message.id, result }),
    (error: unknown) => send({ id: message.id, error: { message: error instanceof Error ? error.message : String(error), data: error instanceof WireError ? error.data : null } }),
  );
});
// The hub is gone: nobody is left to answer.
process.on('disconnect', () => process.exit(0));
