import { ApexBlob } from '../../runtime/blob.ts';
import type { ApexValue } from '../../runtime/contract.ts';
import { idFromText } from '../../runtime/conversions.ts';
import { ApexDecimal } from '../../runtime/decimal.ts';
import { fail, failNull } from '../../runtime/exception.ts';
import { defineLibraryClass, enumConstant, typed } from '../../runtime/library.ts';
import { ApexObject } from '../../runtime/object.ts';
import { ApexDate, ApexDatetime, ApexTime } from '../../runtime/temporal.ts';
import type { ApexTypeValue } from '../../runtime/tokens.ts';
import { typedValue } from './deserialize.ts';
import { parseIso, parseIsoTime } from './iso.ts';
import { readNode } from './parse.ts';
import { wholeNumber } from './primitives.ts';
import { JsonReader, type TokenKind } from './reader.ts';

class ApexJsonParser extends ApexObject {
  readonly reader: JsonReader;
  /** The current token was cleared, or used up by readValueAs. */
  isCleared = false;
  lastCleared: TokenKind | null = null;
  constructor(text: string) {
    super();
    this.reader = new JsonReader(text, 'parser');
  }
  get kind(): TokenKind | null { return this.isCleared ? null : this.reader.kind; }
  get text(): string | null { return this.isCleared ? null : this.reader.tokenText(); }
  next(): TokenKind | null {
    this.isCleared = false;
    return this.reader.next();
  }
  clear(): void {
    if (this.kind !== null) this.lastCleared = this.kind;
    this.isCleared = true;
  }
}
typed(ApexJsonParser, 'System.JSONParser');

const tokenValue = (kind: TokenKind | null): ApexValue => (kind ? enumConstant('System.JSONToken', kind) : null);

function number(self: ApexJsonParser): string {
  if (!self.kind?.startsWith('VALUE_NUMBER')) self.reader.error(`Current token (${self.kind ?? 'null'}) not numeric, can not use numeric value accessors`);
  return self.text!;
}

function whole(self: ApexJsonParser, bits: 32 | 64): bigint {
  const result = wholeNumber(number(self), bits);
  return 'problem' in result ? self.reader.error(result.problem) : result.value;
}

function string(self: ApexJsonParser): string {
  return self.kind === 'VALUE_STRING' ? self.text! : self.reader.error(`Current token (${self.kind ?? 'null'}) not VALUE_STRING, can not access as text`);
}

function moment(self: ApexJsonParser): number {
  const result = parseIso(string(self));
  return 'problem' in result ? fail('System.JSONException', result.problem) : result.millis;
}

const readAs = (isStrict: boolean) => (self: ApexJsonParser, type: ApexTypeValue | null): ApexValue => {
  if (!type) failNull('Argument cannot be null.');
  if (self.kind === null || self.kind === 'FIELD_NAME') self.next();
  if (self.kind === null) fail('System.JSONException', 'No content to map to Object due to end of input');
  const value = typedValue(readNode(self.reader), type.type, isStrict);
  self.clear();
  return value;
};

/** Source: Apex Reference, JSONParser Class. */
defineLibraryClass({
  name: 'System.JSONParser',
  members: {
    'System.JSONToken nextToken()': (self: ApexJsonParser) => tokenValue(self.next()),
    'System.JSONToken nextValue()': (self: ApexJsonParser) => tokenValue(self.next() === 'FIELD_NAME' ? self.next() : self.kind),
    'System.JSONToken getCurrentToken()': (self: ApexJsonParser) => tokenValue(self.kind),
    'System.JSONToken getLastClearedToken()': (self: ApexJsonParser) => tokenValue(self.lastCleared),
    'Boolean hasCurrentToken()': (self: ApexJsonParser) => self.kind !== null,
    'void clearCurrentToken()': (self: ApexJsonParser) => self.clear(),
    'String getText()': (self: ApexJsonParser) => self.text,
    'String getCurrentName()': (self: ApexJsonParser) => self.reader.currentName(),
    'Boolean getBooleanValue()': (self: ApexJsonParser) =>
      (self.kind === 'VALUE_TRUE' || self.kind === 'VALUE_FALSE' ? self.kind === 'VALUE_TRUE' : self.reader.error(`Current token (${self.kind ?? 'null'}) not of boolean type`)),
    'Integer getIntegerValue()': (self: ApexJsonParser) => Number(whole(self, 32)),
    'Long getLongValue()': (self: ApexJsonParser) => whole(self, 64),
    'Double getDoubleValue()': (self: ApexJsonParser) => Number(number(self)),
    'Decimal getDecimalValue()': (self: ApexJsonParser) => ApexDecimal.parse(number(self)),
    'Date getDateValue()': (self: ApexJsonParser) => new ApexDate(Math.floor(moment(self) / 86_400_000)),
    'Datetime getDatetimeValue()': (self: ApexJsonParser) => new ApexDatetime(moment(self)),
    'Datetime getDateTimeValue()': (self: ApexJsonParser) => new ApexDatetime(moment(self)),
    'Time getTimeValue()': (self: ApexJsonParser) => new ApexTime(parseIsoTime(string(self)) ?? fail('System.JSONException', `Invalid format: "${self.text}"`)),
    'Id getIdValue()': (self: ApexJsonParser) => idFromText(string(self)),
    'ID getIdValue()': (self: ApexJsonParser) => idFromText(string(self)),
    'Blob getBlobValue()': (self: ApexJsonParser) => new ApexBlob(new Uint8Array(Buffer.from(string(self), 'base64'))),
    'Object readValueAs(System.Type apexType)': readAs(false),
    'Object readValueAsStrict(System.Type apexType)': readAs(true),
    'void skipChildren()': (self: ApexJsonParser) => { if (!self.isCleared) self.reader.skipChildren(); },
  },
});

defineLibraryClass({ name: 'System.JSON', members: { 'static System.JSONParser createParser(String jsonString)': (text: string | null) => new ApexJsonParser(text ?? failNull('null input to JSON parser')) } });
