import { z } from 'zod'
import { accept } from '../../../protocol/ack.ts'
import { DeviceId } from '../../../protocol/ids.ts'
import { DevicesView, DeviceView } from '../../../protocol/views/device-view.ts'
import { DriftCountView } from '../../../protocol/views/drift-count-view.ts'
import { FleetView } from '../../../protocol/views/fleet-view.ts'
import { deviceView } from '../../../queries/device.ts'
import { DeviceFilter, devicesView } from '../../../queries/devices.ts'
import { driftCountView } from '../../../queries/drift-count.ts'
import { fleetView } from '../../../queries/fleet.ts'
import type { Parts } from '../parts.ts'
import { found } from './answer.ts'
import { type Api, route } from './route.ts'

export function fleetRoutes(api: Api, parts: Parts): void {
  route(api, parts, {
    method: 'get',
    path: '/fleet',
    summary: 'What runs where, what changed, which sites are degraded or offline',
    answers: FleetView,
    run: async ({ db, person, now }) => accept(await fleetView(db, person, now)),
  })
  route(api, parts, {
    method: 'get',
    path: '/drift/count',
    summary: 'How many devices run something else than they should',
    answers: DriftCountView,
    run: async ({ db, now }) => accept(await driftCountView(db, now)),
  })
  route(api, parts, {
    method: 'get',
    path: '/devices',
    summary: 'Devices that match a filter, a page at a time',
    query: DeviceFilter,
    answers: DevicesView,
    run: async ({ db, person, now }, { query }) => accept(await devicesView(db, person, now, query)),
  })
  route(api, parts, {
    method: 'get',
    path: '/devices/{id}',
    summary: 'One device: what it runs, whether that is right, what happened to it',
    params: z.object({ id: DeviceId }),
    answers: DeviceView,
    run: async ({ db, person, now }, { params }) => found(await deviceView(db, person, now, params.id), 'device'),
  })
}
