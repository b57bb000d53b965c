/** What is wrong in a data file, and where: its message is `FILE:LINE: FIELD: what`. */
export class FileFault extends Error {
  override readonly name = 'FileFault';
  readonly file: string;
  readonly line: number | null;
  readonly field: string | null;

  constructor(file: string, line: number | null, field: string | null, message: string) {
    super(`${file}${line === null ? '' : `:${line}`}: ${field === null ? '' : `${field}: `}${message}`);
    this.file = file;
    this.line = line;
    this.field = field;
  }
}
