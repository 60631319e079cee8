import { page } from '../../../../components/paths.ts'
import { Config } from '../../../../components/snapshot/config.tsx'
import { ConfigQuery, configView } from '../../../../server/queries/config.ts'
import { database } from '../../../../server/queries/database.ts'
import { Frame } from '../../../frame.tsx'
import { signedIn } from '../../../request.ts'

type Search = Promise<Record<string, string | string[] | undefined>>

export default async function ConfigPage({ searchParams }: { searchParams: Search }) {
  const { person, now } = await signedIn()
  const view = await configView(database(), person, now, ConfigQuery.parse(await searchParams))
  return (
    <Frame crumbs={[{ label: 'Snapshots', href: page.snapshots() }, { label: 'Configuration' }]}>
      <Config key={`${view.layer.scope} ${view.layer.key} ${view.layer.version}`} view={view} />
    </Frame>
  )
}
