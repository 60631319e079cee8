import type { ReactNode } from 'react'
import type { PlanPreview } from '../../../server/protocol/views/new-rollout-view.ts'
import { PreflightList } from '../../status/preflight-list.tsx'
import { Section } from './section.tsx'

type Props = { preview: PlanPreview | null; problem: string | null; children: ReactNode }

/** Thirteen items, each computed or said by a person; any unmet one blocks the start. */
export function Preflight({ preview, problem, children }: Props) {
  const met = preview?.preflight.filter((item) => item.met).length ?? 0
  return (
    <Section number={5} title="Pre-flight" note={preview ? `${met} of ${preview.preflight.length} met` : undefined}>
      {preview ? (
        <PreflightList items={preview.preflight} />
      ) : (
        <p className="px-4 py-6 text-muted">
          {problem ? 'Nothing to check: this choice cannot be rolled out.' : 'The checks run when a release is chosen.'}
        </p>
      )}
      {children}
    </Section>
  )
}
