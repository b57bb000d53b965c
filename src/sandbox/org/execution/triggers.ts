import type { ClassLoader } from '../../apex/runtime/loader.ts';
import { ApexException } from '../../apex/runtime/exception.ts';
import { current } from '../../apex/runtime/transaction.ts';
import { makeTrigger, withTrigger } from '../../apex/runtime/trigger-context.ts';
import type { TriggerContext, TriggerOperation, TriggerRunner } from '../../data/contract.ts';
import type { ObjectSchema } from '../../data/schema.ts';
import type { TriggerInfo } from '../compiler.ts';

const EVENT: Readonly<Record<TriggerOperation, string>> = {
  BEFORE_INSERT: 'before insert', BEFORE_UPDATE: 'before update', BEFORE_DELETE: 'before delete', AFTER_INSERT: 'after insert', AFTER_UPDATE: 'after update', AFTER_DELETE: 'after delete',
  AFTER_UNDELETE: 'after undelete',
};
const TITLE: Readonly<Record<TriggerOperation, string>> = {
  BEFORE_INSERT: 'BeforeInsert', BEFORE_UPDATE: 'BeforeUpdate', BEFORE_DELETE: 'BeforeDelete', AFTER_INSERT: 'AfterInsert', AFTER_UPDATE: 'AfterUpdate', AFTER_DELETE: 'AfterDelete',
  AFTER_UNDELETE: 'AfterUndelete',
};

/** Runs an org's triggers through a worker's class loader. */
export class LoaderTriggers implements TriggerRunner {
  private readonly byObject = new Map<string, TriggerInfo[]>();
  private readonly loader: ClassLoader;
  private readonly idOf: (name: string) => string;
  private running: string | null = null;

  /** `idOf`: of a trigger's row, by its full name. */
  constructor(triggers: readonly TriggerInfo[], loader: ClassLoader, idOf: (name: string) => string) {
    this.idOf = idOf;
    this.loader = loader;
    for (const trigger of triggers) {
      const key = trigger.object.toLowerCase();
      this.byObject.set(key, [...(this.byObject.get(key) ?? []), trigger]);
    }
  }

  private of(object: ObjectSchema, operation: TriggerOperation): TriggerInfo[] {
    return (this.byObject.get(object.name.toLowerCase()) ?? []).filter((trigger) => trigger.events.includes(EVENT[operation]));
  }

  hasTriggers(object: ObjectSchema, operation: TriggerOperation): boolean {
    return this.of(object, operation).length > 0;
  }

  currentTrigger(): string | null {
    return this.running;
  }

  names(object: ObjectSchema, operation: TriggerOperation): readonly string[] {
    return this.of(object, operation).map(({ name }) => name);
  }

  run(context: TriggerContext): void {
    for (const { name } of this.of(context.object, context.operation)) this.runOne(name, context);
  }

  runOne(name: string, context: TriggerContext): void {
    const outer = this.running;
    const unit = this.loader.unit(`trigger:${name}`);
    const active = makeTrigger(name, context.object.name, context.operation, context.newRecords, context.oldRecords);
    this.running = name;
    const codeUnit = this.logStart(name, context);
    try {
      withTrigger(active, () => unit.run!());
    } catch (error) {
      // The DML that fired the trigger names it in its own error.
      if (error instanceof ApexException && !error.triggerOrigin) error.triggerOrigin = `${name}: execution of ${TITLE[context.operation]}`;
      throw error;
    } finally {
      this.running = outer;
      if (codeUnit) current().log.event('CODE_UNIT_FINISHED', codeUnit, namespaceOf(name));
    }
  }

  /** `MyTrigger on Account trigger event AfterUpdate for [001…]`, and the trigger's name as tools find its source by; null: not logged. */
  private logStart(name: string, { object, operation, newRecords, oldRecords }: TriggerContext): readonly string[] | null {
    const { log } = current();
    if (!log.isOn('ApexCode', 'ERROR')) return null;
    const ids = operation === 'BEFORE_INSERT' ? '' : ` for [${(newRecords ?? oldRecords ?? []).map(({ fields }) => (fields.get('Id') as string | null | undefined)?.slice(0, 15) ?? '').join(', ')}]`;
    const codeUnit = [`${name.split('.').at(-1)!} on ${object.name} trigger event ${TITLE[operation]}${ids}`, `__sfdc_trigger/${name.replace('.', '/')}`];
    log.event('CODE_UNIT_STARTED', ['[EXTERNAL]', this.idOf(name), ...codeUnit], namespaceOf(name));
    return codeUnit;
  }
}

/** Of a trigger by its full name. */
const namespaceOf = (name: string): string | null => (name.includes('.') ? name.slice(0, name.indexOf('.')) : null);
