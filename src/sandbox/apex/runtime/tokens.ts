/** Type values, sObject type and field tokens: one object each a name, so that identity is equality. */
import type { ApexValue } from './contract.ts';
import { EQUALS_SLOT, HASH_SLOT, stringHash } from './equality.ts';
import { ApexObject } from './object.ts';
import { printedName } from './type-checks.ts';
import { typeOf, type RuntimeType } from './runtime-types.ts';
import { typed } from './library.ts';

export class ApexTypeValue extends ApexObject {
  readonly type: RuntimeType;
  constructor(type: RuntimeType) {
    super();
    this.type = type;
  }
  get apexName(): string { return printedName(this.type); }
  toApexText(): string { return this.apexName; }
}
typed(ApexTypeValue, 'System.Type');

export class ObjectToken extends ApexObject {
  readonly objectName: string;
  constructor(objectName: string) {
    super();
    this.objectName = objectName;
  }
  toApexText(): string { return this.objectName; }
}
typed(ObjectToken, 'Schema.SObjectType');

export class FieldToken extends ApexObject {
  readonly objectName: string;
  readonly fieldName: string;
  constructor(objectName: string, fieldName: string) {
    super();
    this.objectName = objectName;
    this.fieldName = fieldName;
  }
  toApexText(): string { return this.fieldName; }
}
typed(FieldToken, 'Schema.SObjectField');

/** `Account.SObjectType.getDescribe()`, read through the schema when asked. */
export class ObjectDescribe extends ApexObject {
  readonly objectName: string;
  constructor(objectName: string) {
    super();
    this.objectName = objectName;
  }
  [EQUALS_SLOT](other: ApexValue): boolean { return other instanceof ObjectDescribe && other.objectName === this.objectName; }
  [HASH_SLOT](): number { return stringHash(this.objectName); }
}
typed(ObjectDescribe, 'Schema.DescribeSObjectResult');

export class FieldDescribe extends ApexObject {
  readonly objectName: string;
  readonly fieldName: string;
  constructor(objectName: string, fieldName: string) {
    super();
    this.objectName = objectName;
    this.fieldName = fieldName;
  }
  [EQUALS_SLOT](other: ApexValue): boolean { return other instanceof FieldDescribe && other.objectName === this.objectName && other.fieldName === this.fieldName; }
  [HASH_SLOT](): number { return stringHash(this.fieldName); }
}
typed(FieldDescribe, 'Schema.DescribeFieldResult');

const types = new Map<RuntimeType, ApexTypeValue>();
const objects = new Map<string, ObjectToken>();
const fields = new Map<string, FieldToken>();

export function typeValue(name: string | RuntimeType): ApexTypeValue {
  const type = typeof name === 'string' ? typeOf(name) : name;
  let value = types.get(type);
  if (!value) types.set(type, (value = new ApexTypeValue(type)));
  return value;
}

export function objectToken(objectName: string): ObjectToken {
  const key = objectName.toLowerCase();
  let token = objects.get(key);
  if (!token) objects.set(key, (token = new ObjectToken(objectName)));
  return token;
}

export function fieldToken(objectName: string, fieldName: string): FieldToken {
  const key = `${objectName}.${fieldName}`.toLowerCase();
  let token = fields.get(key);
  if (!token) fields.set(key, (token = new FieldToken(objectName, fieldName)));
  return token;
}

export const describeObject = (objectName: string): ApexValue => new ObjectDescribe(objectName);
export const describeField = (objectName: string, fieldName: string): ApexValue => new FieldDescribe(objectName, fieldName);
