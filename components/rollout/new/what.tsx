'use client'

import { Camera, TriangleAlert } from 'lucide-react'
import type { NewRolloutView } from '../../../server/protocol/views/new-rollout-view.ts'
import { Button } from '../../ui/button.tsx'
import { Strip } from '../../ui/strip.tsx'
import type { Choice } from './choice.ts'
import { Releases } from './releases.tsx'
import { Section } from './section.tsx'

type Props = { view: NewRolloutView; choice: Choice }

/** A release with the configuration as it is now, or a snapshot as it was frozen. */
export function What({ view, choice: { chosen, choose, release, snapshot, policy } }: Props) {
  return (
    <Section
      id="what"
      number={1}
      title="What"
      note={policy.strategy === 'a-b' ? 'Arm A: the release that is compared' : 'The release devices move to'}
    >
      {snapshot ? (
        <Strip
          tone="run"
          glyph={Camera}
          title={`Snapshot ${snapshot.number}: ${release ? `${release.name} ${release.version}` : ''} with the configuration it was frozen with`}
          className="m-4"
          act={
            <Button size="compact" onClick={() => void choose({ snapshot: null })}>
              Choose a release instead
            </Button>
          }
        >
          {snapshot.note}
        </Strip>
      ) : (
        <>
          {chosen.release && !release && (
            <Strip
              tone="warn"
              glyph={TriangleAlert}
              title="The release of this address can not be chosen"
              className="m-4"
            >
              It is blocked, or not published here. Choose another one.
            </Strip>
          )}
          <Releases
            releases={view.releases}
            chosen={chosen.release}
            onChoose={(id) => void choose({ release: id, swaps: null })}
          />
        </>
      )}
    </Section>
  )
}
