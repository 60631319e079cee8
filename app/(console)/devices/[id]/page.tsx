import { notFound } from 'next/navigation'
import { Device } from '../../../../components/device/device.tsx'
import { page } from '../../../../components/paths.ts'
import { database } from '../../../../server/queries/database.ts'
import { deviceView } from '../../../../server/queries/device.ts'
import { Frame } from '../../../frame.tsx'
import { signedIn } from '../../../request.ts'
import { deviceId } from '../../ids.ts'

export default async function DevicePage({ params }: { params: Promise<{ id: string }> }) {
  const { person, now } = await signedIn()
  const id = deviceId((await params).id)
  const view = id && (await deviceView(database(), person, now, id))
  if (!view) notFound()
  return (
    <Frame crumbs={[{ label: 'Devices', href: page.devices() }, { label: view.row.name }]}>
      <Device key={view.row.id} initial={view} />
    </Frame>
  )
}
