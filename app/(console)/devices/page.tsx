import { Devices } from '../../../components/device/devices.tsx'
import { readFilter } from '../../../components/device/filter.ts'
import { database } from '../../../server/queries/database.ts'
import { devicesView } from '../../../server/queries/devices.ts'
import { Frame } from '../../frame.tsx'
import { signedIn } from '../../request.ts'

type Search = Promise<Record<string, string | string[] | undefined>>

export default async function DevicesPage({ searchParams }: { searchParams: Search }) {
  const { person, now } = await signedIn()
  const filter = readFilter(await searchParams)
  const view = await devicesView(database(), person, now, filter)
  return (
    <Frame crumbs={[{ label: 'Devices' }]}>
      <Devices initial={view} filter={filter} />
    </Frame>
  )
}
