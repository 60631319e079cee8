'use client'

import { CirclePause } from 'lucide-react'
import type { DriftRuleRow, DriftView } from '../../server/protocol/views/drift-view.ts'
import { At } from '../live/time.tsx'
import { useAct } from '../live/use-act.ts'
import { useRefusal } from '../live/use-refusal.ts'
import { api } from '../paths.ts'
import { Button } from '../ui/button.tsx'
import { Card } from '../ui/card.tsx'
import { Strip } from '../ui/strip.tsx'
import { NewRule } from './new-rule.tsx'

const ACTION = {
  report: 'Report',
  reconcile: 'Reconcile',
  ignore: 'Ignore',
} as const satisfies Record<DriftRuleRow['action'], string>

/** What is done about differences without anybody asking. Of several that fit, the most careful counts. */
export function Rules({ view, personName }: { view: DriftView; personName: string }) {
  const refusal = useRefusal()
  const refused = refusal(view.actions.rules)
  return (
    <Card title="Rules" flush acts={<NewRule personName={personName} refused={refused} />}>
      {view.rules.length === 0 ? (
        <p className="max-w-prose px-4 py-6 text-muted">
          No rules: differences are reported, and nothing is changed by itself. A rule can put devices back, one first
          of many and only so many a minute, or leave a difference out until a day.
        </p>
      ) : (
        <ul className="divide-y">
          {view.rules.map((rule) => (
            <li key={rule.id} className="flex flex-col gap-2 px-4 py-3">
              <div className="flex flex-wrap items-start gap-x-4 gap-y-2">
                <p className="min-w-0 flex-1 basis-60">
                  <span className="font-medium">{ACTION[rule.action]}</span>{' '}
                  <code className="font-mono text-secondary break-all">
                    {rule.kind}:{rule.keyPattern}
                  </code>{' '}
                  on{' '}
                  {rule.selector ? (
                    <code className="font-mono text-secondary break-all">{rule.selector}</code>
                  ) : (
                    'every device'
                  )}
                  {rule.action === 'reconcile' && `, ${rule.perMinute} a minute`}
                  <span className="block text-muted text-secondary">
                    {rule.owner}: {rule.reason}
                    {rule.expiresAt !== null && (
                      <>
                        {' '}
                        · ends <At at={rule.expiresAt} seconds={false} />
                      </>
                    )}
                  </span>
                </p>
                <Change id={rule.id} change="end" refused={refused} />
              </div>
              {rule.stopped && (
                <Strip
                  tone="warn"
                  glyph={CirclePause}
                  title="Stopped: it asks no device until a person has looked"
                  act={<Change id={rule.id} change="restart" refused={refused} />}
                >
                  {rule.stopped.because}
                </Strip>
              )}
            </li>
          ))}
        </ul>
      )}
    </Card>
  )
}

function Change({ id, change, refused }: { id: string; change: 'end' | 'restart'; refused: string | null }) {
  const { send, busy } = useAct(api.driftRule(id, change))
  return (
    <Button size="compact" refused={refused} busy={busy} onClick={() => void send({})}>
      {change === 'end' ? 'End rule' : 'Ask again'}
    </Button>
  )
}
