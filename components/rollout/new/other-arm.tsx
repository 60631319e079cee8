'use client'

import type { NewRolloutView, PlanPreview } from '../../../server/protocol/views/new-rollout-view.ts'
import { plural } from '../../ui/numbers.ts'
import type { Choice } from './choice.ts'
import { PLACE } from './missing.ts'
import { Releases } from './releases.tsx'

type Props = { view: NewRolloutView; choice: Choice; preview: PlanPreview | null }

/** A/B: what is compared with the release above, on which devices, and what could not be matched. */
export function OtherArm({ view, choice: { chosen, choose, release }, preview }: Props) {
  const arms = preview?.plan.arms
  return (
    <section id={PLACE.other} aria-label="Arm B" className="border-t">
      <div className="flex flex-wrap items-baseline gap-x-3 px-4 pt-3 pb-1">
        <h3 className="font-semibold text-body">Arm B</h3>
        <p className="text-muted text-secondary">
          Compared with arm A, {release ? `${release.name} ${release.version}` : 'the release chosen above'}. A person
          picks one of them for everybody, or neither.
        </p>
      </div>
      <Releases
        label="Release of arm B"
        releases={view.releases.filter(({ id }) => id !== release?.id)}
        chosen={chosen.other}
        onChoose={(id) => void choose({ other: id })}
      />
      {arms && (
        <div className="border-t px-4 py-3 text-secondary">
          <p>{arms.because}</p>
          {arms.unmatched.map((one) => (
            <p key={one.because} className="text-muted">
              Not compared: {plural(one.devices, 'device')}, {one.because}.
            </p>
          ))}
        </div>
      )}
    </section>
  )
}
