import { notFound } from 'next/navigation'
import { page } from '../../../../components/paths.ts'
import { Changelog } from '../../../../components/release/changelog.tsx'
import { Release } from '../../../../components/release/release.tsx'
import { database } from '../../../../server/queries/database.ts'
import { releaseView } from '../../../../server/queries/release.ts'
import { Frame } from '../../../frame.tsx'
import { signedIn } from '../../../request.ts'
import { releaseId } from '../../ids.ts'

type Props = { params: Promise<{ id: string }>; searchParams: Promise<{ against?: string | string[] }> }

export default async function ReleasePage({ params, searchParams }: Props) {
  const { person, now } = await signedIn()
  const id = releaseId((await params).id)
  const against = releaseId(String((await searchParams).against ?? ''))
  const view = id && (await releaseView(database(), person, now, { id, against }))
  if (!view) notFound()
  const { name, version, notes } = view.release
  return (
    <Frame crumbs={[{ label: 'Releases', href: page.releases() }, { label: `${name} ${version}` }]}>
      <Release
        key={`${view.release.id} ${against}`}
        initial={view}
        against={against}
        changelog={<Changelog text={notes} />}
      />
    </Frame>
  )
}
