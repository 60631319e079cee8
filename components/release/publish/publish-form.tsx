'use client'

import { FileUp } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { PublishRelease } from '../../../server/protocol/commands/publish-release.ts'
import { ReleaseId } from '../../../server/protocol/ids.ts'
import type { ReleasesView } from '../../../server/protocol/views/releases-view.ts'
import { useAct } from '../../live/use-act.ts'
import { api, page } from '../../paths.ts'
import { Button } from '../../ui/button.tsx'
import { Card } from '../../ui/card.tsx'
import { cn } from '../../ui/cn.ts'
import { TextArea, TextField } from '../../ui/field.tsx'
import { type Chosen, type Draft, EMPTY_DRAFT, releaseOf } from './draft.ts'
import { FileRow } from './file-row.tsx'
import { useFiles } from './use-files.ts'

/** Files first: the description a build leaves beside its artifact fills the rest. */
export function PublishForm({ publish, platforms }: Pick<ReleasesView, 'publish' | 'platforms'>) {
  const [draft, setDraft] = useState<Draft>(EMPTY_DRAFT)
  const [problem, setProblem] = useState<string | null>(null)
  const { files, unread, add, again, remove, choose } = useFiles(setDraft)
  const { send, busy } = useAct(api.releases())
  const router = useRouter()
  const set = (key: keyof Omit<Draft, 'rest'>) => ({
    value: draft[key],
    onChange: (event: { target: { value: string } }) => setDraft({ ...draft, [key]: event.target.value }),
  })
  const submit = async () => {
    const checked = releaseOf(draft, files)
    const parsed = checked.ok ? PublishRelease.safeParse(checked.release) : null
    const because = !checked.ok ? checked.because : parsed?.success ? null : sentenceOf(parsed?.error.issues[0])
    setProblem(because)
    if (because !== null || !parsed?.success) return
    const answer = await send(parsed.data)
    if (answer.ok) router.push(page.release(ReleaseId.parse((answer.value as { id: string }).id)))
  }
  return (
    <div className="flex flex-col gap-4">
      <Card title="Artifacts" note="One .tar.gz for each platform, or one for several" flush>
        <DropZone onFiles={(dropped) => void add(dropped)} />
        {unread && (
          <p role="alert" className="border-t px-4 py-3 text-fail-text text-secondary">
            {unread}
          </p>
        )}
        {files.length > 0 && (
          <ul aria-label="Artifacts" className="divide-y border-t">
            {files.map((chosen) => (
              <FileRow
                key={chosen.key}
                chosen={chosen}
                platforms={platforms}
                onChoose={(chosenPlatforms) => choose(chosen.key, chosenPlatforms)}
                onRemove={() => remove(chosen.key)}
                onAgain={() => again(chosen)}
              />
            ))}
          </ul>
        )}
      </Card>
      <Card title="Release">
        <div className="grid gap-4 md:grid-cols-2">
          <TextField label="Name" hint="Devices that run it take only releases of this name." {...set('name')} />
          <TextField label="Version" {...set('version')} className="font-mono" />
          <TextField label="Memory, MB" inputMode="numeric" {...set('memoryMb')} />
          <TextField label="Free disk to install, MB" inputMode="numeric" {...set('diskMb')} />
        </div>
      </Card>
      <Card title="Application and its tests">
        <div className="grid gap-4 md:grid-cols-2">
          <TextField label="Start command" className="font-mono" {...set('start')} />
          <TextField label="Health path" className="font-mono" {...set('healthPath')} />
          <TextField label="Smoke test asks" className="font-mono" {...set('testPath')} />
          <TextField label="sends, as JSON; empty for GET" className="font-mono" {...set('testBody')} />
        </div>
        <div className="mt-4">
          <TextArea
            label="and has to be answered, as JSON"
            hint="The answer may say more; numbers and words named here have to be right."
            className="font-mono"
            {...set('testExpects')}
          />
        </div>
        <Declared rest={draft.rest} />
      </Card>
      <Card title="Changelog">
        <TextArea label="What changed, in Markdown" rows={5} {...set('notes')} />
      </Card>
      <div className="flex flex-wrap items-center justify-end gap-3">
        {problem && (
          <p role="alert" className="mr-auto text-fail-text">
            {problem}
          </p>
        )}
        <Button tone="primary" busy={busy} refused={refusedBecause(publish, files)} onClick={() => void submit()}>
          Publish
        </Button>
      </div>
    </div>
  )
}

/** What came with the description and has no field: it is published too, so it is shown. */
function Declared({ rest }: { rest: Draft['rest'] }) {
  const {
    smokeTests = [],
    functionalTests = [],
    hooks = [],
    calibrations = [],
    health,
    configSchema,
    rollbackTo,
  } = rest
  const said = [
    smokeTests.length > 1 && `${smokeTests.length - 1} more smoke tests`,
    functionalTests.length > 0 && `${functionalTests.length} functional tests`,
    hooks.length > 0 && `${hooks.length} device steps`,
    calibrations.length > 0 && 'what has to be calibrated',
    health && 'its own health bounds',
    configSchema && 'a configuration schema',
    rollbackTo && 'releases it may go back to',
  ].filter((part) => typeof part === 'string')
  if (said.length === 0) return null
  return <p className="mt-4 text-muted text-secondary">The description also declares {said.join(', ')}.</p>
}

function DropZone({ onFiles }: { onFiles: (files: readonly File[]) => void }) {
  const [over, setOver] = useState(false)
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping is a second way; the input inside is the first
    <div
      className={cn('flex flex-wrap items-center gap-x-4 gap-y-2 px-4 py-5', over && 'bg-run-soft')}
      onDragOver={(event) => {
        event.preventDefault()
        setOver(true)
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault()
        setOver(false)
        onFiles([...event.dataTransfer.files])
      }}
    >
      <FileUp aria-hidden className="size-5 text-muted" strokeWidth={1.75} />
      <label className="flex min-w-0 flex-col gap-1.5">
        <span className="font-medium">Choose files, or drop them here</span>
        <input
          type="file"
          multiple
          accept=".gz,.tgz,.json"
          className="max-w-full text-secondary"
          onChange={(event) => {
            onFiles([...(event.target.files ?? [])])
            event.target.value = ''
          }}
        />
      </label>
      <p className="text-muted text-secondary">
        With the <code className="font-mono">.release.json</code> beside it, the form fills itself.
      </p>
    </div>
  )
}

function refusedBecause(publish: ReleasesView['publish'], files: readonly Chosen[]): string | null {
  if (!publish.allowed) return publish.because
  if (files.length === 0) return 'Choose an artifact first.'
  const waiting = files.find(({ state }) => state.at !== 'stored')
  if (waiting?.state.at === 'refused') return `${waiting.file.name} is not stored: try again, or remove it.`
  if (waiting) return `${waiting.file.name} is still on its way.`
  const homeless = files.find(({ platforms }) => platforms.length === 0)
  return homeless ? `Choose the platforms of ${homeless.file.name}.` : null
}

function sentenceOf(issue: { path: PropertyKey[]; message: string } | undefined): string {
  return issue ? `${issue.path.join('.')}: ${issue.message}` : 'The release does not make sense yet.'
}
