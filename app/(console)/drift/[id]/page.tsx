import { notFound } from 'next/navigation'
import { DeviceDrift } from '../../../../components/drift/device-drift.tsx'
import { page } from '../../../../components/paths.ts'
import { database } from '../../../../server/queries/database.ts'
import { deviceDriftView } from '../../../../server/queries/device-drift.ts'
import { Frame } from '../../../frame.tsx'
import { signedIn } from '../../../request.ts'
import { deviceId } from '../../ids.ts'

export default async function DeviceDriftPage({ params }: { params: Promise<{ id: string }> }) {
  const { person, now } = await signedIn()
  const id = deviceId((await params).id)
  const view = id && (await deviceDriftView(database(), person, now, id))
  if (!view) notFound()
  return (
    <Frame crumbs={[{ label: 'Drift', href: page.drift() }, { label: view.name }]}>
      <DeviceDrift key={view.id} initial={view} />
    </Frame>
  )
}
