/** Bytes; immutable by convention. */
export class ApexBlob {
  readonly bytes: Uint8Array;
  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
  }
  static fromText(text: string): ApexBlob {
    return new ApexBlob(new TextEncoder().encode(text));
  }
  /** UTF-8. */
  toText(): string {
    return new TextDecoder().decode(this.bytes);
  }
}
