import { Imports } from '../../../../components/import/imports.tsx'
import { page } from '../../../../components/paths.ts'
import { database } from '../../../../server/queries/database.ts'
import { importsView } from '../../../../server/queries/registry-imports.ts'
import { Frame } from '../../../frame.tsx'
import { signedIn } from '../../../request.ts'

export default async function ImportPage() {
  const { person, now } = await signedIn()
  const view = await importsView(database(), person, now)
  return (
    <Frame crumbs={[{ label: 'Devices', href: page.devices() }, { label: 'Import' }]}>
      <Imports initial={view} />
    </Frame>
  )
}
