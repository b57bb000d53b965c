import type { ClassLoader, LoadedClass } from './loader.ts';

let loader: ClassLoader | null = null;

/** The class loader of this thread, for library classes that look into user classes. */
export function setLoader(next: ClassLoader): void {
  loader = next;
}

export function findLoaded(name: string): LoadedClass | null {
  return loader?.find(name.replace(/<.*$/, '')) ?? null;
}
