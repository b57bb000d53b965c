/** Typed access to the arguments of a request: a wrong type is the client's fault and says which. */
import { wrongArgument } from './errors.ts';

export type RawArguments = Readonly<Record<string, unknown>>;

export class Arguments {
  readonly command: string;
  readonly #values: RawArguments;
  readonly #whenAnswered: (() => void)[] = [];
  readonly #whenSettled: (() => void)[] = [];
  #isAnswered = false;

  constructor(command: string, values: unknown) {
    this.command = command;
    if (values === undefined || values === null) this.#values = {};
    else if (typeof values === 'object' && !Array.isArray(values)) this.#values = values as RawArguments;
    else throw wrongArgument(command, 'arguments', values, 'an object');
  }

  get raw(): RawArguments {
    return this.#values;
  }

  /** For what must not overtake a successful response: events, the start of the run. */
  afterResponse(action: () => void): void {
    this.#whenAnswered.push(action);
  }

  /** Once there is a response, whatever it says; at once if there has been one. */
  finally(action: () => void): void {
    if (this.#isAnswered) action();
    else this.#whenSettled.push(action);
  }

  /** The response is out. */
  answered(isSuccess: boolean): void {
    this.#isAnswered = true;
    for (const action of this.#whenSettled) action();
    if (isSuccess) for (const action of this.#whenAnswered) action();
  }

  integer(name: string): number {
    const value = this.#values[name];
    if (typeof value !== 'number' || !Number.isSafeInteger(value)) throw wrongArgument(this.command, name, value, 'an integer');
    return value;
  }

  count(name: string): number {
    const value = this.#values[name];
    if (value === undefined) return 0;
    const given = this.integer(name);
    if (given < 0) throw wrongArgument(this.command, name, given, 'an integer, 0 or more');
    return given;
  }

  optionalInteger(name: string): number | undefined {
    return this.#values[name] === undefined ? undefined : this.integer(name);
  }

  text(name: string): string {
    const value = this.#values[name];
    if (typeof value !== 'string') throw wrongArgument(this.command, name, value, 'a text');
    return value;
  }

  optionalText(name: string): string | undefined {
    return this.#values[name] === undefined ? undefined : this.text(name);
  }

  flag(name: string): boolean {
    const value = this.#values[name];
    if (value !== undefined && typeof value !== 'boolean') throw wrongArgument(this.command, name, value, 'true or false');
    return value === true;
  }

  /** One of `choices`, or undefined. */
  choice<T extends string>(name: string, choices: readonly T[]): T | undefined {
    const value = this.optionalText(name);
    if (value === undefined) return undefined;
    const found = choices.find(choice => choice === value);
    if (found === undefined) throw wrongArgument(this.command, name, value, `one of ${choices.join(', ')}`);
    return found;
  }

  object(name: string): Arguments {
    const value = this.#values[name];
    if (typeof value !== 'object' || value === null || Array.isArray(value)) throw wrongArgument(this.command, name, value, 'an object');
    return new Arguments(this.command, value);
  }

  /** Absent is empty. */
  objects(name: string): readonly Arguments[] {
    const value = this.#values[name];
    if (value === undefined) return [];
    if (!Array.isArray(value)) throw wrongArgument(this.command, name, value, 'a list of objects');
    return value.map((item: unknown, index) => {
      if (typeof item !== 'object' || item === null || Array.isArray(item)) throw wrongArgument(this.command, `${name}[${index}]`, item, 'an object');
      return new Arguments(this.command, item);
    });
  }

  /** Absent is empty. */
  integers(name: string): readonly number[] {
    const value = this.#values[name];
    if (value === undefined) return [];
    if (!Array.isArray(value) || value.some(item => !Number.isSafeInteger(item))) throw wrongArgument(this.command, name, value, 'a list of integers');
    return value as readonly number[];
  }

  texts(name: string): readonly string[] {
    const value = this.#values[name];
    if (value === undefined) return [];
    if (!Array.isArray(value) || value.some(item => typeof item !== 'string')) throw wrongArgument(this.command, name, value, 'a list of texts');
    return value as readonly string[];
  }
}
