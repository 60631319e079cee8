import { notFound } from 'next/navigation'
import { page } from '../../../../components/paths.ts'
import { Rollout } from '../../../../components/rollout/rollout.tsx'
import { database } from '../../../../server/queries/database.ts'
import { rolloutView } from '../../../../server/queries/rollout.ts'
import { rolloutDevicesView } from '../../../../server/queries/rollout-devices.ts'
import { rolloutEventsView } from '../../../../server/queries/rollout-events.ts'
import { Frame } from '../../../frame.tsx'
import { signedIn } from '../../../request.ts'
import { rolloutId } from '../../ids.ts'

export default async function RolloutPage({ params }: { params: Promise<{ id: string }> }) {
  const { person, now } = await signedIn()
  const id = rolloutId((await params).id)
  if (!id) notFound()
  const db = database()
  const [view, devices, events] = await Promise.all([
    rolloutView(db, person, now, id),
    rolloutDevicesView(db, person, now, id),
    rolloutEventsView(db, person, now, id, null),
  ])
  if (!view || !devices || !events) notFound()
  return (
    <Frame crumbs={[{ label: 'Rollouts', href: page.rollouts() }, { label: view.name }]}>
      <Rollout key={id} initial={view} devices={devices} events={events} />
    </Frame>
  )
}
