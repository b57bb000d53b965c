/** FlowDefinitionView, FlowVersionView and FlowVariableView rows: the flows that metadata defines, one version each. Source: Object Reference, the pages of these objects. */
import type { FlowDefinition, FlowTrigger } from '../flow/contract.ts';
import { definitionId, keyOfFlow, versionId } from '../flow/ids.ts';
import { seedRow, type SeedValues } from './bootstrap.ts';
import { Delta } from './delta.ts';
import { namedId } from './security/named-ids.ts';
import type { OrgStore } from './store.ts';
import type { StoreConnection } from './storage/connection.ts';

const TRIGGER_TYPES: Readonly<Record<FlowTrigger, string | null>> = { beforeSave: 'RecordBeforeSave', afterSave: 'RecordAfterSave', beforeDelete: 'RecordBeforeDelete', platformEvent: 'PlatformEvent', scheduled: 'Scheduled', other: null };

export function bootstrapFlows(store: OrgStore, connection: StoreConnection, flows: readonly FlowDefinition[], now: number, userName: string): void {
  const delta = new Delta();
  const wanted = new Set<string>();
  const seed = (object: string, id: string, values: SeedValues): void => {
    wanted.add(id);
    seedRow(store, connection, delta, object, id, values);
  };
  for (const flow of flows) {
    const key = keyOfFlow(flow);
    const [definition, version] = [definitionId(flow), versionId(flow)];
    const common = { ApiVersion: flow.apiVersion, Description: flow.description, IsTemplate: false, IsSwingFlow: false, Label: flow.label, LastModifiedDate: now, ProcessType: flow.processType, VersionNumber: flow.version };
    seed('FlowDefinitionView', namedId('3dd', key), {
      ...common, ActiveVersionId: flow.isActive ? version : null, ApiName: flow.name, Builder: 'Flow Builder', DurableId: definition, IsActive: flow.isActive, IsOutOfDate: false, LatestVersionId: version, LastModifiedBy: userName,
      ManageableState: flow.namespace === null ? 'unmanaged' : 'installed', NamespacePrefix: flow.namespace, ...startOf(store, flow),
    });
    seed('FlowVersionView', namedId('3vd', key), { ...common, ApiVersionRuntime: flow.apiVersion, DurableId: version, FlowDefinitionViewId: definition, RunInMode: flow.runInMode, Status: flow.status });
    for (const { name, dataType, isCollection, isInput, isOutput, objectType, apexClass } of flow.variables) {
      seed('FlowVariableView', namedId('3va', `${key}.${name}`), { ApiName: name, DataType: dataType, DurableId: `${version}-${name}`, FlowVersionViewId: version, IsCollection: isCollection, IsInput: isInput, IsOutput: isOutput, ObjectType: objectType ?? apexClass });
    }
  }
  for (const name of ['FlowDefinitionView', 'FlowVersionView', 'FlowVariableView']) {
    const object = store.schema.object(name);
    const layout = object && store.layoutOf(object);
    if (layout === undefined || !connection.hasBase(layout)) continue;
    const stored = connection.statements.get(`SELECT "Id" FROM ${layout.baseTable}`).all() as unknown as [string][];
    for (const [id] of stored) if (!wanted.has(id)) delta.put(layout, id, null, connection.readCommitted(layout, [id]).get(id) ?? null);
  }
  connection.commit(delta);
}

function startOf(store: OrgStore, { start, order, namespace }: FlowDefinition): SeedValues {
  const { trigger, onCreate, onUpdate } = start;
  if (trigger === null) return {};
  const object = start.object === null ? undefined : store.schema.object(start.object, namespace);
  const recordTrigger = trigger === 'beforeDelete' ? 'Delete' : onCreate && onUpdate ? 'CreateAndUpdate' : onCreate ? 'Create' : onUpdate ? 'Update' : null;
  return { TriggerType: TRIGGER_TYPES[trigger], RecordTriggerType: recordTrigger, TriggerOrder: order, TriggerObjectOrEventId: object?.name ?? null, TriggerObjectOrEventLabel: object?.label ?? null };
}
