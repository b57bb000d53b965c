import type { WorldOrg } from '../partner/world.ts';
import type { UserRequest } from './page.ts';

type Viewer = Pick<UserRequest, 'site' | 'org' | 'user'>;

/** Namespaces of packages whose code the viewer may see: the customer's are none (T16), a partner's the own ones; of a project, all. */
export const visibleNamespaces = ({ site, org, user }: Viewer): readonly string[] => (org.kind === 'project' || user.delegate !== undefined ? site.ownNamespaces(org.id) : []);

export const hiddenNamespaces = (viewer: Viewer): readonly string[] => managedIn(viewer.org).filter(each => !visibleNamespaces(viewer).includes(each));

const managedIn = ({ packages }: WorldOrg): readonly string[] => packages.flatMap(({ namespace }) => namespace ?? []);
