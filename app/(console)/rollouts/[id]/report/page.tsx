import { notFound } from 'next/navigation'
import { page } from '../../../../../components/paths.ts'
import { Ledger } from '../../../../../components/rollout/report/ledger.tsx'
import { Report } from '../../../../../components/rollout/report/report.tsx'
import { database } from '../../../../../server/queries/database.ts'
import { ledgerView } from '../../../../../server/queries/ledger.ts'
import { rolloutReportView } from '../../../../../server/queries/rollout-report.ts'
import { Frame } from '../../../../frame.tsx'
import { signedIn } from '../../../../request.ts'
import { rolloutId } from '../../../ids.ts'

export default async function ReportPage({ params }: { params: Promise<{ id: string }> }) {
  const { person, now } = await signedIn()
  const id = rolloutId((await params).id)
  const view = id && (await rolloutReportView(database(), person, now, id))
  const ledger = id && (await ledgerView(database(), person, now, id))
  if (!view || !ledger) notFound()
  return (
    <Frame
      crumbs={[
        { label: 'Rollouts', href: page.rollouts() },
        { label: view.name, href: page.rollout(view.rolloutId) },
        { label: 'Report' },
      ]}
    >
      <div className="flex flex-col gap-4">
        <Report initial={view} />
        <div className="mx-auto w-full max-w-[880px]">
          <Ledger id={view.rolloutId} initial={ledger} />
        </div>
      </div>
    </Frame>
  )
}
