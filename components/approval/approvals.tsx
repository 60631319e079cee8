'use client'

import type { ApprovalsView } from '../../server/protocol/views/approval-view.ts'
import { useRoom, useView } from '../live/use-view.ts'
import { api, room } from '../paths.ts'
import { Card } from '../ui/card.tsx'
import { plural } from '../ui/numbers.ts'
import { DecidedList } from './decided-list.tsx'
import { OpenList } from './open-list.tsx'

const schema = async () => (await import('../../server/protocol/views/approval-view.ts')).ApprovalsView

/** What waits for me, what waits for others, and what became of the rest. */
export function Approvals({ initial }: { initial: ApprovalsView }) {
  useRoom(room.approvals())
  const { view } = useView({ room: room.approvals(), path: api.approvals(), schema, initial })
  const soonest = view.open.toSorted((a, b) => a.expiresAt - b.expiresAt)
  const mine = soonest.filter((request) => request.forMe)
  const others = soonest.filter((request) => !request.forMe)
  return (
    <>
      <title>{mine.length > 0 ? `✋ ${mine.length} for you · Approvals` : 'Approvals · Wavegate'}</title>
      <div className="mx-auto max-w-[960px]">
        <h1 className="mb-4 font-semibold text-page">Approvals</h1>
        <div className="flex flex-col gap-4">
          <Card title="For you" flush>
            {mine.length === 0 ? (
              <p className="px-4 py-6 text-muted">
                Nothing waits for you.
                {others.length > 0 && ` ${plural(others.length, 'request waits', 'requests wait')} on others.`}
              </p>
            ) : (
              <OpenList requests={mine} />
            )}
          </Card>
          {others.length > 0 && (
            <Card title="Waiting on others" flush>
              <OpenList requests={others} />
            </Card>
          )}
          <Card title="Decided" flush>
            {view.decided.length === 0 ? (
              <p className="px-4 py-6 text-muted">Nothing has been decided yet.</p>
            ) : (
              <DecidedList requests={view.decided} />
            )}
          </Card>
        </div>
      </div>
    </>
  )
}
