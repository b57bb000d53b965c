import type { DatabaseSync } from 'node:sqlite';

/**
 * Ends a transaction that failed; why it failed is the caller's to tell. After some failures (a full disk, trouble with the
 * file) SQLite has rolled back by itself. Source: "Response To Errors Within A Transaction", sqlite.org/lang_transaction.html.
 */
export function rollBack(database: DatabaseSync): void {
  try {
    database.exec('ROLLBACK');
  } catch (error) {
    if (!(error instanceof Error && /no transaction is active/.test(error.message))) throw error;
  }
}
