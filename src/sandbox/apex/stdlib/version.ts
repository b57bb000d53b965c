import { EQUALS_SLOT, HASH_SLOT } from '../runtime/equality.ts';
import type { ApexValue } from '../runtime/contract.ts';
import { failNull } from '../runtime/exception.ts';
import { defineLibraryClass, typed } from '../runtime/library.ts';
import { ApexObject } from '../runtime/object.ts';

/** A package version; a patch number that wasn't given is null and counts as 0. */
class ApexVersion extends ApexObject {
  readonly major: number;
  readonly minor: number;
  readonly patch: number | null;
  constructor(major: number | null, minor: number | null, patch: number | null) {
    super();
    this.major = number(major);
    this.minor = number(minor);
    this.patch = patch === null ? null : number(patch);
  }
  compare(other: ApexVersion): number {
    return Math.sign(this.major - other.major || this.minor - other.minor || (this.patch ?? 0) - (other.patch ?? 0));
  }
  toApexText(): string { return this.patch === null ? `${this.major}.${this.minor}` : `${this.major}.${this.minor}.${this.patch}`; }
  [EQUALS_SLOT](other: ApexValue): boolean { return other instanceof ApexVersion && this.compare(other) === 0; }
  [HASH_SLOT](): number { return (this.major * 961 + this.minor * 31 + (this.patch ?? 0)) | 0; }
}
typed(ApexVersion, 'System.Version');

const number = (value: number | null): number => value ?? failNull('Argument cannot be null.');

/** Source: Apex Reference, Version Class. */
defineLibraryClass({
  name: 'System.Version',
  members: {
    'new(Integer major, Integer minor)': (major: number, minor: number) => new ApexVersion(major, minor, null),
    'new(Integer major, Integer minor, Integer patch)': (major: number, minor: number, patch: number) => new ApexVersion(major, minor, patch),
    'Integer compareTo(System.Version version)': (self: ApexVersion, other: ApexVersion | null) => self.compare(other ?? failNull()),
    'Integer major()': (self: ApexVersion) => self.major,
    'Integer minor()': (self: ApexVersion) => self.minor,
    'Integer patch()': (self: ApexVersion) => self.patch,
  },
});
