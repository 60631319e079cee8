import { Devices } from '../../../components/device/list/devices.tsx'
import { SelectorText } from '../../../server/protocol/selector/selector.ts'
import { DevicesQuery } from '../../../server/protocol/views/devices-view.ts'
import { database } from '../../../server/queries/database.ts'
import { deviceFacetsView } from '../../../server/queries/device-facets.ts'
import { devicesView } from '../../../server/queries/devices.ts'
import { Frame } from '../../frame.tsx'
import { signedIn } from '../../request.ts'

type Search = Promise<Record<string, string | string[] | undefined>>

export default async function DevicesPage({ searchParams }: { searchParams: Search }) {
  const { person, now } = await signedIn()
  const asked = await searchParams
  // A query that cannot be understood is shown with its error; nothing is listed for it.
  const where = SelectorText.safeParse(asked.where ?? '')
  const sort = DevicesQuery.shape.sort.catch('name').parse(asked.sort)
  const db = database()
  const initial = where.success
    ? {
        asked: { where: where.data, sort },
        view: await devicesView(db, person, now, { where: where.data, sort, skip: 0 }),
        facets: await deviceFacetsView(db, now, where.data),
      }
    : null
  return (
    <Frame crumbs={[{ label: 'Devices' }]}>
      <Devices initial={initial} />
    </Frame>
  )
}
