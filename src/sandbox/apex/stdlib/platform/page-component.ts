import type { ApexValue } from '../../runtime/contract.ts';
import { ApexBean, defineLibraryClass, listOf } from '../../runtime/library.ts';
import type { ApexList } from '../../runtime/list.ts';

const COMPONENT = 'ApexPages.Component';
const PARTS = ['expressions', 'facets'];

function makeComponent(): ApexBean {
  const component = new ApexBean(COMPONENT);
  component.set('childComponents', listOf(COMPONENT, []));
  for (const part of PARTS) component.set(part, new ApexBean(COMPONENT));
  return component;
}

const childrenOf = (component: ApexBean): readonly ApexBean[] => ((component.get('childComponents') as ApexList | null)?.items ?? []) as readonly ApexBean[];

/** By its `id`, in the component itself or below. */
function findById(component: ApexBean, id: string): ApexBean | null {
  if (component.get('id') === id) return component;
  for (const child of childrenOf(component)) {
    const found = findById(child, id);
    if (found) return found;
  }
  return null;
}

/** Source: Apex Reference, ApexPages.Component Class. They are made and read, never rendered. */
defineLibraryClass({
  name: COMPONENT,
  members: {
    'new()': makeComponent,
    'static ApexPages.Component create(List<String> names, List<Object> values)': (names: ApexList, values: ApexList) => {
      const component = makeComponent();
      names.items.forEach((name, i) => component.set(name as string, values.items[i] ?? null));
      return component;
    },
    'ApexPages.Component getComponentById(String id)': (self: ApexBean, id: string | null) => (id === null ? null : findById(self, id)),
  },
  otherFields: (name) => ({ get: (self) => (self as ApexBean).get(name), set: (self, value: ApexValue) => (self as ApexBean).set(name, value) }),
});
