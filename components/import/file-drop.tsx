'use client'

import { FileUp } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { type DragEvent, useRef, useState } from 'react'
import { sendFile } from '../live/api.ts'
import { useLiveSession } from '../live/live-context.ts'
import { api, page } from '../paths.ts'
import { Button } from '../ui/button.tsx'
import { Card } from '../ui/card.tsx'
import { cn } from '../ui/cn.ts'
import { Disclosure } from '../ui/disclosure.tsx'
import { TextArea } from '../ui/field.tsx'

const EXAMPLE = `id,name,site,hardware_type,architecture,memory_mb,disk_mb,labels,groups
cam-0001,Gate camera,oslo-plant,rpi5,arm64,8192,32768,line=line-1;env=prod,pilot`

/** Takes a file, or text that was pasted, and leads to what it would do. */
export function FileDrop({ refused }: { refused: string | null }) {
  const { send, busy, failure } = useImport()
  const [over, setOver] = useState(false)
  const [text, setText] = useState('')
  const input = useRef<HTMLInputElement>(null)
  const take = (file: File | undefined) => {
    if (file && !refused && !busy) void send(file, file.name)
  }
  const dragging = (event: DragEvent, is: boolean) => {
    event.preventDefault()
    setOver(is)
  }
  return (
    <Card title="Import a file">
      {/* biome-ignore lint/a11y/noStaticElementInteractions: dropping is a second way; the button is the first */}
      <div
        className={cn(
          'flex flex-col items-center gap-3 rounded-control border border-dashed px-4 py-8 text-center',
          over && !refused && 'border-run bg-run-soft',
        )}
        onDragOver={(event) => dragging(event, true)}
        onDragLeave={(event) => dragging(event, false)}
        onDrop={(event) => {
          dragging(event, false)
          take(event.dataTransfer.files[0])
        }}
      >
        <FileUp aria-hidden className="size-6 text-muted" strokeWidth={1.5} />
        <p className="text-muted">Drop a CSV or JSON file here: at most 20 000 devices, 16 MiB.</p>
        <input
          ref={input}
          type="file"
          accept=".csv,.json,text/csv,application/json"
          className="sr-only"
          tabIndex={-1}
          aria-label="Registry file"
          onChange={(event) => {
            take(event.target.files?.[0])
            event.target.value = ''
          }}
        />
        <Button tone="primary" refused={refused} busy={busy} onClick={() => input.current?.click()}>
          Choose a file
        </Button>
      </div>
      {failure && (
        <p role="alert" className="mt-3 text-fail-text">
          {failure}
        </p>
      )}
      <div className="mt-3">
        <Disclosure title="Or paste rows">
          <form
            className="flex flex-col items-start gap-3 p-4"
            onSubmit={(event) => {
              event.preventDefault()
              if (text.trim() !== '' && !refused && !busy) void send(new Blob([text]), 'pasted')
            }}
          >
            <div className="w-full">
              <TextArea
                label="Rows, with a line of column names first"
                rows={6}
                value={text}
                onChange={(event) => setText(event.target.value)}
                placeholder={EXAMPLE}
                className="font-mono text-secondary"
                hint="An empty cell leaves the value as it is; “none” clears labels, groups, redundancy_group and key_fingerprint."
              />
            </div>
            <Button
              type="submit"
              busy={busy}
              refused={refused ?? (text.trim() === '' ? 'Paste some rows first.' : null)}
            >
              Read these rows
            </Button>
          </form>
        </Disclosure>
      </div>
    </Card>
  )
}

function useImport() {
  const router = useRouter()
  const session = useLiveSession()
  const [busy, setBusy] = useState(false)
  const [failure, setFailure] = useState<string | null>(null)
  const send = async (file: Blob, name: string) => {
    setBusy(true)
    setFailure(null)
    const answer = await sendFile(api.importFile(name.slice(0, 200)), file, await typeOf(file, name))
    setBusy(false)
    if (!answer.ok) {
      if (answer.signedOut) session.signedOut(answer.refusal.message)
      setFailure(answer.refusal.message)
      return
    }
    router.push(page.importOf((answer.value as { id: string }).id))
  }
  return { send, busy, failure }
}

/** By its name, or by how it begins: a paste has no name. */
async function typeOf(file: Blob, name: string): Promise<string> {
  if (/\.json$/i.test(name)) return 'application/json'
  if (/\.(csv|txt)$/i.test(name)) return 'text/csv'
  return /^\s*[[{]/.test(await file.slice(0, 100).text()) ? 'application/json' : 'text/csv'
}
