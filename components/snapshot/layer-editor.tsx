'use client'

import { useRouter } from 'next/navigation'
import { useRef, useState } from 'react'
import { toast } from 'sonner'
import type { ConfigView } from '../../server/protocol/views/config-view.ts'
import { useAct } from '../live/use-act.ts'
import { api } from '../paths.ts'
import { Button } from '../ui/button.tsx'
import { Card } from '../ui/card.tsx'
import { cn } from '../ui/cn.ts'
import { inputClass, TextField } from '../ui/field.tsx'
import { plural } from '../ui/numbers.ts'
import { lineOfRefusal, parseDocument } from './json-problem.ts'

/** One layer as JSON. What is wrong is said at its line, or in the server's words with the key path. */
export function LayerEditor({ view, releaseId }: { view: ConfigView; releaseId: string }) {
  const { layer, edit, secrets } = view
  const router = useRouter()
  const before = Object.keys(layer.document).length > 0 ? JSON.stringify(layer.document, null, 2) : ''
  const [text, setText] = useState(before)
  const [secret, setSecret] = useState('')
  const [refusal, setRefusal] = useState<string | null>(null)
  const { send, busy } = useAct(api.configLayers())
  const parsed = parseDocument(text)
  const problem = parsed.ok ? refusal : `Line ${parsed.line}: ${parsed.message}`
  const unchanged = text === before && secret.trim() === ''
  const save = async () => {
    if (!parsed.ok) return
    const paths = secret.split(/[\s,]+/).filter(Boolean)
    const { scope, key, version } = layer
    const body = { scope, key, version, document: parsed.document, secrets: paths, ...(releaseId ? { releaseId } : {}) }
    const answer = await send(body)
    if (!answer.ok) return setRefusal(answer.refusal.message)
    toast.success('Saved. Devices hear of it when a snapshot with it is rolled out.')
    router.refresh()
  }
  return (
    <Card
      title={layer.name}
      note={`${plural(layer.devices, 'device')}${layer.updatedBy ? ` · version ${layer.version} by ${layer.updatedBy}` : ' · nothing said yet'}`}
    >
      <div className="flex flex-col gap-4">
        <Lines
          text={text}
          wrong={parsed.ok ? (refusal === null ? null : lineOfRefusal(text, refusal)) : parsed.line}
          problem={problem}
          onChange={(next) => {
            setText(next)
            setRefusal(null)
          }}
        />
        <TextField
          label="Make key paths secret"
          placeholder="camera.password"
          value={secret}
          onChange={(event) => setSecret(event.target.value)}
          hint={`Values at secret paths are told to devices only; once secret, always secret.${secrets.length > 0 ? ` Secret now: ${secrets.join(', ')}.` : ''}`}
        />
        <div>
          <Button
            tone="primary"
            busy={busy}
            refused={edit.allowed ? (parsed.ok ? (unchanged ? 'Nothing was changed.' : null) : problem) : edit.because}
            onClick={() => void save()}
          >
            Save layer
          </Button>
        </div>
      </div>
    </Card>
  )
}

type LinesProps = { text: string; wrong: number | null; problem: string | null; onChange: (text: string) => void }

function Lines({ text, wrong, problem, onChange }: LinesProps) {
  const gutter = useRef<HTMLDivElement>(null)
  const lines = text.split('\n')
  return (
    <div className="flex flex-col gap-1.5">
      <label htmlFor="layer" className="font-medium">
        Configuration, JSON
      </label>
      <div className="flex h-72 overflow-hidden rounded-control">
        <div
          ref={gutter}
          aria-hidden
          className="w-9 shrink-0 overflow-hidden bg-sunken py-2 pr-2 text-right font-mono text-muted text-secondary leading-5"
        >
          {lines.map((_, n) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a line has no identity but its number
            <div key={n} className={cn(n + 1 === wrong && 'bg-fail-soft font-semibold text-fail-text')}>
              {n + 1}
            </div>
          ))}
        </div>
        <textarea
          id="layer"
          spellCheck={false}
          autoCapitalize="off"
          wrap="off"
          placeholder={'{\n  "camera": { "exposure": 10 }\n}'}
          value={text}
          aria-invalid={problem ? true : undefined}
          aria-describedby="layer-problem"
          onChange={(event) => onChange(event.target.value)}
          onScroll={(event) => {
            if (gutter.current) gutter.current.scrollTop = event.currentTarget.scrollTop
          }}
          className={cn(
            inputClass,
            'h-full resize-none rounded-l-none py-2 font-mono text-secondary leading-5 pointer-coarse:h-full',
          )}
        />
      </div>
      <p
        id="layer-problem"
        aria-live="polite"
        className={cn('text-secondary', problem ? 'text-fail-text' : 'text-muted')}
      >
        {problem ?? 'Objects merge key by key; a narrower layer wins. Lists are replaced.'}
      </p>
    </div>
  )
}
