/**
 * A check of an org leaves a heap far larger than what is still used, which the engine keeps for garbage to come. Here none
 * comes for long: what is edited is checked file by file. Once the answer is out, all is given back at once.
 */
export function giveBackMemory(): void {
  setImmediate(() => { void globalThis.gc?.({ type: 'major', execution: 'async', flavor: 'last-resort' }); });
}
