import { Devices } from '../../../components/device/devices.tsx'
import { database } from '../../../server/queries/database.ts'
import { DeviceFilter, devicesView } from '../../../server/queries/devices.ts'
import { Frame } from '../../frame.tsx'
import { signedIn } from '../../request.ts'

type Search = Promise<Record<string, string | string[] | undefined>>

export default async function DevicesPage({ searchParams }: { searchParams: Search }) {
  const { person, now } = await signedIn()
  const filter = DeviceFilter.parse(await searchParams)
  const view = await devicesView(database(), person, now, filter)
  return (
    <Frame crumbs={[{ label: 'Devices' }]}>
      <Devices initial={view} filter={filter} />
    </Frame>
  )
}
