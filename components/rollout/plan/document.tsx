import Link from 'next/link'
import type { ReactNode } from 'react'
import { strategyName } from '../../../server/protocol/strategy.ts'
import type { PlanView } from '../../../server/protocol/views/plan-view.ts'
import { Exact } from '../../live/time.tsx'
import { page } from '../../paths.ts'
import { Card } from '../../ui/card.tsx'
import { bytes, count, duration, plural } from '../../ui/numbers.ts'
import { Table, Td, Th } from '../../ui/table.tsx'
import { LeftOut } from '../new/left-out.tsx'

/** What, where and by whose word: the lines of the document. */
export function Facts({ view }: { view: PlanView }) {
  const { document, createdBy, createdAt, contentHash } = view
  const { plan } = document.seen
  return (
    <Card title="What and where">
      <dl className="grid gap-x-6 gap-y-3 md:grid-cols-2">
        <Fact term="Moves to">
          {document.release.name} <span className="font-mono">{document.release.version}</span>,{' '}
          <Link href={page.snapshot(document.snapshot)} className="underline underline-offset-2">
            snapshot {document.snapshot}
          </Link>
        </Fact>
        <Fact term="Whom">
          {plan.selector === '' ? 'Every device' : <code className="break-all font-mono">{plan.selector}</code>}
          {', '}
          {plural(plan.cohort, 'device')}
        </Fact>
        <Fact term="How">
          {strategyName(document.policy.strategy)}, {document.policy.label};{' '}
          {plural(document.policy.approvalsNeeded, 'approval')} after the canary
          {document.policy.rollbackDrill && ', on which going back is tried first'}
        </Fact>
        <Fact term="Saved">
          by {createdBy}, <Exact at={createdAt} />
        </Fact>
        {document.startAt && (
          <Fact term="Starts">
            <Exact at={Date.parse(document.startAt)} />
          </Fact>
        )}
        {document.behind && (
          <Fact term="Waits for its turn">
            priority {document.behind.priority}: {document.behind.reason}
            {document.seen.ahead.length > 0 &&
              `. Ahead of it when it was planned: ${document.seen.ahead.map(({ name, devices }) => `${name} on ${plural(devices, 'device')}`).join(', ')}`}
          </Fact>
        )}
        <Fact term="Who is told">{document.communicationPlan}</Fact>
        <Fact term="Going back was tried">
          {document.rollbackTested
            ? `${document.rollbackTested.how} (says ${document.rollbackTested.name})`
            : document.policy.rollbackDrill
              ? 'Not said: its rollback drill tries it on a canary'
              : 'Not said: it counts only where it was seen'}
        </Fact>
        <Fact term="Content hash">
          <span className="break-all font-mono text-secondary">{contentHash}</span>
        </Fact>
      </dl>
      {plan.excluded.length > 0 && (
        <div className="mt-4 border-t pt-4">
          <LeftOut devices={plan.excluded} />
        </div>
      )}
    </Card>
  )
}

function Fact({ term, children }: { term: string; children: ReactNode }) {
  return (
    <div className="min-w-0">
      <dt className="text-muted text-secondary">{term}</dt>
      <dd className="break-words">{children}</dd>
    </div>
  )
}

/** D-02: both percentages, and what each wave puts at risk. */
export function Waves({ view }: { view: PlanView }) {
  const { plan } = view.document.seen
  return (
    <Card title="Waves" note="Counts were frozen with the plan" flush>
      <Table label="Waves">
        <thead>
          <tr>
            <Th>Wave</Th>
            <Th numeric>Devices</Th>
            <Th numeric>Of the rest</Th>
            <Th numeric>Of all, to its end</Th>
            <Th numeric>Soak</Th>
            <Th numeric>Sites</Th>
            <Th numeric>To move</Th>
          </tr>
        </thead>
        <tbody>
          {plan.waves.map((wave) => (
            <tr key={wave.wave}>
              <Td className="font-medium whitespace-nowrap">{wave.label}</Td>
              <Td numeric>{count(wave.devices)}</Td>
              <Td numeric>{Math.floor(wave.percentOfRemaining)} %</Td>
              <Td numeric>{Math.floor(wave.cumulativePercent)} %</Td>
              <Td numeric className="whitespace-nowrap">
                {duration(wave.soakSeconds)}
              </Td>
              <Td numeric>{wave.blast ? count(wave.blast.sites) : '–'}</Td>
              <Td numeric className="whitespace-nowrap">
                {wave.blast ? bytes(wave.blast.bytes) : '–'}
              </Td>
            </tr>
          ))}
        </tbody>
      </Table>
    </Card>
  )
}
