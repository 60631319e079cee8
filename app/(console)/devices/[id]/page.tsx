import { notFound } from 'next/navigation'
import { Device } from '../../../../components/device/device.tsx'
import { Identity } from '../../../../components/identity/identity.tsx'
import { page } from '../../../../components/paths.ts'
import { DeviceRegistry } from '../../../../components/registry/device-registry.tsx'
import { Disputes } from '../../../../components/registry/disputes.tsx'
import { database } from '../../../../server/queries/database.ts'
import { deviceView } from '../../../../server/queries/device.ts'
import { deviceRegistryView } from '../../../../server/queries/device-registry.ts'
import { identityView } from '../../../../server/queries/identity.ts'
import { Frame } from '../../../frame.tsx'
import { signedIn } from '../../../request.ts'
import { deviceId } from '../../ids.ts'

export default async function DevicePage({ params }: { params: Promise<{ id: string }> }) {
  const { person, now } = await signedIn()
  const id = deviceId((await params).id)
  const db = database()
  const view = id && (await deviceView(db, person, now, id))
  const registry = id && (await deviceRegistryView(db, person, now, id))
  const identity = id && (await identityView(db, person, now, id))
  if (!view || !registry || !identity) notFound()
  const overview = (
    <>
      <DeviceRegistry initial={registry} />
      <Identity initial={identity} />
    </>
  )
  return (
    <Frame crumbs={[{ label: 'Devices', href: page.devices() }, { label: view.row.name }]}>
      <div className="flex flex-col gap-4">
        <Disputes key={`${id} disputes`} initial={registry} />
        <Device key={id} initial={view} overview={overview} />
      </div>
    </Frame>
  )
}
