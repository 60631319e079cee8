import { Fleet } from '../../components/fleet/fleet.tsx'
import { database } from '../../server/queries/database.ts'
import { fleetView } from '../../server/queries/fleet.ts'
import { Frame } from '../frame.tsx'
import { signedIn } from '../request.ts'

export default async function FleetPage() {
  const { person, now } = await signedIn()
  const view = await fleetView(database(), person, now)
  return (
    <Frame crumbs={[{ label: 'Fleet' }]}>
      <Fleet initial={view} />
    </Frame>
  )
}
