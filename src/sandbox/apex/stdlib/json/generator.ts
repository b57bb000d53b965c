import type { ApexValue } from '../../runtime/contract.ts';
import { ApexDouble } from '../../runtime/double.ts';
import { fail, failNull } from '../../runtime/exception.ts';
import { defineLibraryClass, typed, type LibraryFunction } from '../../runtime/library.ts';
import { ApexObject } from '../../runtime/object.ts';
import { quote, serialize } from './serialize.ts';

type ContextKind = 'ROOT' | 'OBJECT' | 'ARRAY';
interface Context { readonly kind: ContextKind; entries: number }

const failJson = (message: string): never => fail('System.JSONException', message);

class ApexJsonGenerator extends ApexObject {
  readonly isPretty: boolean;
  private out = '';
  private readonly contexts: Context[] = [{ kind: 'ROOT', entries: 0 }];
  private isAfterName = false;
  isClosed = false;
  constructor(isPretty: boolean) {
    super();
    this.isPretty = isPretty;
  }

  private get context(): Context { return this.contexts[this.contexts.length - 1]!; }

  /** Objects indent what is in them, arrays don't. */
  get indent(): string { return '  '.repeat(this.contexts.filter(({ kind }) => kind === 'OBJECT').length); }

  private checkOpen(): void {
    if (this.isClosed) fail('System.UnexpectedException', 'Salesforce System Error: the JSON generator is closed');
  }

  /** What stands between the last entry and the next. */
  private separate(): void {
    const { context } = this;
    const isFirst = context.entries++ === 0;
    switch (context.kind) {
      case 'ROOT': if (!isFirst) this.out += ' '; break;
      case 'ARRAY': this.out += (isFirst ? '' : ',') + (this.isPretty ? ' ' : ''); break;
      case 'OBJECT': this.out += (isFirst ? '' : ',') + (this.isPretty ? `\n${this.indent}` : ''); break;
    }
  }

  /** @param action as a message names it: `write text value` */
  value(action: string, text: () => string): void {
    this.checkOpen();
    if (this.context.kind !== 'OBJECT') this.separate();
    else if (!this.isAfterName) failJson(`Can not ${action}, expecting field name`);
    else this.out += this.isPretty ? ' : ' : ':';
    this.isAfterName = false;
    this.out += text();
  }

  name(text: string): void {
    this.checkOpen();
    if (this.context.kind !== 'OBJECT' || this.isAfterName) failJson('Can not write a field name, expecting a value');
    this.separate();
    this.out += quote(text);
    this.isAfterName = true;
  }

  start(kind: 'OBJECT' | 'ARRAY'): void {
    this.value(kind === 'OBJECT' ? 'start an object' : 'start an array', () => (kind === 'OBJECT' ? '{' : '['));
    this.contexts.push({ kind, entries: 0 });
  }

  end(kind: 'OBJECT' | 'ARRAY'): void {
    this.checkOpen();
    const { context } = this;
    if (context.kind !== kind) failJson(`Current context not an ${kind === 'OBJECT' ? 'object' : 'ARRAY'} but ${context.kind}`);
    this.contexts.pop();
    this.isAfterName = false;
    if (this.isPretty) this.out += kind === 'OBJECT' && context.entries ? `\n${this.indent}` : ' ';
    this.out += kind === 'OBJECT' ? '}' : ']';
  }

  close(): void {
    for (let { kind } = this.context; kind !== 'ROOT' && !this.isClosed; { kind } = this.context) this.end(kind);
    this.isClosed = true;
  }

  text(): string {
    this.close();
    return this.out;
  }
}
typed(ApexJsonGenerator, 'System.JSONGenerator');

const given = <T>(value: T | null, method: string): T => value ?? failNull(`null argument for JSONGenerator.${method}()`);
const json = (value: ApexValue, self: ApexJsonGenerator): string => serialize(value, { isPretty: self.isPretty, suppressNulls: false }, self.indent);

const members: Record<string, LibraryFunction> = {
  'void close()': (self: ApexJsonGenerator) => self.close(),
  'String getAsString()': (self: ApexJsonGenerator) => self.text(),
  'Boolean isClosed()': (self: ApexJsonGenerator) => self.isClosed,
  'void writeStartObject()': (self: ApexJsonGenerator) => self.start('OBJECT'),
  'void writeEndObject()': (self: ApexJsonGenerator) => self.end('OBJECT'),
  'void writeStartArray()': (self: ApexJsonGenerator) => self.start('ARRAY'),
  'void writeEndArray()': (self: ApexJsonGenerator) => self.end('ARRAY'),
  'void writeFieldName(String fieldName)': (self: ApexJsonGenerator, name: string | null) => self.name(given(name, 'writeFieldName')),
  'void writeNull()': (self: ApexJsonGenerator) => self.value('write null value', () => 'null'),
  'void writeNullField(String fieldName)': (self: ApexJsonGenerator, name: string | null) => {
    self.name(given(name, 'writeNullField'));
    self.value('write null value', () => 'null');
  },
};

/** write and writeField of one kind of value; parameters are named as the catalogue has them. */
function writer(kind: string, type: string, parameter: string, fieldParameter: string, action: string, box: (value: never) => ApexValue = (value) => value): void {
  members[`void write${kind}(${type} ${parameter})`] = (self: ApexJsonGenerator, value: ApexValue) => {
    const boxed = box(given(value, `write${kind}`) as never);
    self.value(action, () => json(boxed, self));
  };
  const idName = kind === 'Id' ? 'Id' : type;
  members[`void write${kind}Field(String fieldName, ${idName} ${fieldParameter})`] = (self: ApexJsonGenerator, name: string | null, value: ApexValue) => {
    const boxed = box(given(value, `write${kind}Field`) as never);
    self.name(given(name, `write${kind}Field`));
    self.value(action, () => json(boxed, self));
  };
}
const TEXT = 'write text value';
writer('Blob', 'Blob', 'blobValue', 'blobValue', 'write binary value');
writer('Boolean', 'Boolean', 'blobValue', 'booleanValue', 'write boolean value');
writer('Date', 'Date', 'dateValue', 'dateValue', TEXT);
writer('DateTime', 'Datetime', 'datetimeValue', 'datetimeValue', TEXT);
writer('Id', 'ID', 'identifier', 'identifier', TEXT);
writer('String', 'String', 'stringValue', 'stringValue', TEXT);
writer('Time', 'Time', 'timeValue', 'timeValue', TEXT);
writer('Object', 'Object', 'anyObject', 'value', 'write value');
for (const type of ['Decimal', 'Integer', 'Long']) writer('Number', type, 'number', 'number', 'write number');
writer('Number', 'Double', 'number', 'number', 'write number', (value: number) => new ApexDouble(value));

/** Source: Apex Reference, JSONGenerator Class. */
defineLibraryClass({ name: 'System.JSONGenerator', members });
defineLibraryClass({ name: 'System.JSON', members: { 'static System.JSONGenerator createGenerator(Boolean prettyPrint)': (isPretty: boolean | null) => new ApexJsonGenerator(isPretty ?? failNull('Argument cannot be null.')) } });
