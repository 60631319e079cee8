'use client'

import { Upload } from 'lucide-react'
import Link from 'next/link'
import type { ReleasesView } from '../../server/protocol/views/releases-view.ts'
import { useRoom, useView } from '../live/use-view.ts'
import { api, page, RELEASE_PAGES, room } from '../paths.ts'
import { Button } from '../ui/button.tsx'
import { buttonClass } from '../ui/button-class.ts'
import { Card } from '../ui/card.tsx'
import { Empty } from '../ui/empty.tsx'
import { Tabs } from '../ui/tabs.tsx'
import { ReleaseList } from './release-list.tsx'

const schema = async () => (await import('../../server/protocol/views/releases-view.ts')).ReleasesView

/** Which release is safe to ship, and where has it been? */
export function Releases({ initial }: { initial: ReleasesView }) {
  useRoom(room.releases())
  const { view } = useView({ room: room.releases(), path: api.releases(), schema, initial })
  const names = [...Map.groupBy(view.releases, (release) => release.name)]
  return (
    <>
      <title>Releases · Wavegate</title>
      <div className="mb-4 flex items-center justify-between gap-3">
        <h1 className="font-semibold text-page">Releases</h1>
        <Publish publish={view.publish} />
      </div>
      <Tabs label="Releases" here={page.releases()} tabs={RELEASE_PAGES} className="mb-4" />
      {names.length === 0 ? (
        <div className="rounded-card border bg-card">
          <Empty act={<Publish publish={view.publish} />} command="npm run wavegate -- release publish release.json">
            No release has been published yet. A release is one packed artifact for each platform, signed with the
            release key. Publish one here, or from a terminal or a build:
          </Empty>
        </div>
      ) : (
        <div className="flex flex-col gap-4">
          {names.map(([name, releases]) => (
            <Card key={name} title={name} flush>
              <ReleaseList releases={releases} />
            </Card>
          ))}
        </div>
      )}
    </>
  )
}

function Publish({ publish }: { publish: ReleasesView['publish'] }) {
  const content = (
    <>
      <Upload aria-hidden className="size-4" strokeWidth={1.75} />
      Publish release
    </>
  )
  if (publish.allowed)
    return (
      <Link href={page.publish()} className={buttonClass({ tone: 'primary' })}>
        {content}
      </Link>
    )
  return (
    <Button tone="primary" refused={publish.because}>
      {content}
    </Button>
  )
}
