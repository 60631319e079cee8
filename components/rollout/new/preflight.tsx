'use client'

import type { ReactNode } from 'react'
import type { PlanPreview } from '../../../server/protocol/views/new-rollout-view.ts'
import { PreflightList } from '../../status/preflight-list.tsx'
import { jumpTo } from './jump-to.ts'
import { PLACE, placeOf, placeOfItem } from './missing.ts'
import { Section } from './section.tsx'

type Props = { preview: PlanPreview | null; problem: string | null; children: ReactNode }

/** Thirteen items, each computed or said by a person; any unmet one blocks the start. */
export function Preflight({ preview, problem, children }: Props) {
  const met = preview?.preflight.filter((item) => item.met).length ?? 0
  return (
    <Section
      id="preflight"
      number={5}
      title="Pre-flight"
      note={preview ? `${met} of ${preview.preflight.length} met` : undefined}
    >
      {preview ? (
        <PreflightList
          items={preview.preflight}
          mend={(item) => {
            const place = placeOf(item)
            return place === placeOfItem(item.rule) ? null : (
              <button
                type="button"
                onClick={() => jumpTo(place)}
                className="rounded-mark font-medium text-run-text underline"
              >
                {place === PLACE.policy ? 'Change the policy above' : 'Write it below'}
              </button>
            )
          }}
        />
      ) : (
        <p className="px-4 py-6 text-muted">
          {problem ? 'Nothing to check: this choice cannot be rolled out.' : 'The checks run when a release is chosen.'}
        </p>
      )}
      {children}
    </Section>
  )
}
