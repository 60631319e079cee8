'use client'

import { TriangleAlert } from 'lucide-react'
import Link from 'next/link'
import type { DeviceRegistryView } from '../../server/protocol/views/registry-view.ts'
import { At } from '../live/time.tsx'
import { useRefusal } from '../live/use-refusal.ts'
import { useView } from '../live/use-view.ts'
import { api, page, room } from '../paths.ts'
import { Strip } from '../ui/strip.tsx'
import { Resolve } from './resolve.tsx'
import { registrySchema } from './schema.ts'

/** where the device contradicts the registry. Nothing is deployed to it until this is resolved. */
export function Disputes({ initial }: { initial: DeviceRegistryView }) {
  const refusal = useRefusal()
  const { id } = initial
  const { view } = useView({ room: room.device(id), path: api.deviceRegistry(id), schema: registrySchema, initial })
  const open = view.discrepancies.filter(({ resolved }) => resolved === null)
  const refused = refusal(view.may)
  return open.map((one) => (
    <Strip
      key={one.id}
      tone="warn"
      glyph={TriangleAlert}
      title={one.kind === 'identity' ? one.sentence : `${one.sentence} The device is trusted.`}
      className="flex-wrap"
      act={<Resolve device={id} one={one} refused={refused} />}
    >
      Nothing is deployed to it until somebody has looked. Seen <At at={one.seenAt} seconds={false} />.{' '}
      <Link href={page.discrepancies()} className="underline">
        What is resolved without a person
      </Link>
    </Strip>
  ))
}
