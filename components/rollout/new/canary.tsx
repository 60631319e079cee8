'use client'

import { TriangleAlert, Undo2 } from 'lucide-react'
import type { PlanPreview } from '../../../server/protocol/views/new-rollout-view.ts'
import { Button } from '../../ui/button.tsx'
import { plural } from '../../ui/numbers.ts'
import { Strip } from '../../ui/strip.tsx'
import { PassedOver } from '../passed-over.tsx'
import type { Choice, previewBody } from './choice.ts'
import { Swap } from './swap.tsx'
import { swapped, writeSwaps } from './swaps.ts'

type Props = {
  choice: Choice
  body: ReturnType<typeof previewBody>
  preview: PlanPreview | null
  problem: string | null
}

/** Who takes it first, why each of them, who was passed over, and another in its place where a person knows better. */
export function Canary({ choice: { swaps, choose }, body, preview, problem }: Props) {
  const write = (next: typeof swaps) => void choose({ swaps: next.length > 0 ? writeSwaps(next) : null })
  if (!preview)
    return problem && swaps.length > 0 ? (
      <Strip
        tone="warn"
        glyph={TriangleAlert}
        title="Canaries were exchanged by hand"
        className="m-4"
        act={
          <Button size="compact" onClick={() => write([])}>
            Undo {plural(swaps.length, 'swap')}
          </Button>
        }
      >
        They may be why this choice is refused: {problem}
      </Strip>
    ) : null
  const { picks, certificate, exceedsCap, uncovered, passedOver } = preview.plan.canary
  const takenOut = swaps.filter(({ instead }) => instead === null)
  return (
    <section aria-label="Canary devices" className="border-t p-4">
      <div className="flex flex-wrap items-baseline gap-x-3">
        <h3 className="font-semibold text-body">{plural(picks.length, 'canary device')}</h3>
        {certificate && <p className="text-muted text-secondary">{certificate.because}</p>}
        {swaps.length > 1 && (
          <Button size="compact" tone="ghost" className="ml-auto" onClick={() => write([])}>
            Undo all {swaps.length} swaps
          </Button>
        )}
      </div>
      {exceedsCap && <p className="mt-1 text-secondary text-warn-text">{exceedsCap}</p>}
      {uncovered.map(({ stratum, because }) => (
        <p key={stratum} className="mt-1 flex gap-2 text-fail-text text-secondary">
          <TriangleAlert aria-hidden className="mt-0.5 size-4 shrink-0" strokeWidth={1.75} />
          {because}
        </p>
      ))}
      <ul className="mt-2 divide-y">
        {picks.map((pick) => {
          const swap = swaps.find(({ instead }) => instead === pick.deviceId)
          return (
            <li key={pick.deviceId} className="flex flex-wrap items-center gap-x-3 gap-y-1 py-1.5">
              <span className="font-medium max-md:flex-1">{pick.name}</span>
              <span className="min-w-0 flex-1 text-muted text-secondary max-md:order-1 max-md:basis-full">
                {pick.because}
              </span>
              {swap && (
                <Button
                  size="compact"
                  tone="ghost"
                  aria-label={`Undo the swap of ${pick.name}`}
                  onClick={() => write(swaps.filter((one) => one !== swap))}
                >
                  <Undo2 aria-hidden className="size-4" strokeWidth={1.75} />
                  Undo
                </Button>
              )}
              {body && (
                <Swap
                  pick={pick}
                  body={body}
                  onSwap={(instead) => write(swapped(swaps, { take: pick.deviceId, instead }))}
                />
              )}
            </li>
          )
        })}
        {takenOut.map((swap) => (
          <li key={swap.take} className="flex flex-wrap items-center gap-x-3 gap-y-1 py-1.5">
            <span className="font-mono text-secondary line-through">{swap.take}</span>
            <span className="min-w-0 flex-1 basis-60 text-muted text-secondary">
              taken out by a person, nobody instead
            </span>
            <Button
              size="compact"
              tone="ghost"
              aria-label={`Take ${swap.take} back in`}
              onClick={() => write(swaps.filter((one) => one !== swap))}
            >
              <Undo2 aria-hidden className="size-4" strokeWidth={1.75} />
              Undo
            </Button>
          </li>
        ))}
      </ul>
      <PassedOver passedOver={passedOver} className="mt-2" />
    </section>
  )
}
