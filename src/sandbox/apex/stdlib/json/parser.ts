import type { ApexValue } from '../../runtime/contract.ts';
import { ApexDecimal } from '../../runtime/decimal.ts';
import { fail, failNull } from '../../runtime/exception.ts';
import { defineLibraryClass, enumConstant, typed } from '../../runtime/library.ts';
import { ApexObject } from '../../runtime/object.ts';
import { typeOf } from '../../runtime/runtime-types.ts';
import type { ApexTypeValue } from '../../runtime/tokens.ts';
import { typedValue } from './deserialize.ts';
import { parseJson, type JsonNode } from './parse.ts';

interface Token { readonly kind: string; readonly text: string | null; readonly name: string | null; /** The value that starts here, for readValueAs. */ readonly node: JsonNode | null; readonly size: number }

/** Tokens of a document in order; a value's first token knows how many follow that belong to it. */
function tokensOf(node: JsonNode, name: string | null): Token[] {
  const single = (kind: string, text: string): Token[] => [{ kind, text, name, node, size: 1 }];
  switch (node.kind) {
    case 'null': return single('VALUE_NULL', 'null');
    case 'boolean': return single(node.value ? 'VALUE_TRUE' : 'VALUE_FALSE', String(node.value));
    case 'string': return single('VALUE_STRING', node.value);
    case 'number': return single(/^-?\d+$/.test(node.text) ? 'VALUE_NUMBER_INT' : 'VALUE_NUMBER_FLOAT', node.text);
    case 'array': {
      const inner = node.items.flatMap((item) => tokensOf(item, null));
      return [{ kind: 'START_ARRAY', text: '[', name, node, size: inner.length + 2 }, ...inner, { kind: 'END_ARRAY', text: ']', name, node: null, size: 1 }];
    }
    case 'object': {
      const inner = node.members.flatMap(([key, value]) => [{ kind: 'FIELD_NAME', text: key, name: key, node: null, size: 1 }, ...tokensOf(value, key)]);
      return [{ kind: 'START_OBJECT', text: '{', name, node, size: inner.length + 2 }, ...inner, { kind: 'END_OBJECT', text: '}', name, node: null, size: 1 }];
    }
  }
}

class ApexJsonParser extends ApexObject {
  readonly tokens: readonly Token[];
  at = -1;
  cleared: ApexValue = null;
  constructor(text: string) {
    super();
    this.tokens = tokensOf(parseJson(text), null);
  }
  get token(): Token | null { return this.tokens[this.at] ?? null; }
  next(): Token | null {
    if (this.at < this.tokens.length) this.at++;
    return this.token;
  }
}
typed(ApexJsonParser, 'System.JSONParser');

const tokenValue = (token: Token | null): ApexValue => (token ? enumConstant('System.JSONToken', token.kind) : null);
const number = (self: ApexJsonParser): string => {
  const { token } = self;
  return token && token.kind.startsWith('VALUE_NUMBER') ? token.text! : fail('System.JSONException', `Current token (${token?.kind ?? 'null'}) not numeric, can not use numeric value accessors`);
};
const as = (type: string) => (self: ApexJsonParser): ApexValue => {
  const node = self.token?.node ?? fail('System.JSONException', 'No current value');
  return typedValue(node, typeOf(type), false);
};
const readAs = (isStrict: boolean) => (self: ApexJsonParser, type: ApexTypeValue | null): ApexValue => {
  if (!type) failNull('Argument cannot be null.');
  if (self.token?.kind === 'FIELD_NAME' || self.at < 0) self.next();
  const token = self.token ?? fail('System.JSONException', 'No content to map to Object due to end of input');
  if (!token.node) fail('System.JSONException', `Illegal token ${token.kind}`);
  const value = typedValue(token.node, type.type, isStrict);
  self.at += token.size - 1;
  return value;
};

/** Source: Apex Reference, JSONParser Class. */
defineLibraryClass({
  name: 'System.JSONParser',
  members: {
    'System.JSONToken nextToken()': (self: ApexJsonParser) => tokenValue(self.next()),
    'System.JSONToken nextValue()': (self: ApexJsonParser) => {
      let token = self.next();
      while (token && !token.kind.startsWith('VALUE') && !token.kind.startsWith('START')) token = self.next();
      return tokenValue(token);
    },
    'System.JSONToken getCurrentToken()': (self: ApexJsonParser) => tokenValue(self.token),
    'Boolean hasCurrentToken()': (self: ApexJsonParser) => self.token !== null,
    'void clearCurrentToken()': (self: ApexJsonParser) => { self.at = self.tokens.length; },
    'String getText()': (self: ApexJsonParser) => self.token?.text ?? null,
    'String getCurrentName()': (self: ApexJsonParser) => self.token?.name ?? null,
    'Boolean getBooleanValue()': (self: ApexJsonParser) => (self.token?.kind === 'VALUE_TRUE' ? true : self.token?.kind === 'VALUE_FALSE' ? false : fail('System.JSONException', `Current token (${self.token?.kind ?? 'null'}) not of boolean type`)),
    'Integer getIntegerValue()': (self: ApexJsonParser) => Math.trunc(Number(number(self))) | 0,
    'Long getLongValue()': (self: ApexJsonParser) => BigInt(Math.trunc(Number(number(self)))),
    'Double getDoubleValue()': (self: ApexJsonParser) => Number(number(self)),
    'Decimal getDecimalValue()': (self: ApexJsonParser) => ApexDecimal.parse(number(self)),
    'Date getDateValue()': as('Date'),
    'Datetime getDatetimeValue()': as('Datetime'),
    'Datetime getDateTimeValue()': as('Datetime'),
    'Time getTimeValue()': as('Time'),
    'Id getIdValue()': as('Id'),
    'ID getIdValue()': as('Id'),
    'Blob getBlobValue()': as('Blob'),
    'Object readValueAs(System.Type apexType)': readAs(false),
    'Object readValueAsStrict(System.Type apexType)': readAs(true),
    'void skipChildren()': (self: ApexJsonParser) => {
      const { token } = self;
      if (token && token.kind.startsWith('START')) self.at += token.size - 1;
    },
  },
});

defineLibraryClass({ name: 'System.JSON', members: { 'static System.JSONParser createParser(String jsonString)': (text: string | null) => new ApexJsonParser(text ?? failNull('null input to JSON parser')) } });
