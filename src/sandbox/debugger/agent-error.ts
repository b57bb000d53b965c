import type { AgentErrorId } from './messages.ts';

/** A command that can't be done, with the reason for the person who asked. */
export class AgentError extends Error {
  readonly id: AgentErrorId;
  constructor(id: AgentErrorId, message: string) {
    super(message);
    this.name = 'AgentError';
    this.id = id;
  }
}
