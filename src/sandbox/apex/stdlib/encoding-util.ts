import { ApexBlob } from '../runtime/blob.ts';
import { fail, failNull } from '../runtime/exception.ts';
import { defineLibraryClass } from '../runtime/library.ts';

const required = <T>(value: T | null): T => (value === null ? failNull('Argument cannot be null.') : value);

/** Source: Apex Reference, EncodingUtil Class. */
defineLibraryClass({
  name: 'System.EncodingUtil',
  members: {
    'static Blob base64Decode(String inputString)': (text: string) => new ApexBlob(new Uint8Array(Buffer.from(required(text), 'base64'))),
    'static String base64Encode(Blob inputBlob)': (blob: ApexBlob) => Buffer.from(required(blob).bytes).toString('base64'),
    'static Blob convertFromHex(String inputString)': (text: string) => {
      if (!/^([0-9a-fA-F]{2})*$/.test(required(text))) fail('System.InvalidParameterValueException', 'Invalid hexadecimal string');
      return new ApexBlob(new Uint8Array(Buffer.from(text, 'hex')));
    },
    'static String convertToHex(Blob inputBlob)': (blob: ApexBlob) => Buffer.from(required(blob).bytes).toString('hex'),
    'static String urlDecode(String inputString, String encodingScheme)': (text: string) => decodeURIComponent(required(text).replaceAll('+', '%20')),
    'static String urlEncode(String inputString, String encodingScheme)': (text: string) =>
      encodeURIComponent(required(text)).replaceAll('%20', '+').replace(/[!'()~]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`),
  },
});
