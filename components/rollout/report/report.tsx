'use client'

import { Download, Printer } from 'lucide-react'
import Link from 'next/link'
import type { ReactNode } from 'react'
import { strategyName } from '../../../server/protocol/strategy.ts'
import type { ReportView } from '../../../server/protocol/views/report-view.ts'
import { Exact } from '../../live/time.tsx'
import { useRoom, useView } from '../../live/use-view.ts'
import { api, page, room } from '../../paths.ts'
import { Button } from '../../ui/button.tsx'
import { buttonClass } from '../../ui/button-class.ts'
import { Card } from '../../ui/card.tsx'
import { duration } from '../../ui/numbers.ts'
import { Comparison } from '../comparison/comparison.tsx'
import { Criteria } from '../criteria.tsx'
import { PlanChain } from '../plan-chain.tsx'
import { Overrides } from '../recovery/overrides.tsx'
import { Failure } from './failure.tsx'
import { FleetSummary, HealthMetrics, WaveSummary } from './tables.tsx'

const schema = async () => (await import('../../../server/protocol/views/report-view.ts')).ReportView

/** Did it work, for how many, and what did it cost? The same page is what the printer gets. */
export function Report({ initial }: { initial: ReportView }) {
  const id = initial.rolloutId
  useRoom(room.rollout(id))
  const { view } = useView({ room: room.rollout(id), path: api.report(id), schema, initial })
  return (
    <>
      <title>{`Report · ${view.name}`}</title>
      <div className="mx-auto flex w-full max-w-[880px] flex-col gap-4">
        <header className="flex flex-wrap items-start justify-between gap-3">
          <div className="min-w-0">
            <h1 className="font-semibold text-page">{view.name}</h1>
            <p className="text-muted">Deployment summary{view.draft && ', a draft until the rollout has ended'}</p>
          </div>
          <div className="no-print flex flex-wrap gap-2">
            <a href={api.reportMarkdown(id)} download className={buttonClass()}>
              <Download aria-hidden className="size-4" strokeWidth={1.75} />
              Markdown
            </a>
            <a href={api.reportCsv(id, 'devices')} download className={buttonClass()}>
              CSV
            </a>
            <a href={api.report(id)} download={`report-${id}.json`} className={buttonClass()}>
              JSON
            </a>
            <Button onClick={() => window.print()}>
              <Printer aria-hidden className="size-4" strokeWidth={1.75} />
              Print
            </Button>
          </div>
        </header>
        <Facts view={view} />
        {view.plan && <Criteria criteria={view.plan.criteria} />}
        {view.failure && <Failure view={view} failure={view.failure} />}
        {view.comparison && <Comparison comparison={view.comparison} />}
        <FleetSummary view={view} />
        <WaveSummary view={view} />
        <HealthMetrics view={view} />
        {view.plan && <PlanChain chain={view.plan.chain} number={view.plan.number} />}
        <Card title="Approvals" flush>
          {view.approvals.length === 0 ? (
            <p className="px-4 py-4 text-muted">Nobody approved or rejected anything.</p>
          ) : (
            <ul className="divide-y">
              {view.approvals.map((approval) => (
                <li key={`${approval.who} ${approval.at}`} className="px-4 py-2.5">
                  <span className="font-medium">{approval.who}</span>{' '}
                  {approval.decision === 'reject' ? 'rejected' : 'approved'}, <Exact at={approval.at} />
                  {approval.comment && <p className="text-muted">“{approval.comment}”</p>}
                </li>
              ))}
            </ul>
          )}
        </Card>
        {view.overrides.length > 0 && <Overrides overrides={view.overrides} waves={view.waves} />}
        <Card title="What people did" flush>
          {view.people.length === 0 ? (
            <p className="px-4 py-4 text-muted">Nobody had to do anything.</p>
          ) : (
            <ul className="divide-y">
              {view.people.map(({ at, who, act, reason }) => (
                <li key={`${at} ${act}`} className="px-4 py-2.5">
                  <span className="font-medium">{who}</span>, {act}, <Exact at={at} />
                  <p className="text-muted">{reason}</p>
                </li>
              ))}
            </ul>
          )}
        </Card>
        <Card title="Issues and notes" flush>
          {view.issues.length === 0 ? (
            <p className="px-4 py-4 text-muted">None.</p>
          ) : (
            <ul className="list-disc space-y-1 py-3 pr-4 pl-8">
              {view.issues.map((issue) => (
                <li key={issue}>{issue}</li>
              ))}
            </ul>
          )}
        </Card>
      </div>
    </>
  )
}

const PlanLink = ({ number }: { number: number }) => (
  <Link href={page.plan(number)} className="rounded-mark underline underline-offset-2">
    Plan {number}
  </Link>
)

function Facts({ view }: { view: ReportView }) {
  const facts = [
    [
      'Artifact',
      <span key="a" className="font-mono">
        {view.artifact}
      </span>,
    ],
    ['Outcome', view.outcome],
    ['Strategy', strategyName(view.strategy)],
    ...(view.plan ? [['Plan', <PlanLink key="p" number={view.plan.number} />] as const] : []),
    ['Started', <Exact key="s" at={view.startedAt} />],
    ['Ended', view.endedAt === null ? 'Not yet' : <Exact key="e" at={view.endedAt} />],
    ...(view.drill
      ? [['Going back was tried', `${view.drill.name}: ${view.drill.seconds.toFixed(1)} s`] as const]
      : []),
    ['Duration', duration(((view.endedAt ?? view.serverTime) - view.startedAt) / 1000)],
  ] satisfies readonly (readonly [string, ReactNode])[]
  return (
    <dl className="grid grid-cols-2 gap-x-6 gap-y-3 rounded-card border bg-card p-4 md:grid-cols-3">
      {facts.map(([term, value]) => (
        <div key={term} className={term === 'Outcome' ? 'min-w-0 max-md:order-first max-md:col-span-2' : 'min-w-0'}>
          <dt className="text-muted text-secondary">{term}</dt>
          <dd className="break-words font-medium">{value}</dd>
        </div>
      ))}
    </dl>
  )
}
