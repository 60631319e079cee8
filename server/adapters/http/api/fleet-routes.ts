import { z } from 'zod'
import { accept } from '../../../protocol/ack.ts'
import { DeviceId } from '../../../protocol/ids.ts'
import { DeviceView } from '../../../protocol/views/device-view.ts'
import {
  DeviceFacetsView,
  DeviceMapQuery,
  DeviceMapView,
  DeviceRowsQuery,
  DeviceRowsView,
  DevicesQuery,
  DevicesView,
} from '../../../protocol/views/devices-view.ts'
import { DriftCountView } from '../../../protocol/views/drift-count-view.ts'
import { FleetView } from '../../../protocol/views/fleet-view.ts'
import { deviceView } from '../../../queries/device.ts'
import { deviceFacetsView } from '../../../queries/device-facets.ts'
import { deviceMapView } from '../../../queries/device-map.ts'
import { deviceRowsView } from '../../../queries/device-rows-now.ts'
import { devicesView } from '../../../queries/devices.ts'
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
    summary: 'Devices that match a selector, a page at a time',
    query: DevicesQuery,
    answers: DevicesView,
    run: async ({ db, person, now }, { query }) => accept(await devicesView(db, person, now, query)),
  })
  route(api, parts, {
    method: 'get',
    path: '/fleet/facets',
    summary: 'How the devices that match a selector split',
    query: DevicesQuery.pick({ where: true }),
    answers: DeviceFacetsView,
    run: async ({ db, now }, { query }) => accept(await deviceFacetsView(db, now, query.where)),
  })
  route(api, parts, {
    method: 'get',
    path: '/fleet/rows',
    summary: 'Some devices as they are now, and which of them no longer match a selector',
    query: DeviceRowsQuery,
    answers: DeviceRowsView,
    run: async ({ db, now }, { query }) => accept(await deviceRowsView(db, now, query)),
  })
  route(api, parts, {
    method: 'get',
    path: '/fleet/map',
    summary: 'How many devices of a selector are in each state, by site or hardware type',
    query: DeviceMapQuery,
    answers: DeviceMapView,
    run: async ({ db, now }, { query }) => accept(await deviceMapView(db, now, query)),
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
