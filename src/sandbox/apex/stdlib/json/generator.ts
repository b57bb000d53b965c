import type { ApexBlob } from '../../runtime/blob.ts';
import type { ApexValue } from '../../runtime/contract.ts';
import { ApexDouble } from '../../runtime/double.ts';
import { fail, failNull } from '../../runtime/exception.ts';
import { defineLibraryClass, typed, type LibraryFunction } from '../../runtime/library.ts';
import { ApexObject } from '../../runtime/object.ts';
import { quote, serialize } from './serialize.ts';

class ApexJsonGenerator extends ApexObject {
  readonly isPretty: boolean;
  private out = '';
  private readonly open: { kind: '{' | '['; count: number }[] = [];
  private isAfterName = false;
  isClosed = false;
  constructor(isPretty: boolean) {
    super();
    this.isPretty = isPretty;
  }

  private separate(): void {
    if (this.isAfterName) {
      this.isAfterName = false;
      return;
    }
    const top = this.open.at(-1);
    if (!top) return;
    if (top.count++ > 0) this.out += ',';
    if (this.isPretty) this.out += top.kind === '{' ? `\n${'  '.repeat(this.open.length)}` : ' ';
  }

  value(text: string): void {
    if (this.isClosed) fail('System.UnexpectedException', 'Salesforce System Error: the generator is closed');
    this.separate();
    this.out += text;
  }

  name(text: string): void {
    if (this.open.at(-1)?.kind !== '{') fail('System.JSONException', 'Can not write a field name, expecting a value');
    this.separate();
    this.out += quote(text) + (this.isPretty ? ' : ' : ':');
    this.isAfterName = true;
  }

  start(kind: '{' | '['): void {
    this.value(kind);
    this.open.push({ kind, count: 0 });
  }

  end(kind: '{' | '['): void {
    const top = this.open.pop();
    if (top?.kind !== kind) fail('System.JSONException', `Current context not ${kind === '{' ? 'an object' : 'an array'}`);
    if (this.isPretty) this.out += kind === '{' && top.count ? `\n${'  '.repeat(this.open.length)}` : ' ';
    this.out += kind === '{' ? '}' : ']';
  }

  text(): string {
    while (this.open.length) this.end(this.open.at(-1)!.kind);
    return this.out;
  }
}
typed(ApexJsonGenerator, 'System.JSONGenerator');

const json = (value: ApexValue, self: ApexJsonGenerator): string => serialize(value, { isPretty: self.isPretty, suppressNulls: false });
const members: Record<string, LibraryFunction> = {
  'void close()': (self: ApexJsonGenerator) => { self.isClosed = true; },
  'String getAsString()': (self: ApexJsonGenerator) => self.text(),
  'Boolean isClosed()': (self: ApexJsonGenerator) => self.isClosed,
  'void writeStartObject()': (self: ApexJsonGenerator) => self.start('{'),
  'void writeEndObject()': (self: ApexJsonGenerator) => self.end('{'),
  'void writeStartArray()': (self: ApexJsonGenerator) => self.start('['),
  'void writeEndArray()': (self: ApexJsonGenerator) => self.end('['),
  'void writeFieldName(String fieldName)': (self: ApexJsonGenerator, name: string) => self.name(name),
  'void writeNull()': (self: ApexJsonGenerator) => self.value('null'),
  'void writeNullField(String fieldName)': (self: ApexJsonGenerator, name: string) => { self.name(name); self.value('null'); },
  'void writeObject(Object anyObject)': (self: ApexJsonGenerator, value: ApexValue) => self.value(json(value ?? failNull('null argument for JSONGenerator.writeObject()'), self)),
  'void writeObjectField(String fieldName, Object value)': (self: ApexJsonGenerator, name: string, value: ApexValue) => { self.name(name); self.value(json(value, self)); },
};

/** write and writeField of one kind of value; parameters are named as the catalogue has them. */
function writer(kind: string, type: string, parameter: string, fieldParameter: string, box: (value: never) => ApexValue = (value) => value): void {
  const text = (method: string, value: ApexValue, self: ApexJsonGenerator): string => (value === null ? failNull(`null argument for JSONGenerator.${method}()`) : json(box(value as never), self));
  members[`void write${kind}(${type} ${parameter})`] = (self: ApexJsonGenerator, value: ApexValue) => self.value(text(`write${kind}`, value, self));
  members[`void write${kind}Field(String fieldName, ${type} ${fieldParameter})`] = (self: ApexJsonGenerator, name: string, value: ApexValue) => {
    const written = text(`write${kind}Field`, value, self);
    self.name(name);
    self.value(written);
  };
}
writer('Blob', 'Blob', 'blobValue', 'blobValue', (value: ApexBlob) => value);
writer('Boolean', 'Boolean', 'blobValue', 'booleanValue');
writer('Date', 'Date', 'dateValue', 'dateValue');
writer('DateTime', 'Datetime', 'datetimeValue', 'datetimeValue');
writer('Id', 'ID', 'identifier', 'identifier');
members['void writeIdField(String fieldName, Id identifier)'] = members['void writeIdField(String fieldName, ID identifier)']!;
writer('String', 'String', 'stringValue', 'stringValue');
writer('Time', 'Time', 'timeValue', 'timeValue');
for (const type of ['Decimal', 'Integer', 'Long']) writer('Number', type, 'number', 'number');
writer('Number', 'Double', 'number', 'number', (value: number) => new ApexDouble(value));

/** Source: Apex Reference, JSONGenerator Class. */
defineLibraryClass({ name: 'System.JSONGenerator', members });
defineLibraryClass({ name: 'System.JSON', members: { 'static System.JSONGenerator createGenerator(Boolean prettyPrint)': (isPretty: boolean) => new ApexJsonGenerator(isPretty) } });
