import { knownCode } from '../../data/bootstrap-code.ts';
import type { OrgStore } from '../../data/store.ts';
import type { StoreConnection } from '../../data/storage/connection.ts';

interface Ids { readonly classes: ReadonlyMap<string, string>; readonly triggers: ReadonlyMap<string, string> }

/** Ids of the org's ApexClass and ApexTrigger rows, as its debug logs name them; read once. */
export class CodeIds {
  readonly #store: OrgStore;
  readonly #connection: StoreConnection;
  #ids: Ids | null = null;

  constructor(store: OrgStore, connection: StoreConnection) {
    this.#store = store;
    this.#connection = connection;
  }

  #read(): Ids {
    return (this.#ids ??= { classes: knownCode(this.#store, this.#connection, 'ApexClass'), triggers: knownCode(this.#store, this.#connection, 'ApexTrigger') });
  }

  /** Of the file's class for an inner class; '' if there is none. */
  ofClass(fullName: string): string {
    const [first = '', second = ''] = fullName.toLowerCase().split('.');
    const { classes } = this.#read();
    return (classes.get(`.${first}`) ?? classes.get(`${first}.${second}`) ?? '').slice(0, 15);
  }

  ofTrigger(fullName: string): string {
    const name = fullName.toLowerCase();
    return (this.#read().triggers.get(name.includes('.') ? name : `.${name}`) ?? '').slice(0, 15);
  }
}
