'use client'

import type { EnrolmentTokenRow, EnrolmentTokensView } from '../../server/protocol/views/enrolment-tokens-view.ts'
import { Ago, At } from '../live/time.tsx'
import { useAct } from '../live/use-act.ts'
import { useRefusal } from '../live/use-refusal.ts'
import { useRoom, useView } from '../live/use-view.ts'
import { useWaiting } from '../live/waiting-context.ts'
import { api, devicePages, page, room } from '../paths.ts'
import { Button } from '../ui/button.tsx'
import { Card } from '../ui/card.tsx'
import { Empty } from '../ui/empty.tsx'
import { count, plural } from '../ui/numbers.ts'
import { Tabs } from '../ui/tabs.tsx'
import { CreateToken } from './create-token.tsx'

const schema = async () => (await import('../../server/protocol/views/enrolment-tokens-view.ts')).EnrolmentTokensView

/** Which tokens vouch for devices, for which, and who came in with them? */
export function Tokens({ initial }: { initial: EnrolmentTokensView }) {
  const refusal = useRefusal()
  useRoom(room.lobby())
  const { view, refresh } = useView({ room: room.lobby(), path: api.enrolmentTokens(), schema, initial })
  return (
    <>
      <title>Enrolment tokens</title>
      <div className="flex flex-col gap-4">
        <header>
          <h1 className="font-semibold text-page">Enrolment tokens</h1>
          <p className="mt-1 text-muted">A device that shows a good token is taken in at once, without waiting.</p>
        </header>
        <Tabs label="Devices" here={page.enrolmentTokens()} tabs={devicePages(useWaiting())} />
        <CreateToken sites={view.sites} act={view.act} onCreated={() => void refresh().catch(() => {})} />
        <Card title="Tokens" flush>
          {view.tokens.length === 0 ? (
            <Empty>There is no token yet. Create one above, and start the agent with the line it shows.</Empty>
          ) : (
            <ul className="divide-y">
              {view.tokens.map((token) => (
                <TokenRow
                  key={token.id}
                  token={token}
                  refused={refusal(view.act)}
                  onRevoked={() => void refresh().catch(() => {})}
                />
              ))}
            </ul>
          )}
        </Card>
      </div>
    </>
  )
}

const STATE = {
  good: 'text-ok-text',
  'used-up': 'text-muted',
  expired: 'text-muted',
  revoked: 'text-fail-text',
} as const
const WORD = { good: 'Good', 'used-up': 'Used up', expired: 'Expired', revoked: 'Revoked' } as const

type RowProps = { token: EnrolmentTokenRow; refused: string | null; onRevoked: () => void }

function TokenRow({ token, refused, onRevoked }: RowProps) {
  const { send, busy } = useAct(api.revokeToken(token.id))
  const { devices, state } = token
  return (
    <li className="flex flex-wrap items-start gap-x-4 gap-y-2 px-4 py-3">
      <div className="min-w-0 flex-1 basis-72">
        <p className="break-words">
          <span className="font-medium">{token.name}</span> <span className={STATE[state]}>{WORD[state]}</span>
        </p>
        <p className="text-muted text-secondary">{scopeOf(token)}</p>
        <p className="text-muted text-secondary">
          {count(token.usesLeft)} of {plural(token.uses, 'use')} left · until{' '}
          <At at={token.expiresAt} seconds={false} /> ·{' '}
          {token.lastUsedAt === null ? 'never used' : <>last used {<Ago at={token.lastUsedAt} />}</>} · by{' '}
          {token.createdBy}
        </p>
        {devices.length > 0 && (
          <p className="break-words text-muted text-secondary">
            Enrolled:{' '}
            {devices
              .slice(0, 8)
              .map(({ name }) => name)
              .join(', ')}
            {devices.length > 8 && ' and more'}
          </p>
        )}
      </div>
      {state === 'good' && (
        <Button
          tone="quiet-danger"
          size="compact"
          busy={busy}
          refused={refused}
          aria-label={`Revoke ${token.name}`}
          onClick={async () => {
            if ((await send({})).ok) onRevoked()
          }}
        >
          Revoke
        </Button>
      )}
    </li>
  )
}

function scopeOf({ replaces, sites, hardwareTypes, groups, labels, needsAcceptance }: EnrolmentTokenRow): string {
  if (replaces) return `New hardware for ${replaces}`
  return [
    sites.length > 0 ? `at ${sites.join(', ')}` : 'any site',
    hardwareTypes.length > 0 ? hardwareTypes.join(', ') : 'any hardware',
    groups.length > 0 && `joins ${groups.join(', ')}`,
    ...Object.entries(labels).map(([key, value]) => `${key}=${value}`),
    needsAcceptance && 'waits in the lobby',
  ]
    .filter((part) => part !== false)
    .join(' · ')
}
