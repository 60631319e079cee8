import { z } from 'zod'
import { addResource } from '../../../commands/add-resource.ts'
import { closeKnownIssue } from '../../../commands/close-known-issue.ts'
import { openKnownIssue } from '../../../commands/open-known-issue.ts'
import { removeResource } from '../../../commands/remove-resource.ts'
import { updateDevice } from '../../../commands/update-device.ts'
import { updateResource } from '../../../commands/update-resource.ts'
import { DeviceReason } from '../../../protocol/commands/device-acts.ts'
import { AddResource, OpenKnownIssue, UpdateResource } from '../../../protocol/commands/resources.ts'
import { UpdateDevice } from '../../../protocol/commands/update-device.ts'
import { DeviceId } from '../../../protocol/ids.ts'
import { ResourceId } from '../../../protocol/registry.ts'
import { DeviceRegistryView } from '../../../protocol/views/registry-view.ts'
import { deviceRegistryView } from '../../../queries/device-registry.ts'
import type { Parts } from '../parts.ts'
import { found } from './answer.ts'
import { type Api, route } from './route.ts'

const One = z.object({ id: DeviceId })
const OneResource = One.extend({ resource: ResourceId })

/** What people say of a device: its name, place, labels, groups, resources and known issues. */
export function deviceRoutes(api: Api, parts: Parts): void {
  route(api, parts, {
    method: 'get',
    path: '/devices/{id}/registry',
    summary: 'What people and the device say of it, and where they disagree',
    params: One,
    answers: DeviceRegistryView,
    run: async ({ db, person, now }, { params }) =>
      found(await deviceRegistryView(db, person, now, params.id), 'device'),
  })
  route(api, parts, {
    method: 'patch',
    path: '/devices/{id}',
    summary: 'Rename, move, label or group a device',
    params: One,
    body: UpdateDevice,
    answers: z.null(),
    run: (ctx, { params, body }) => updateDevice(ctx, params.id, body),
  })
  route(api, parts, {
    method: 'post',
    path: '/devices/{id}/issues',
    summary: 'Note a known issue: the device is no canary meanwhile',
    params: One,
    body: OpenKnownIssue,
    answers: z.object({ id: z.string() }),
    run: (ctx, { params, body }) => openKnownIssue(ctx, params.id, body),
  })
  route(api, parts, {
    method: 'post',
    path: '/devices/{id}/issues/{issue}/close',
    summary: 'Close a known issue',
    params: One.extend({ issue: z.string().min(1).max(100) }),
    body: DeviceReason,
    answers: z.null(),
    run: (ctx, { params, body }) => closeKnownIssue(ctx, { deviceId: params.id, id: params.issue }, body),
  })
  resourceRoutes(api, parts)
}

function resourceRoutes(api: Api, parts: Parts): void {
  route(api, parts, {
    method: 'post',
    path: '/devices/{id}/resources',
    summary: 'Add a controller, camera or sensor',
    params: One,
    body: AddResource,
    answers: z.object({ id: ResourceId }),
    run: (ctx, { params, body }) => addResource(ctx, params.id, body),
  })
  route(api, parts, {
    method: 'patch',
    path: '/devices/{id}/resources/{resource}',
    summary: 'Rename a resource, or say until when its calibration is good',
    params: OneResource,
    body: UpdateResource,
    answers: z.null(),
    run: (ctx, { params, body }) => updateResource(ctx, { deviceId: params.id, id: params.resource }, body),
  })
  route(api, parts, {
    method: 'delete',
    path: '/devices/{id}/resources/{resource}',
    summary: 'Remove a resource',
    params: OneResource,
    answers: z.null(),
    run: (ctx, { params }) => removeResource(ctx, { deviceId: params.id, id: params.resource }),
  })
}
