/** Comma-separated values. Source: RFC 4180. */
import { FileFault } from './file-fault.ts';

export interface CsvRow {
  /** Where it begins, from 1. */
  readonly line: number;
  readonly cells: readonly string[];
}

/** Throws `FileFault`. Blank lines are left out. */
export function parseCsv(file: string, text: string): CsvRow[] {
  const rows: CsvRow[] = [];
  let line = 1;
  let start = 1;
  let cells: string[] = [];
  let at = text.startsWith('\uFEFF') ? 1 : 0;
  const end = (): void => {
    if (cells.length > 1 || cells[0] !== '') rows.push({ line: start, cells });
    cells = [];
    start = line;
  };
  for (;;) {
    let cell = '';
    if (text[at] === '"') {
      const opened = line;
      for (;;) {
        const quote = text.indexOf('"', at + 1);
        if (quote < 0) throw new FileFault(file, opened, null, 'a quote is opened here and never closed');
        const part = text.slice(at + 1, quote);
        cell += part;
        line += part.split('\n').length - 1;
        at = quote + 1;
        if (text[at] !== '"') break;
        cell += '"';
      }
      if (at < text.length && !/[,\r\n]/.test(text[at] ?? '')) throw new FileFault(file, line, null, `"${text[at]}" follows a closing quote; write a quote inside of quotes twice`);
    } else {
      const from = at;
      while (at < text.length && text[at] !== ',' && text[at] !== '\n' && text[at] !== '\r') at++;
      cell = text.slice(from, at);
    }
    cells.push(cell);
    if (text[at] === ',') {
      at++;
      continue;
    }
    if (text[at] === '\r') at++;
    if (text[at] === '\n') at++;
    line++;
    end();
    if (at >= text.length) return rows;
  }
}

/** With `\n` at the end of each row. */
export function csvText(rows: readonly (readonly string[])[]): string {
  return rows.map((row) => `${row.map((cell) => (/[",\r\n]|^\s|\s$/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join(',')}\n`).join('');
}
