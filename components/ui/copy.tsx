'use client'

import { Check, Copy as CopyIcon } from 'lucide-react'
import { useRef, useState } from 'react'
import { toast } from 'sonner'
import { Button } from './button.tsx'

/** Copies `text`; `label` names what it is: "Copy state block". */
export function Copy({ text, label, visible }: { text: string; label: string; visible?: boolean }) {
  const [copied, setCopied] = useState(false)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const Glyph = copied ? Check : CopyIcon
  return (
    <Button
      tone={visible ? 'secondary' : 'ghost'}
      size={visible ? 'normal' : 'icon'}
      className={visible ? undefined : 'size-6 rounded-mark text-muted'}
      aria-label={visible ? undefined : label}
      onClick={async () => {
        if (!(await toClipboard(text))) {
          toast.error('The browser did not allow copying. Select the text and copy it by hand.')
          return
        }
        setCopied(true)
        clearTimeout(timer.current)
        timer.current = setTimeout(() => setCopied(false), 1500)
      }}
    >
      <Glyph aria-hidden className={visible ? 'size-4' : 'size-3.5'} strokeWidth={1.75} />
      {visible && (copied ? 'Copied' : label)}
    </Button>
  )
}

async function toClipboard(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text)
    return true
  } catch {
    // Plain http on another machine has no clipboard; the old way still works there.
    const area = document.createElement('textarea')
    area.value = text
    document.body.append(area)
    area.select()
    const done = document.execCommand('copy')
    area.remove()
    return done
  }
}
