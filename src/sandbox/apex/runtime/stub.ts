import { ApexDouble } from './double.ts';
import type { ClassLoader } from './loader.ts';
import type { ApexValue } from './contract.ts';
import { cast } from './casts.ts';
import { fail } from './exception.ts';
import { ApexList } from './list.ts';
import { callSlot, type ApexObject } from './object.ts';
import { registerLibraryType, typeOf } from './runtime-types.ts';
import { typeValue } from './tokens.ts';

let loader: ClassLoader | null = null;
/** The loader of the worker, which knows the methods of the class that is stubbed. */
export function setStubLoader(next: ClassLoader): void {
  loader = next;
}

/** Slot of `System.StubProvider.handleMethodCall`. */
const HANDLE = 'handlemethodcall$Object$String$System.Type$List<System.Type>$List<String>$List<Object>';

/**
 * An object of a user's class whose methods all ask a StubProvider. Source: Apex Developer Guide, Build a Mocking Framework
 * with the Stub API.
 */
export function makeStub(typeName: string, provider: object): ApexObject {
  const loaded = loader?.find(typeName) ?? null;
  if (!loaded?.k) {
    if (!loaded || loaded.facts.kind !== 'interface') fail('System.TypeException', 'Test.createStub() can only be invoked on user defined types.');
  }
  const base = loaded.k ?? null;
  const Stub = base ? class extends base {} : class {} as unknown as new () => ApexObject;
  const prototype = Stub.prototype as unknown as Record<string, unknown>;
  // The platform makes a class of its own for a stub, and its name shows in texts.
  const stubName = `${loaded.name}__sfdc_ApexStub`;
  registerLibraryType(stubName, { supertypes: [loaded.name], isEnum: false });
  Object.defineProperty(prototype, '$type', { value: typeOf(stubName) });
  for (let at: typeof loaded | null = loaded; at; at = at.facts.superclass ? (loader?.find(at.facts.superclass) ?? null) : null) {
    for (const method of methodsOf(at)) {
      if (method.isStatic || Object.hasOwn(prototype, method.slot)) continue;
      const { slot, name, parameters, returnType } = method;
      Object.defineProperty(prototype, slot, {
        value(this: ApexObject, ...args: ApexValue[]): ApexValue {
          const answer = callSlot(
            provider, HANDLE, this, name, typeValue(returnType === 'void' ? 'void' : returnType),
            new ApexList(typeOf('List<System.Type>'), parameters.map((parameter) => typeValue(parameter.type))),
            new ApexList(typeOf('List<String>'), parameters.map((parameter) => parameter.name)), new ApexList(typeOf('List<Object>'), args),
          );
          if (returnType === 'void' || answer === null || answer === undefined) return null;
          const result = cast(answer, typeOf(returnType));
          // A Double goes unboxed.
          return returnType === 'Double' && result instanceof ApexDouble ? result.value : result;
        },
      });
    }
  }
  return new Stub();
}

/** A type's own methods, and an interface's inherited ones. */
function methodsOf(loaded: NonNullable<ReturnType<ClassLoader['find']>>): (typeof loaded.facts.methods)[number][] {
  const methods = [...loaded.facts.methods];
  for (const name of loaded.facts.supertypes) {
    const parent = loader?.find(name.replace(/<.*$/, ''));
    if (parent && parent.facts.kind === 'interface') methods.push(...methodsOf(parent));
  }
  return methods;
}
