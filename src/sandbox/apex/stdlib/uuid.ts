import type { ApexValue } from '../runtime/contract.ts';
import { EQUALS_SLOT, HASH_SLOT, stringHash } from '../runtime/equality.ts';
import { fail, failNull } from '../runtime/exception.ts';
import { defineJsonForm, defineLibraryClass, typed } from '../runtime/library.ts';
import { ApexObject } from '../runtime/object.ts';
import { current } from '../runtime/transaction.ts';

class ApexUuid extends ApexObject {
  readonly text: string;
  constructor(text: string) {
    super();
    this.text = text;
  }
  toApexText(): string { return this.text; }
  [EQUALS_SLOT](other: ApexValue): boolean { return other instanceof ApexUuid && other.text === this.text; }
  [HASH_SLOT](): number { return stringHash(this.text); }
}
typed(ApexUuid, 'System.UUID');

/** A random UUID (version 4, RFC 9562) from the transaction's source of randomness. */
export function randomUuid(): string {
  const bytes = Uint8Array.from(current().source.randomBytes(16));
  bytes[6] = (bytes[6]! & 0x0f) | 0x40;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  const hex = Buffer.from(bytes).toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

function fromText(text: string): ApexUuid {
  if (!/^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i.test(text)) fail('System.IllegalArgumentException', `Invalid UUID string: ${text}`);
  return new ApexUuid(text.toLowerCase());
}

defineJsonForm('System.UUID', {
  readText: fromText, writeText: (value) => (value as ApexUuid).text,
  read: () => fail('System.JSONException', 'Apex Type unsupported in JSON: System.UUID'), write: () => [],
});

/** Source: Apex Reference, UUID Class. */
defineLibraryClass({
  name: 'System.UUID',
  members: {
    'static System.UUID randomUUID()': () => new ApexUuid(randomUuid()),
    'static System.UUID fromString(String str)': (text: string | null) => fromText(text ?? failNull('Argument cannot be null.')),
    'Boolean equals(Object obj)': (self: ApexUuid, other: ApexValue) => self[EQUALS_SLOT](other),
    'Integer hashCode()': (self: ApexUuid) => self[HASH_SLOT](),
    'String toString()': (self: ApexUuid) => self.text,
  },
});
