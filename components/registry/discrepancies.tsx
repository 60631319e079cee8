'use client'

import Link from 'next/link'
import { useState } from 'react'
import type { DiscrepanciesView } from '../../server/protocol/views/discrepancies-view.ts'
import { At } from '../live/time.tsx'
import { useRefusal } from '../live/use-refusal.ts'
import { useRoom, useView } from '../live/use-view.ts'
import { useWaiting } from '../live/waiting-context.ts'
import { api, devicePages, page, room } from '../paths.ts'
import { Button } from '../ui/button.tsx'
import { Card } from '../ui/card.tsx'
import { Empty } from '../ui/empty.tsx'
import { plural } from '../ui/numbers.ts'
import { Tabs } from '../ui/tabs.tsx'
import { DiscrepancyPolicyCard } from './discrepancy-policy.tsx'
import { Resolve } from './resolve.tsx'

const schema = async () => (await import('../../server/protocol/views/discrepancies-view.ts')).DiscrepanciesView

/** What fits a screen; what is done without a person stands below. */
const FIRST = 10

/** Where do devices contradict the registry, and what happens about it without me? */
export function Discrepancies({ initial }: { initial: DiscrepanciesView }) {
  const refusal = useRefusal()
  useRoom(room.fleet())
  const { view } = useView({ room: room.fleet(), path: api.discrepancies(), schema, initial })
  const [all, setAll] = useState(false)
  const shown = all ? view.open : view.open.slice(0, FIRST)
  const refused = refusal(view.may)
  return (
    <>
      <title>{view.total > 0 ? `${view.total} discrepancies · Wavegate` : 'Discrepancies · Wavegate'}</title>
      <div className="flex flex-col gap-4">
        <header>
          <h1 className="font-semibold text-page">Discrepancies</h1>
          <p className="mt-1 max-w-prose text-muted">
            A device is what it says it is, and the registry follows. Until somebody has looked, nothing is deployed to
            a device that said something else than the registry.
          </p>
        </header>
        <Tabs label="Devices" here={page.discrepancies()} tabs={devicePages(useWaiting())} />
        <Card
          title="Unresolved"
          note={view.total > 0 ? plural(view.total, 'discrepancy', 'discrepancies') : undefined}
          flush
        >
          {view.open.length === 0 ? (
            <Empty>Every device says what the registry says of it.</Empty>
          ) : (
            <ul className="divide-y" aria-label="Unresolved discrepancies">
              {shown.map((one) => (
                <li key={one.id} className="flex flex-wrap items-center gap-x-4 gap-y-2 px-4 py-3">
                  <div className="min-w-0 flex-1 basis-72">
                    <p className="break-words">
                      <Link href={page.device(one.device.id)} className="font-medium hover:underline">
                        {one.device.name}
                      </Link>{' '}
                      <span className="text-muted">{one.device.site}</span>
                    </p>
                    <p className="break-words">{one.sentence}</p>
                    <p className="text-muted text-secondary">
                      Seen <At at={one.seenAt} seconds={false} />
                    </p>
                  </div>
                  <Resolve device={one.device.id} one={one} refused={refused} />
                </li>
              ))}
            </ul>
          )}
        </Card>
        {view.open.length > shown.length && (
          <div>
            <Button onClick={() => setAll(true)}>Show {view.open.length - shown.length} more</Button>
          </div>
        )}
        {all && view.total > view.open.length && (
          <p className="text-muted text-secondary">The {view.open.length} that were seen last are shown.</p>
        )}
        <DiscrepancyPolicyCard key={JSON.stringify(view.policy)} view={view} refused={refused} />
      </div>
    </>
  )
}
