'use client'

import { Plus, X } from 'lucide-react'
import type { PolicyField } from '../../../server/protocol/policy-field.ts'
import type { PlanPreview } from '../../../server/protocol/views/new-rollout-view.ts'
import { Button } from '../../ui/button.tsx'
import { count, plural } from '../../ui/numbers.ts'
import type { Choice } from './choice.ts'
import { PolicyNumber } from './policy-number.tsx'
import { beyond, changes } from './policy-settings.ts'

type Props = { choice: Choice; preview: PlanPreview | null }

/** A wave more costs a soak more; past this many the last ones hold a device or two. */
const MOST_WAVES = 8

/** D-02: each per cent is of what remains before its wave, so what it is of all stands beside it. */
export function Walk({ choice: { policy, shipped, fields, choose }, preview }: Props) {
  const percents = policy.wavePercents
  // Of an A/B rollout the comparison is wave 1.
  const first = policy.strategy === 'a-b' ? 2 : 1
  const write = (wavePercents: readonly number[]) =>
    void choose({ set: changes(shipped, { ...policy, wavePercents: [...wavePercents] }) })
  return (
    <div className="divide-y">
      {percents.map((value, index) => {
        const field = fieldOf(fields, index)
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: a wave is known by its number, and only the last can go
          <div key={index} className="relative">
            {field && (
              <PolicyNumber
                field={field}
                label={`Wave ${first + index}, of what remains`}
                value={value}
                shipped={shipped.wavePercents[index] ?? value}
                problem={beyond(field, [value])}
                means={meansOf(first + index, preview)}
                onChange={(next) => write(percents.with(index, next))}
              />
            )}
          </div>
        )
      })}
      <div className="flex flex-wrap items-center gap-2 px-4 py-2.5">
        <p className="mr-auto text-secondary">
          Then the rest as wave {first + percents.length}.{' '}
          <span className="text-muted">{meansOf(first + percents.length, preview)}</span>
        </p>
        <Button
          size="compact"
          refused={percents.length >= MOST_WAVES ? `More than ${MOST_WAVES} waves hold a device or two each.` : null}
          onClick={() => write([...percents, 50])}
        >
          <Plus aria-hidden className="size-4" strokeWidth={1.75} />
          Add a wave
        </Button>
        <Button
          size="compact"
          refused={percents.length < 2 ? 'R-001: after the canary at least one wave comes before the rest.' : null}
          onClick={() => write(percents.slice(0, -1))}
        >
          <X aria-hidden className="size-4" strokeWidth={1.75} />
          Remove wave {first + percents.length - 1}
        </Button>
      </div>
    </div>
  )
}

const fieldOf = (fields: readonly PolicyField[], index: number) =>
  fields.find(({ key }) => key === (index === 0 ? 'wavePercents.first' : 'wavePercents.later'))

function meansOf(wave: number, preview: PlanPreview | null): string {
  if (!preview) return 'Of what the waves before left over.'
  const found = preview.plan.waves[wave]
  if (!found) return 'No devices are left for it.'
  return `${plural(found.devices, 'device')}, ${count(Math.floor(found.percentOfCohort))} % of all; ${count(Math.floor(found.cumulativePercent))} % are done after it.`
}
