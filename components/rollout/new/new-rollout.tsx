'use client'

import { Lock } from 'lucide-react'
import type { Draft as DraftOfMine, RolloutSeed } from '../../../server/protocol/views/drafts-view.ts'
import type { NewRolloutView } from '../../../server/protocol/views/new-rollout-view.ts'
import { page } from '../../paths.ts'
import { Strip } from '../../ui/strip.tsx'
import { Blast } from './blast.tsx'
import { previewBody, useChoice, whyNotAsked } from './choice.ts'
import { draftChoices } from './choice-query.ts'
import { CriteriaFields } from './criteria-fields.tsx'
import { DraftApart, DraftState } from './draft-state.tsx'
import { Drafts } from './drafts.tsx'
import { Gates } from './gates.tsx'
import { How } from './how.tsx'
import { missing } from './missing.ts'
import { Preflight } from './preflight.tsx'
import { QueueFields } from './queue-fields.tsx'
import { Start } from './start.tsx'
import { useDraft } from './use-draft.ts'
import { usePlan } from './use-plan.ts'
import { What } from './what.tsx'
import { Where } from './where.tsx'
import { said, useWords } from './words.ts'
import { WordsFields } from './words-fields.tsx'

type Props = { view: NewRolloutView; seed: RolloutSeed | null; drafts: readonly DraftOfMine[] }

/** What will this touch, and is anything missing? One page; every choice has its consequence beside it. */
export function NewRollout({ view, seed, drafts }: Props) {
  const choice = useChoice(view)
  const { release } = choice
  const { words, write, settled } = useWords(seed?.choices)
  const body = previewBody(choice, settled)
  const held = whyNotAsked(choice)
  const { preview, problem, unread, catchingUp, again } = usePlan(body, held !== null)
  const suggested = release ? `${release.name} ${release.version}` : ''
  const title = words.name.trim() || suggested || 'Nothing chosen yet'
  const choices = { ...draftChoices(body, choice.chosen.where), ...said(words) }
  const draft = useDraft({ seed, title, choices, enabled: view.create.allowed })
  return (
    <>
      <title>New rollout · Wavegate</title>
      <div className="mb-4 flex flex-wrap items-center justify-between gap-x-4">
        <h1 className="font-semibold text-page">New rollout</h1>
        <DraftState
          state={draft.state}
          revisionOf={seed?.revisionOf ?? null}
          onDiscard={() => void draft.discard().then(() => window.location.assign(page.newRollout()))}
        />
      </div>
      {draft.state.kind === 'apart' && <DraftApart because={draft.state.because} onSaveApart={draft.saveApart} />}
      {!seed && draft.state.kind === 'nothing' && <Drafts initial={drafts} />}
      {!view.create.allowed && (
        <Strip tone="off" glyph={Lock} title="You can look, not start" className="mb-4">
          {view.create.because}
        </Strip>
      )}
      <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,1fr)_360px]">
        <div className="flex min-w-0 flex-col gap-4">
          <What view={view} choice={choice} />
          <Where view={view} choice={choice} preview={preview} />
          <How view={view} choice={choice} body={body} preview={preview} problem={problem} />
          <Gates choice={choice} preview={preview} problem={problem}>
            <CriteriaFields words={words} onWrite={write} />
          </Gates>
          <Preflight preview={preview} problem={problem}>
            <WordsFields words={words} suggestedName={suggested} drill={choice.policy.rollbackDrill} onWrite={write} />
            <QueueFields words={words} onWrite={write} />
          </Preflight>
        </div>
        <div className="flex flex-col gap-4 lg:sticky lg:top-15 lg:-m-1 lg:p-1 lg:max-h-[calc(100dvh-80px)] lg:overflow-y-auto">
          <Blast
            policy={choice.policy}
            preview={preview}
            problem={problem}
            unread={unread}
            held={held}
            catchingUp={catchingUp}
          />
          <Start
            preview={problem ? null : preview}
            missing={missing({ view, choice, preview, problem, catchingUp, words })}
            catchingUp={catchingUp}
            title={title}
            beginning={{ startAt: words.startAt, waits: words.behindPriority !== '' }}
            body={body && { ...body, ...said(words), ...(seed?.revisionOf ? { revisionOf: seed.revisionOf } : {}) }}
            onStale={() => void again()}
            onDone={draft.discard}
          />
        </div>
      </div>
    </>
  )
}
