import { FileText, GitBranchPlus, Pause } from 'lucide-react'
import Link from 'next/link'
import { strategyName } from '../../server/protocol/strategy.ts'
import type { RolloutView } from '../../server/protocol/views/rollout-view.ts'
import { Ago } from '../live/time.tsx'
import { page } from '../paths.ts'
import { PHASE } from '../status/phase.ts'
import { Pill } from '../status/pill.tsx'
import { buttonClass } from '../ui/button-class.ts'
import { Copy } from '../ui/copy.tsx'
import { Acts } from './acts/acts.tsx'

export function Header({ view }: { view: RolloutView }) {
  const phase = PHASE[view.state.phase]
  return (
    <header className="flex flex-col gap-3 xl:flex-row xl:items-start xl:justify-between">
      <div className="min-w-0">
        <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <h1 className="font-semibold text-page">{view.name}</h1>
          {view.paused ? (
            <Pill tone="warn" glyph={Pause}>
              Paused
            </Pill>
          ) : (
            <Pill tone={phase.tone} glyph={phase.glyph}>
              {phase.label}
            </Pill>
          )}
        </div>
        <p className="mt-1 flex flex-wrap items-center gap-x-3 md:gap-x-2 text-muted text-secondary">
          <span>
            <span className="font-mono">{fromText(view)}</span> → <span className="font-mono">{view.to.version}</span>
          </span>
          <span aria-hidden className="max-md:hidden">
            ·
          </span>
          <span>Snapshot {view.to.number}</span>
          {view.plan && (
            <>
              <span aria-hidden className="max-md:hidden">
                ·
              </span>
              <Link href={page.plan(view.plan.number)} className="rounded-mark underline underline-offset-2">
                Plan {view.plan.number}
              </Link>
            </>
          )}
          <span aria-hidden className="max-md:hidden">
            ·
          </span>
          <span>
            {strategyName(view.strategy)}, {view.policyLabel}
          </span>
          <span aria-hidden className="max-md:hidden">
            ·
          </span>
          <span>
            Started by {view.createdBy} <Ago at={view.createdAt} />
          </span>
        </p>
      </div>
      <div className="flex flex-wrap items-center gap-2 xl:shrink-0 xl:flex-nowrap">
        <span className="max-md:order-1">
          <Copy text={view.stateBlock} label="Copy state block" visible />
        </span>
        {view.endedAt !== null && (
          <Link href={page.report(view.id)} className={buttonClass({ tone: 'primary' })}>
            <FileText aria-hidden className="size-4" strokeWidth={1.75} />
            Open report
          </Link>
        )}
        {view.plan && turnedBack(view) && (
          <Link href={page.revise(view.plan.number)} className={buttonClass()}>
            <GitBranchPlus aria-hidden className="size-4" strokeWidth={1.75} />
            Plan a new revision
          </Link>
        )}
        {view.endedAt === null && <Acts view={view} />}
      </div>
    </header>
  )
}

/** D-09: it stays as it is; going on means another plan. */
const turnedBack = ({ state: { phase } }: RolloutView) => phase === 'rolled-back' || phase === 'aborted'

function fromText(view: RolloutView): string {
  return view.from.map((snapshot) => snapshot.version).join(', ') || 'nothing'
}
