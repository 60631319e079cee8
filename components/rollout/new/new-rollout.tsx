'use client'

import { Lock } from 'lucide-react'
import type { NewRolloutView } from '../../../server/protocol/views/new-rollout-view.ts'
import { Strip } from '../../ui/strip.tsx'
import { Blast } from './blast.tsx'
import { previewBody, useChoice } from './choice.ts'
import { How } from './how.tsx'
import { GateRules } from './policy.tsx'
import { Preflight } from './preflight.tsx'
import { Section } from './section.tsx'
import { Start } from './start.tsx'
import { usePlan } from './use-plan.ts'
import { What } from './what.tsx'
import { Where } from './where.tsx'
import { useWords } from './words.ts'
import { WordsFields } from './words-fields.tsx'

/** What will this touch, and is anything missing? One page; every choice has its consequence beside it. */
export function NewRollout({ view }: { view: NewRolloutView }) {
  const choice = useChoice(view)
  const { choose, policy, release } = choice
  const { words, write, settled } = useWords()
  const body = previewBody(choice, settled)
  const { preview, problem, catchingUp, again } = usePlan(view.create.allowed ? body : null)
  const suggested = release ? `${release.name} ${release.version}` : ''
  if (!policy) throw new Error('a server offers at least one policy')
  return (
    <>
      <title>New rollout · Wavegate</title>
      <h1 className="mb-4 font-semibold text-page">New rollout</h1>
      {!view.create.allowed && (
        <Strip tone="off" glyph={Lock} title="You can look, not start" className="mb-4">
          {view.create.because}
        </Strip>
      )}
      <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,1fr)_340px]">
        <div className="flex min-w-0 flex-col gap-4">
          <What view={view} choice={choice} />
          <Where view={view} choice={choice} preview={preview} />
          <How view={view} policy={policy} choose={choose} />
          <Section number={4} title="Gates" note="Read before each wave, and after the last">
            <GateRules policy={policy} />
          </Section>
          <Preflight preview={preview} problem={problem}>
            <WordsFields words={words} suggestedName={suggested} onWrite={write} />
          </Preflight>
        </div>
        <div className="flex flex-col gap-4 lg:sticky lg:top-15 lg:-m-1 lg:p-1 lg:max-h-[calc(100dvh-80px)] lg:overflow-y-auto">
          <Blast preview={preview} problem={problem} catchingUp={catchingUp} />
          <div>
            <Start
              view={view}
              preview={problem ? null : preview}
              problem={problem}
              catchingUp={catchingUp}
              title={words.name || suggested}
              body={body}
              name={words.name}
              communicationPlan={words.communicationPlan}
              onStale={() => void again()}
            />
          </div>
        </div>
      </div>
    </>
  )
}
