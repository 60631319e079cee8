'use client'

import { TriangleAlert } from 'lucide-react'
import Link from 'next/link'
import type { ApprovalView } from '../../server/protocol/views/approval-view.ts'
import { Ago, Countdown } from '../live/time.tsx'
import { useRoom, useView } from '../live/use-view.ts'
import { api, page, room } from '../paths.ts'
import { Pill } from '../status/pill.tsx'
import { plural } from '../ui/numbers.ts'
import { Strip } from '../ui/strip.tsx'
import { Advice } from './advice.tsx'
import { Decide } from './decide.tsx'
import { FrozenEvidence } from './frozen-evidence.tsx'
import { OUTCOME } from './outcome.ts'
import { Who } from './who.tsx'

const schema = async () => (await import('../../server/protocol/views/approval-view.ts')).ApprovalView

/** What am I asked to let through, and does the evidence say yes? Read and decided on a phone in half a minute. */
export function Approval({ initial }: { initial: ApprovalView }) {
  useRoom(room.approvals())
  const { view, refresh } = useView({ room: room.approvals(), path: api.approval(initial.id), schema, initial })
  const outcome = OUTCOME[view.outcome]
  const open = view.outcome === 'open'
  return (
    <>
      <title>{`${open ? '✋' : outcome.label} ${view.waveLabel} · ${view.rolloutName}`}</title>
      <article aria-labelledby="approval" className="mx-auto flex max-w-[1120px] flex-col gap-4 max-md:pb-20">
        <header>
          <div className="flex flex-wrap items-center justify-between gap-2">
            <Pill tone={outcome.tone} glyph={outcome.glyph}>
              {outcome.label}
            </Pill>
            <p className="text-muted text-secondary">
              {open ? (
                <>
                  expires in <Countdown to={view.expiresAt} past="a moment" />
                </>
              ) : (
                view.decidedAt !== null && <Ago at={view.decidedAt} />
              )}
            </p>
          </div>
          <h1 id="approval" className="mt-2 font-semibold text-page">
            {view.waveLabel} of {view.rolloutName}
          </h1>
          <p className="text-form">
            {plural(view.deviceCount, 'device')}, <span className="font-mono text-body">{view.from}</span> →{' '}
            <span className="font-mono text-body">{view.to}</span>
          </p>
          <p className="text-muted">
            {view.devicesAfter > 0
              ? `${plural(view.devicesAfter, 'more device')} follow without another approval. `
              : ''}
            <Link
              href={page.rollout(view.rolloutId)}
              className="rounded-mark text-run-text underline underline-offset-2"
            >
              Watch the rollout
            </Link>
          </p>
        </header>
        {view.changedSince && open && (
          <Strip tone="fail" glyph={TriangleAlert} title="The evidence has changed since it was frozen">
            {view.changedSince}
          </Strip>
        )}
        <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,1fr)_360px]">
          <div className="flex min-w-0 flex-col gap-4">
            <Advice view={view} />
            <FrozenEvidence view={view} />
          </div>
          <div className="flex min-w-0 flex-col gap-4 lg:sticky lg:top-16">
            <Who view={view} />
            {open && <Decide view={view} refresh={refresh} />}
          </div>
        </div>
      </article>
    </>
  )
}
