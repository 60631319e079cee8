'use client'

import { parseAsString, useQueryState } from 'nuqs'
import { useEffect, useRef, useState } from 'react'
import { toast } from 'sonner'
import type { DraftChoices } from '../../../server/protocol/commands/drafts.ts'
import type { DraftSaved, RolloutSeed } from '../../../server/protocol/views/drafts-view.ts'
import { act } from '../../live/api.ts'
import { api } from '../../paths.ts'

const SAVES_AFTER_MS = 1_000
/** A server that could not be reached is asked again. */
const TRIES_AGAIN_MS = 5_000

export type DraftState =
  | { kind: 'nothing' }
  | { kind: 'saved'; at: number }
  | { kind: 'unsaved'; because: string }
  /** another window saved over it, or discarded it: this one saves no more until somebody chooses */
  | { kind: 'apart'; because: string }

type Asked = { seed: RolloutSeed | null; title: string; choices: DraftChoices; enabled: boolean }

/** Keeps the choices of this page on the server, shortly after the last change; one save at a time. */
export function useDraft({ seed, title, choices, enabled }: Asked) {
  const [, setAddress] = useQueryState('draft', parseAsString)
  const [draft, setDraft] = useState<DraftSaved | null>(seed?.draft ?? null)
  const [state, setState] = useState<DraftState>(
    seed?.draft ? { kind: 'saved', at: seed.draft.updatedAt } : { kind: 'nothing' },
  )
  const [tries, setTries] = useState(0)
  const content = JSON.stringify({ title, choices, revisionOf: seed?.revisionOf ?? null })
  const kept = useRef(content)
  const saving = useRef<Promise<void> | null>(null)
  const latest = useRef(draft)
  latest.current = draft
  const left = useRef(false)
  const apart = state.kind === 'apart'

  useEffect(() => {
    left.current = false
    return () => {
      left.current = true
    }
  }, [])

  // biome-ignore lint/correctness/useExhaustiveDependencies: `tries` asks again after a failure or behind a save under way
  useEffect(() => {
    if (!enabled || apart || content === kept.current) return
    const save = async () => {
      const body = JSON.parse(content)
      const answer = draft
        ? await act(api.draft(draft.id), { ...body, version: draft.version }, 'PUT')
        : await act(api.drafts(), body)
      if (!answer.ok) {
        const { code, message } = answer.refusal
        if (code === 'stale' || code === 'not-found') {
          // The strip stands at the top of a long page; whoever writes further down must hear of it, too.
          toast.error(`${message} Nothing is saved any more: choose at the top of the page.`)
          return setState({ kind: 'apart', because: message })
        }
        setState({ kind: 'unsaved', because: message })
        if (code === 'unavailable') setTimeout(() => setTries((n) => n + 1), TRIES_AGAIN_MS)
        return
      }
      const { DraftSaved } = await import('../../../server/protocol/views/drafts-view.ts')
      const saved = DraftSaved.parse(answer.value)
      kept.current = content
      latest.current = saved
      setDraft(saved)
      setState({ kind: 'saved', at: saved.updatedAt })
      // Whoever went on to another page meanwhile is not to be called back by an address.
      if (!draft && !left.current) await setAddress(saved.id, { history: 'replace' })
    }
    const timer = setTimeout(() => {
      if (saving.current || content === kept.current) return
      saving.current = save().finally(() => {
        saving.current = null
      })
    }, SAVES_AFTER_MS)
    return () => clearTimeout(timer)
  }, [content, draft, enabled, apart, tries])

  return {
    state,
    /** leaves the other window its draft and saves what stands here as another */
    saveApart: () => {
      kept.current = ''
      setDraft(null)
      setState({ kind: 'nothing' })
    },
    /**
     * nothing to keep any more: it became a plan, or nobody wants it. A save under way ends first: the draft it makes would
     * outlive the plan, and the address it writes would undo the way to the rollout.
     */
    discard: async () => {
      await saving.current
      kept.current = content
      if (latest.current) await act(api.draft(latest.current.id), {}, 'DELETE')
      latest.current = null
      setDraft(null)
      setState({ kind: 'nothing' })
    },
  }
}
