import { page } from '../../../../components/paths.ts'
import { PublishRelease } from '../../../../components/release/publish/publish-release.tsx'
import { database } from '../../../../server/queries/database.ts'
import { releasesView } from '../../../../server/queries/releases.ts'
import { Frame } from '../../../frame.tsx'
import { signedIn } from '../../../request.ts'

export default async function PublishReleasePage() {
  const { person, now } = await signedIn()
  const { publish, platforms } = await releasesView(database(), person, now)
  return (
    <Frame crumbs={[{ label: 'Releases', href: page.releases() }, { label: 'Publish' }]}>
      <PublishRelease publish={publish} platforms={platforms} />
    </Frame>
  )
}
