'use client'

import { Download, FolderPlus, Rocket, ShieldAlert, ShieldCheck, Tag, X } from 'lucide-react'
import Link from 'next/link'
import { useState } from 'react'
import { api, page } from '../../paths.ts'
import { Button } from '../../ui/button.tsx'
import { buttonClass } from '../../ui/button-class.ts'
import { count, plural } from '../../ui/numbers.ts'
import { type Act, ActDialog } from './act-dialog.tsx'
import { NOTHING, type Selection, selectorOfSelection, targetOf } from './selection.ts'

type Props = {
  where: string
  matched: number
  refused: string | null
  selection: Selection
  onSelect: (selection: Selection) => void
}

/** What can be done with what is selected. Selecting all that match is a step of its own, and says how many. */
export function SelectionBar({ where, matched, refused, selection, onSelect }: Props) {
  const [act, setAct] = useState<Act | null>(null)
  const selected = selection.kind === 'all' ? matched : selection.ids.size
  if (selected === 0) return null
  const glyph = 'size-4 max-xl:hidden'
  return (
    <section
      aria-label="Selection"
      className="no-print sticky bottom-0 z-20 flex flex-wrap items-center gap-2 rounded-b-card border-t bg-card px-4 py-2 shadow-[0_-4px_16px_rgb(0_0_0/0.08)]"
    >
      <p className="font-medium">
        {selection.kind === 'all' ? `All ${count(matched)} selected` : `${count(selected)} selected`}
      </p>
      {selection.kind === 'rows' && matched > selected && (
        <Button size="compact" tone="ghost" onClick={() => onSelect({ kind: 'all' })}>
          Select all {count(matched)} that match
        </Button>
      )}
      <div className="ml-auto flex flex-wrap items-center gap-2">
        <Link
          href={page.newRollout(selectorOfSelection(selection, where))}
          className={buttonClass({ size: 'compact' })}
        >
          <Rocket aria-hidden className={glyph} strokeWidth={1.75} />
          New rollout
        </Link>
        <Button size="compact" refused={refused} onClick={() => setAct('label')}>
          <Tag aria-hidden className={glyph} strokeWidth={1.75} />
          Add label
        </Button>
        <Button size="compact" refused={refused} onClick={() => setAct('group')}>
          <FolderPlus aria-hidden className={glyph} strokeWidth={1.75} />
          Add to group
        </Button>
        <Button size="compact" refused={refused} onClick={() => setAct('quarantine')}>
          <ShieldAlert aria-hidden className={glyph} strokeWidth={1.75} />
          Quarantine
        </Button>
        <Button size="compact" refused={refused} onClick={() => setAct('release')}>
          <ShieldCheck aria-hidden className={glyph} strokeWidth={1.75} />
          Release
        </Button>
        <a
          href={api.registryExport(selectorOfSelection(selection, where))}
          download
          className={buttonClass({ size: 'compact' })}
        >
          <Download aria-hidden className={glyph} strokeWidth={1.75} />
          Export CSV
        </a>
        <Button size="icon" tone="ghost" aria-label="Clear the selection" onClick={() => onSelect(NOTHING)}>
          <X aria-hidden className="size-4" strokeWidth={1.75} />
        </Button>
      </div>
      {act && (
        <ActDialog
          act={act}
          target={targetOf(selection, where, matched)}
          devices={selected}
          of={selection.kind === 'all' ? where || 'the whole fleet' : plural(selected, 'selected device')}
          onClose={(done) => {
            setAct(null)
            if (done) onSelect(NOTHING)
          }}
        />
      )}
    </section>
  )
}
