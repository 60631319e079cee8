'use client'

import { ShieldAlert } from 'lucide-react'
import type { IdentityView } from '../../server/protocol/views/identity-view.ts'
import { At } from '../live/time.tsx'
import { useView } from '../live/use-view.ts'
import { api, room } from '../paths.ts'
import { Card } from '../ui/card.tsx'
import { Copy } from '../ui/copy.tsx'
import { Strip } from '../ui/strip.tsx'
import { IdentityActs } from './identity-acts.tsx'

const schema = async () => (await import('../../server/protocol/views/identity-view.ts')).IdentityView

/** Which key the device proves itself with, since when, and what to do when that is not right. */
export function Identity({ initial }: { initial: IdentityView }) {
  const { deviceId } = initial
  const { view } = useView({ room: room.device(deviceId), path: api.identity(deviceId), schema, initial })
  return (
    <div className="flex flex-col gap-4">
      {view.duplicated && (
        <Strip tone="fail" glyph={ShieldAlert} title="Two machines use this identity">
          Seen from {view.duplicated.addresses.join(' and ')} since <At at={view.duplicated.since} seconds={false} />.
          Nothing is deployed to it. Revoke it if a key was stolen; if a disk was copied, open a replacement and enrol
          the right machine anew.
        </Strip>
      )}
      {view.revoked && (
        <Strip tone="fail" glyph={ShieldAlert} title="Revoked: it is cut off">
          {view.revoked.reason} · <At at={view.revoked.at} seconds={false} />
        </Strip>
      )}
      <Card title="Identity" note="the key it proves itself with">
        <p className="flex flex-wrap items-center gap-1">
          <span className="break-all font-mono">{view.fingerprint}</span>
          <Copy text={view.fingerprint} label="Copy the fingerprint" />
        </p>
        {view.asked && (
          <p className="mt-2 text-muted">
            {view.asked.by} asked it to change its key · <At at={view.asked.at} seconds={false} />. It does when it is
            connected; until its first word with the new one, the old one is good too.
          </p>
        )}
        {view.replacement && (
          <p className="mt-2 text-muted">
            A replacement is open until <At at={view.replacement.expiresAt} seconds={false} />, by {view.replacement.by}
            .
          </p>
        )}
        <ul className="mt-3 divide-y border-y" aria-label="Keys">
          {view.keys.map((key) => (
            <li key={key.fingerprint} className="grid gap-x-4 py-2 md:grid-cols-[minmax(0,1fr)_auto]">
              <span className="min-w-0">
                <span className="font-medium">{WORD[key.state]}</span>{' '}
                <span className="break-all font-mono text-muted text-secondary">{key.fingerprint}</span>
                <span className="block break-words text-muted text-secondary">{key.untilWhy ?? key.why}</span>
              </span>
              <span className="text-muted text-secondary md:text-right">
                since <At at={key.since} seconds={false} />
                {key.until !== null && (
                  <span className="md:block">
                    {' '}
                    until <At at={key.until} seconds={false} />
                  </span>
                )}
              </span>
            </li>
          ))}
        </ul>
        <IdentityActs view={view} />
      </Card>
    </div>
  )
}

const WORD = {
  next: 'Next',
  active: 'Active',
  retired: 'Retired',
  revoked: 'Revoked',
} as const satisfies Record<IdentityView['keys'][number]['state'], string>
