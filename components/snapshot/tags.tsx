'use client'

import { useState } from 'react'
import type { ActPermission } from '../../server/protocol/views/person.ts'
import { useAct } from '../live/use-act.ts'
import { useRefusal } from '../live/use-refusal.ts'
import { api } from '../paths.ts'
import { Button } from '../ui/button.tsx'
import { TextField } from '../ui/field.tsx'
import { Popover } from '../ui/popover.tsx'

export function Tags({ number, tags, may }: { number: number; tags: readonly string[]; may: ActPermission }) {
  const refusal = useRefusal()
  const [open, setOpen] = useState(false)
  const [text, setText] = useState(tags.join(' '))
  const { send, busy } = useAct(api.snapshotAct(number, 'tags'))
  const refused = refusal(may)
  if (refused) return <Button refused={refused}>Tag</Button>
  return (
    <Popover label="Tags" open={open} onOpenChange={setOpen} trigger={<Button>Tag</Button>}>
      <form
        className="flex flex-col gap-3"
        onSubmit={async (event) => {
          event.preventDefault()
          if ((await send({ tags: text.split(/[\s,]+/).filter(Boolean) })).ok) setOpen(false)
        }}
      >
        <TextField
          label="Tags"
          value={text}
          onChange={(event) => setText(event.target.value)}
          hint="Small letters, digits and hyphens, with blanks between. Known-good is earned, not given."
        />
        <Button type="submit" tone="primary" busy={busy}>
          Set tags
        </Button>
      </form>
    </Popover>
  )
}
