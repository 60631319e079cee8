import { notFound } from 'next/navigation'
import { Approval } from '../../../../components/approval/approval.tsx'
import { page } from '../../../../components/paths.ts'
import { approvalView } from '../../../../server/queries/approval.ts'
import { database } from '../../../../server/queries/database.ts'
import { Frame } from '../../../frame.tsx'
import { signedIn } from '../../../request.ts'
import { approvalId } from '../../ids.ts'

export default async function ApprovalPage({ params }: { params: Promise<{ id: string }> }) {
  const { person, now } = await signedIn()
  const id = approvalId((await params).id)
  const view = id && (await approvalView(database(), person, now, id))
  if (!view) notFound()
  return (
    <Frame
      crumbs={[{ label: 'Approvals', href: page.approvals() }, { label: `${view.waveLabel} of ${view.rolloutName}` }]}
    >
      <Approval key={view.id} initial={view} />
    </Frame>
  )
}
