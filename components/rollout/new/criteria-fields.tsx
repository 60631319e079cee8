'use client'

import { TextArea } from '../../ui/field.tsx'
import { PLACE } from './missing.ts'
import type { Words } from './words.ts'

type Props = { words: Words; onWrite: (some: Partial<Words>) => void }

/** what it is held to, said before it starts. The limits above send it back by themselves. */
export function CriteriaFields({ words, onWrite }: Props) {
  return (
    <div className="grid gap-4 border-t p-4 md:grid-cols-2">
      <TextArea
        id={PLACE.success}
        label="What counts as success"
        hint="What should change, and what must stay stable. Kept with the plan and read again in the report."
        placeholder="Inference takes 40 ms instead of 60 ms; error rate and memory stay where they are"
        maxLength={1000}
        value={words.successCriteria}
        onChange={(event) => onWrite({ successCriteria: event.target.value })}
      />
      <TextArea
        label="When else to go back"
        hint="Optional. The limits above send it back by themselves; this is for people to watch."
        placeholder="Any site reports missed detections"
        maxLength={1000}
        value={words.rollbackCriteria}
        onChange={(event) => onWrite({ rollbackCriteria: event.target.value })}
      />
    </div>
  )
}
