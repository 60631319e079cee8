'use client'

import { TextArea, TextField } from '../../ui/field.tsx'
import { PLACE } from './missing.ts'
import type { Words } from './words.ts'

type Props = { words: Words; suggestedName: string; drill: boolean; onWrite: (some: Partial<Words>) => void }

/** What no machine can check: people say it, and their names are kept with it. */
export function WordsFields({ words, suggestedName, drill, onWrite }: Props) {
  return (
    <div className="grid gap-4 border-t p-4 md:grid-cols-2">
      <TextArea
        id={PLACE.communication}
        label="Communication plan"
        hint="Who is told about this window, and how. Kept with the rollout."
        placeholder="Site leads by mail today; on-call watches #edge"
        maxLength={500}
        value={words.communicationPlan}
        onChange={(event) => onWrite({ communicationPlan: event.target.value })}
      />
      {drill ? (
        <div className="flex flex-col gap-1.5">
          <p className="font-medium text-body">Rollback tested</p>
          <p className="text-muted text-secondary">
            By its rollback drill: before the canary soaks, one of its devices goes back, proves the old version and
            takes the new one again. That is the evidence of R-029; nobody has to give their word.
          </p>
        </div>
      ) : (
        <TextArea
          id={PLACE.rollback}
          label="Rollback tested"
          hint="How going back was tried on hardware. Needed once for each pair of releases; your name is kept with it."
          placeholder="Pulled the plug on two bench devices; both came back on 1.0.0"
          maxLength={300}
          value={words.rollbackTested}
          onChange={(event) => onWrite({ rollbackTested: event.target.value })}
        />
      )}
      <TextField
        label="Name"
        hint="Optional. People will read it in lists and messages."
        placeholder={suggestedName}
        maxLength={80}
        value={words.name}
        onChange={(event) => onWrite({ name: event.target.value })}
      />
      <TextField
        type="datetime-local"
        label="Start at"
        hint="Optional, in your time zone. Nothing is touched before; pre-flight is computed then."
        value={localOf(words.startAt)}
        onChange={({ target: { value } }) => onWrite({ startAt: value ? new Date(value).toISOString() : '' })}
      />
    </div>
  )
}

/** As the field has it: the browser's own time, to the minute. */
function localOf(startAt: string): string {
  if (!startAt) return ''
  const at = new Date(startAt)
  return new Date(at.getTime() - 60_000 * at.getTimezoneOffset()).toISOString().slice(0, 16)
}
