'use client'

import Link from 'next/link'
import type { PlanRow, PlansView } from '../../../server/protocol/views/plan-view.ts'
import { At } from '../../live/time.tsx'
import { useRoom, useView } from '../../live/use-view.ts'
import { api, page, room } from '../../paths.ts'
import { Card } from '../../ui/card.tsx'
import { Empty } from '../../ui/empty.tsx'
import { count, plural } from '../../ui/numbers.ts'
import { Table, Td, Th } from '../../ui/table.tsx'
import { NewRolloutLink } from '../new-rollout-link.tsx'
import { Became } from '../plan-chain.tsx'

const schema = async () => (await import('../../../server/protocol/views/plan-view.ts')).PlansView

/** Every plan: those somebody still has to start first, because they wait for a person. */
export function Plans({ initial }: { initial: PlansView }) {
  useRoom(room.rollouts())
  const { view } = useView({ room: room.rollouts(), path: api.plans(), schema, initial })
  const open = view.plans.filter((plan) => plan.rollout === null)
  const started = view.plans.filter((plan) => plan.rollout !== null)
  return (
    <>
      <title>Plans · Wavegate</title>
      <div className="mb-4 flex items-center justify-between gap-3">
        <h1 className="font-semibold text-page">Plans</h1>
        {view.plans.length > 0 && <NewRolloutLink create={view.create} />}
      </div>
      {view.plans.length === 0 ? (
        <div className="rounded-card border bg-card">
          <Empty act={<NewRolloutLink create={view.create} />}>
            No plan has been saved yet. A plan says whom a rollout would touch and what it is held to; others can read
            it before anybody starts it. On the command line: <code>npm run wavegate -- plan --save</code>.
          </Empty>
        </div>
      ) : (
        <div className="flex flex-col gap-4">
          <Card title="Not started" note={plural(open.length, 'plan')} flush>
            <List plans={open} label="Plans not started" none="Every plan was started." />
          </Card>
          <Card title="Started" note={plural(started.length, 'plan')} flush>
            <List plans={started} label="Plans started" none="None was started yet." />
          </Card>
        </div>
      )}
    </>
  )
}

function List({ plans, label, none }: { plans: readonly PlanRow[]; label: string; none: string }) {
  if (plans.length === 0) return <p className="px-4 py-6 text-muted">{none}</p>
  return (
    <>
      <div className="max-md:hidden">
        <Table label={label}>
          <thead>
            <tr>
              <Th>Plan</Th>
              <Th>Moves to</Th>
              <Th numeric>Devices</Th>
              <Th numeric>Waves</Th>
              <Th>Saved</Th>
              <Th>Became</Th>
            </tr>
          </thead>
          <tbody>
            {plans.map((plan) => (
              <tr key={plan.number} className="hover:bg-bg">
                <Td>
                  <PlanLink plan={plan} />
                </Td>
                <Td>{plan.to}</Td>
                <Td numeric>{count(plan.cohort)}</Td>
                <Td numeric>{count(plan.waves)}</Td>
                <Td className="whitespace-nowrap">
                  <At at={plan.createdAt} seconds={false} /> <span className="text-muted">by {plan.createdBy}</span>
                </Td>
                <Td>
                  <Became plan={plan} />
                </Td>
              </tr>
            ))}
          </tbody>
        </Table>
      </div>
      <ul aria-label={label} className="divide-y md:hidden">
        {plans.map((plan) => (
          <li key={plan.number} className="flex flex-col gap-1 px-4 py-3">
            <div className="flex items-start justify-between gap-3">
              <PlanLink plan={plan} />
              <Became plan={plan} />
            </div>
            <p className="text-muted text-secondary">
              {plan.to} · {plural(plan.cohort, 'device')} in {plural(plan.waves, 'wave')} ·{' '}
              <At at={plan.createdAt} seconds={false} /> by {plan.createdBy}
            </p>
          </li>
        ))}
      </ul>
    </>
  )
}

function PlanLink({ plan: { number, name, revisionOf } }: { plan: PlanRow }) {
  return (
    <span className="min-w-0">
      <Link href={page.plan(number)} className="rounded-mark font-medium hover:underline">
        Plan {number}: {name}
      </Link>
      {revisionOf !== null && <span className="block text-muted text-secondary">Revision of plan {revisionOf}</span>}
    </span>
  )
}
