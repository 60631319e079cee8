import { notFound } from 'next/navigation'
import { page } from '../../../../../components/paths.ts'
import { Report } from '../../../../../components/rollout/report/report.tsx'
import { database } from '../../../../../server/queries/database.ts'
import { rolloutReportView } from '../../../../../server/queries/rollout-report.ts'
import { Frame } from '../../../../frame.tsx'
import { signedIn } from '../../../../request.ts'
import { rolloutId } from '../../../ids.ts'

export default async function ReportPage({ params }: { params: Promise<{ id: string }> }) {
  const { person, now } = await signedIn()
  const id = rolloutId((await params).id)
  const view = id && (await rolloutReportView(database(), person, now, id))
  if (!view) notFound()
  return (
    <Frame
      crumbs={[
        { label: 'Rollouts', href: page.rollouts() },
        { label: view.name, href: page.rollout(view.rolloutId) },
        { label: 'Report' },
      ]}
    >
      <Report initial={view} />
    </Frame>
  )
}
