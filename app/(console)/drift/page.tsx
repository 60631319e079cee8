import { Drift } from '../../../components/drift/drift.tsx'
import { database } from '../../../server/queries/database.ts'
import { driftView } from '../../../server/queries/drift.ts'
import { Frame } from '../../frame.tsx'
import { signedIn } from '../../request.ts'

export default async function DriftPage() {
  const { person, now } = await signedIn()
  const view = await driftView(database(), person, now)
  return (
    <Frame crumbs={[{ label: 'Drift' }]}>
      <Drift initial={view} personName={person.name} />
    </Frame>
  )
}
