'use client'

import type { DeviceRegistryView } from '../../server/protocol/views/registry-view.ts'
import { useView } from '../live/use-view.ts'
import { api, room } from '../paths.ts'
import { IssuesCard } from './issues-card.tsx'
import { PlaceCard } from './place-card.tsx'
import { ResolvedCard } from './resolved-card.tsx'
import { ResourcesCard } from './resources-card.tsx'
import { registrySchema } from './schema.ts'

/** What people say of a device, what hangs on it, and what is known to be wrong with it. */
export function DeviceRegistry({ initial }: { initial: DeviceRegistryView }) {
  const { id } = initial
  const { view } = useView({ room: room.device(id), path: api.deviceRegistry(id), schema: registrySchema, initial })
  return (
    <div className="grid items-start gap-4 xl:grid-cols-2">
      <PlaceCard view={view} />
      <ResourcesCard view={view} />
      <IssuesCard view={view} />
      <ResolvedCard discrepancies={view.discrepancies} />
    </div>
  )
}
