import type { PrismaClient } from '../../../server/adapters/prisma/generated/client.ts'
import { WITH_TARGET } from '../../../server/adapters/prisma/rollout-row.ts'
import type { Instant } from '../../../server/protocol/ids.ts'
import { DevicesQuery } from '../../../server/protocol/views/devices-view.ts'
import type { Person } from '../../../server/protocol/views/person.ts'
import { deviceFacetsView } from '../../../server/queries/device-facets.ts'
import { devicesView } from '../../../server/queries/devices.ts'
import { fleetChanges } from '../../../server/queries/fleet-changes.ts'
import { fleetMatrix } from '../../../server/queries/fleet-matrix.ts'
import { fleetSites } from '../../../server/queries/fleet-sites.ts'

type Question = { readonly name: string; readonly rule: string; ask(): Promise<unknown> }

const PERSON: Person = { id: 'bench', name: 'Bench', email: 'bench@x.test', role: 'operator' }

/** As the server asks them: what is measured is what a screen waits for. */
export function questions(db: PrismaClient, now: Instant): Question[] {
  const page = (query: Record<string, string>) => () => devicesView(db, PERSON, now, DevicesQuery.parse(query))
  return [
    {
      name: 'what is running where',
      rule: 'R-171',
      ask: async () =>
        fleetMatrix(db, await db.rollout.findMany({ include: WITH_TARGET, orderBy: { createdAt: 'desc' }, take: 20 })),
    },
    { name: 'what changed recently', rule: 'R-172', ask: () => fleetChanges(db, now) },
    {
      name: 'which sites are degraded or offline, and did a rollout do it',
      rule: 'R-173',
      ask: () => fleetSites(db, now),
    },
    {
      name: 'a filtered page of devices',
      rule: 'R-157',
      ask: page({
        where: 'type:type-03,type-07 region:region-1* status:degraded,offline label.env=prod',
        sort: 'name',
      }),
    },
    { name: 'a page of all devices, worst first', rule: 'R-157', ask: page({ sort: 'status' }) },
    { name: 'facet counts of all devices', rule: 'R-164', ask: () => deviceFacetsView(db, now, '') },
    {
      name: 'facet counts of a filter',
      rule: 'R-164',
      ask: () => deviceFacetsView(db, now, 'region:region-1* status:!=healthy'),
    },
  ]
}
