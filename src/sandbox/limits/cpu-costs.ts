/**
 * What work costs in nanoseconds of virtual CPU time: about fifty times what it takes here on one core, which puts ordinary
 * code near the times that the platform shows. Time in the database isn't CPU time (Apex Developer Guide, Execution Governors
 * and Limits), so queries and DML cost only what is done with their rows. `npm run bench` measures the work behind each line.
 */

/** A turn of a loop, or a call of a function that calls further, with the statements between two of them. */
export const STEP_NANOS = 500;
/** A byte of heap asked for: collections and texts are as much work as they are large. */
export const HEAP_BYTE_NANOS = 2;

/** After so much work of the library interrupts are looked at: a loop of it takes few steps. */
export const LOOK_NANOS = 1_000_000;

/** Of work whose size neither steps nor heap tell. */
export const CPU_COSTS = {
  /** A comparison of a sort. */
  comparison: 1000,
  /** A look of a regular expression at its text. */
  regexAccess: 500,
  /** A character of JSON read or written. */
  jsonCharacter: 400,
  /** A node of a DataWeave script that is evaluated. */
  scriptStep: 500,
  /** An element of a flow, with its conditions or assignments. */
  flowElement: 50_000,
  /** A byte that is hashed, signed or encrypted. */
  cryptoByte: 250,
  /** A query or search, and a row it finds. */
  query: 50_000,
  queryRow: 25_000,
  /** A DML statement, and a row it saves or deletes. */
  dml: 100_000,
  dmlRow: 100_000,
  /** An exception thrown, with its stack trace. */
  exception: 250_000,
  /** An event of the debug log. */
  logEvent: 25_000,
} as const;

export type CpuCost = keyof typeof CPU_COSTS;
