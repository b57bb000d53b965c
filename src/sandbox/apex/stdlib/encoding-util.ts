import { ApexBlob } from '../runtime/blob.ts';
import { fail, failNull } from '../runtime/exception.ts';
import { defineLibraryClass } from '../runtime/library.ts';

const required = <T>(value: T | null): T => (value === null ? failNull('Argument cannot be null.') : value);

/** As forms are written. */
export function urlEncoded(text: string): string {
  return encodeURIComponent(text.toWellFormed()).replaceAll('%20', '+').replace(/[!'()~]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);
}

/** Bytes that are no UTF-8 become replacement characters, as java.net.URLDecoder has it. */
export function urlDecoded(text: string): string {
  return text.replaceAll('+', ' ').replace(/(?:%[0-9a-fA-F]{2})+|%(.{0,2})/gs, (run: string, bad?: string) => {
    if (bad === undefined) return Buffer.from(run.replaceAll('%', ''), 'hex').toString('utf8');
    return bad.length < 2 ? fail('System.IllegalArgumentException', 'URLDecoder: Incomplete trailing escape (%) pattern') : fail('System.IllegalArgumentException', `URLDecoder: Illegal hex characters in escape (%) pattern - For input string: "${bad}"`);
  });
}

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
    'static String urlDecode(String inputString, String encodingScheme)': (text: string | null) => urlDecoded(required(text)),
    'static String urlEncode(String inputString, String encodingScheme)': (text: string | null) => urlEncoded(required(text)),
  },
});
