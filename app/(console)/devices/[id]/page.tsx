import { notFound } from 'next/navigation'
import { Device } from '../../../../components/device/device.tsx'
import { page } from '../../../../components/paths.ts'
import { DeviceRegistry } from '../../../../components/registry/device-registry.tsx'
import { Disputes } from '../../../../components/registry/disputes.tsx'
import { database } from '../../../../server/queries/database.ts'
import { deviceView } from '../../../../server/queries/device.ts'
import { deviceRegistryView } from '../../../../server/queries/device-registry.ts'
import { Frame } from '../../../frame.tsx'
import { signedIn } from '../../../request.ts'
import { deviceId } from '../../ids.ts'

export default async function DevicePage({ params }: { params: Promise<{ id: string }> }) {
  const { person, now } = await signedIn()
  const id = deviceId((await params).id)
  const view = id && (await deviceView(database(), person, now, id))
  const registry = id && (await deviceRegistryView(database(), person, now, id))
  if (!view || !registry) notFound()
  return (
    <Frame crumbs={[{ label: 'Devices', href: page.devices() }, { label: view.row.name }]}>
      <div className="flex flex-col gap-4">
        <Disputes key={`${id} disputes`} initial={registry} />
        <Device key={id} initial={view} overview={<DeviceRegistry initial={registry} />} />
      </div>
    </Frame>
  )
}
