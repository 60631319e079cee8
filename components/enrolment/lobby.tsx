'use client'

import { useState } from 'react'
import type { LobbyView } from '../../server/protocol/views/lobby-view.ts'
import { AgentLine } from '../live/agent-line.tsx'
import { At } from '../live/time.tsx'
import { useRoom, useView } from '../live/use-view.ts'
import { useWaiting } from '../live/waiting-context.ts'
import { api, devicePages, page, room } from '../paths.ts'
import { Card } from '../ui/card.tsx'
import { Disclosure } from '../ui/disclosure.tsx'
import { plural } from '../ui/numbers.ts'
import { Tabs } from '../ui/tabs.tsx'
import { Decide } from './decide.tsx'
import { WaitingRow } from './waiting-row.tsx'

const schema = async () => (await import('../../server/protocol/views/lobby-view.ts')).LobbyView

/** Who wants in, and is it who it says it is? */
export function Lobby({ initial }: { initial: LobbyView }) {
  useRoom(room.lobby())
  const { view } = useView({ room: room.lobby(), path: api.lobby(), schema, initial })
  const [marked, setMarked] = useState<ReadonlySet<string>>(new Set())
  const chosen = view.waiting.filter(({ fingerprint }) => marked.has(fingerprint))
  const mark = (fingerprint: string, on: boolean) =>
    setMarked((before) => new Set(on ? [...before, fingerprint] : [...before].filter((one) => one !== fingerprint)))
  return (
    <>
      <title>{view.total > 0 ? `${view.total} waiting · Lobby` : 'Lobby'}</title>
      <div className="flex flex-col gap-4">
        <header>
          <h1 className="font-semibold text-page">Lobby</h1>
          <p className="mt-1 text-muted">
            Devices nobody vouched for wait here. Nothing is deployed to them until you accept them.
          </p>
        </header>
        <Tabs label="Devices" here={page.lobby()} tabs={devicePages(useWaiting())} />
        <Card title="Waiting" note={view.total > 0 ? plural(view.total, 'device') : undefined} flush>
          {view.waiting.length === 0 ? (
            <div className="flex flex-col items-start gap-3 px-4 py-8">
              <p className="max-w-prose text-form text-muted">
                Nobody waits. Start an agent without a token: it shows its fingerprint, waits here, and goes on by
                itself when you accept it.
              </p>
              <AgentLine />
            </div>
          ) : (
            <ul className="divide-y" aria-label="Waiting devices">
              {view.waiting.map((device) => (
                <WaitingRow
                  key={device.fingerprint}
                  device={device}
                  marked={marked.has(device.fingerprint)}
                  onMark={(on) => mark(device.fingerprint, on)}
                />
              ))}
            </ul>
          )}
        </Card>
        {view.total > view.waiting.length && (
          <p className="text-muted text-secondary">The {view.waiting.length} that were heard last are shown.</p>
        )}
        {chosen.length > 0 && (
          <Decide
            key={chosen.map(({ fingerprint }) => fingerprint).join()}
            devices={chosen}
            sites={view.sites}
            act={view.act}
            onDone={() => setMarked(new Set())}
          />
        )}
        {view.rejected.length > 0 && (
          <Disclosure title="Rejected" note={plural(view.rejected.length, 'device')}>
            <ul className="divide-y">
              {view.rejected.map(({ fingerprint, deviceId, reason, by, at }) => (
                <li key={fingerprint} className="grid gap-x-4 px-4 py-2 md:grid-cols-[minmax(0,1fr)_minmax(0,2fr)]">
                  <span className="min-w-0 break-words font-medium">
                    {deviceId} <span className="block font-mono font-normal text-micro text-muted">{fingerprint}</span>
                  </span>
                  <span className="min-w-0 break-words text-muted">
                    {reason} · {by}, <At at={at} seconds={false} />
                  </span>
                </li>
              ))}
            </ul>
          </Disclosure>
        )}
      </div>
    </>
  )
}
