'use client'

import { CircleCheck, OctagonX } from 'lucide-react'
import Link from 'next/link'
import { useRouter } from 'next/navigation'
import type { SnapshotDiffView, SnapshotView } from '../../server/protocol/views/snapshots-view.ts'
import { Ago } from '../live/time.tsx'
import { useAct } from '../live/use-act.ts'
import { useRefusal } from '../live/use-refusal.ts'
import { useRoom, useView } from '../live/use-view.ts'
import { api, page, room } from '../paths.ts'
import { Button } from '../ui/button.tsx'
import { buttonClass } from '../ui/button-class.ts'
import { Card } from '../ui/card.tsx'
import { cn } from '../ui/cn.ts'
import { Disclosure } from '../ui/disclosure.tsx'
import { inputClass } from '../ui/field.tsx'
import { count, plural } from '../ui/numbers.ts'
import { Compare } from './compare.tsx'
import { KnownGood, Tag } from './known-good.tsx'
import { Origins } from './origins.tsx'
import { Tags } from './tags.tsx'

const schema = async () => (await import('../../server/protocol/views/snapshots-view.ts')).SnapshotView

type Other = { readonly number: number; readonly label: string }
type Props = {
  initial: SnapshotView
  /** whose effective configuration is asked for */
  device: string | null
  others: readonly Other[]
  diff: SnapshotDiffView | null
}

/** What is in it, who runs it, and how it differs from another. */
export function Snapshot({ initial, device, others, diff }: Props) {
  const router = useRouter()
  const path = api.snapshot(initial.number, device ? { device } : {})
  useRoom(room.fleet())
  const { view } = useView({ room: room.fleet(), path, schema, initial })
  const { number, release, devices, knownGood } = view
  return (
    <>
      <title>{`Snapshot ${number} · Wavegate`}</title>
      <Header view={view} />
      <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,1fr)_340px]">
        <div className="flex min-w-0 flex-col gap-4">
          <div className="flex flex-wrap items-center gap-2">
            <label htmlFor="compare" className="font-medium">
              Compare with
            </label>
            <select
              id="compare"
              className={cn(inputClass, 'w-auto max-w-full')}
              value={diff ? (diff.a.number === number ? diff.b.number : diff.a.number) : ''}
              onChange={(event) =>
                router.push(
                  page.snapshot(number, event.target.value ? { a: event.target.value, b: String(number) } : {}),
                )
              }
            >
              <option value="">nothing</option>
              {others.map((one) => (
                <option key={one.number} value={one.number}>
                  {one.label}
                </option>
              ))}
            </select>
          </div>
          {diff && <Compare diff={diff} />}
          <Card title="What a device is told" note={view.effective?.name} flush>
            {view.some.length > 1 && (
              <div className="border-b px-4 py-2">
                <select
                  aria-label="Device"
                  className={cn(inputClass, 'w-auto max-w-full')}
                  value={view.effective?.id ?? ''}
                  onChange={(event) => router.push(page.snapshot(number, { device: event.target.value }))}
                >
                  {view.some.map((one) => (
                    <option key={one.id} value={one.id}>
                      {one.name}
                    </option>
                  ))}
                </select>
              </div>
            )}
            {view.effective ? (
              <Origins origins={view.effective.origins} label={`Configuration of ${view.effective.name}`} />
            ) : (
              <p className="px-4 py-6 text-muted">There is no device yet.</p>
            )}
          </Card>
          <Layers view={view} />
        </div>
        <div className="flex min-w-0 flex-col gap-4">
          <Card title="Known-good">
            {knownGood.since === null ? <p className="font-medium">Not known-good</p> : <KnownGood because="" />}
            <p className="mt-1">{knownGood.because}</p>
            <p className="mt-2 text-muted text-secondary">{view.rule}</p>
          </Card>
          <Card title="Now">
            <p>
              {devices.desired === 0
                ? 'No device is on it.'
                : `${plural(devices.running, 'device')} on it, ${count(devices.desired)} meant to be; ${count(devices.healthy)} of ${count(devices.connected)} connected are healthy.`}
            </p>
          </Card>
          <Validation view={view} />
          <Rollouts title="Rollouts to it" rollouts={view.to} none="None yet." />
          <Rollouts title="Rollouts from it" rollouts={view.from} none="None yet: nothing goes back to it." />
          <Card title="Content">
            <p className="break-all font-mono text-secondary">{view.contentHash}</p>
            <ul className="mt-2 text-secondary">
              {view.artifacts.map((one) => (
                <li key={one.platform} className="flex justify-between gap-2">
                  <span>
                    {release.version} {one.platform}
                  </span>
                  <span className="font-mono text-muted">{one.sha256.slice(0, 12)}</span>
                </li>
              ))}
            </ul>
          </Card>
        </div>
      </div>
    </>
  )
}

function Header({ view }: { view: SnapshotView }) {
  const { number, release, acts, note, author, createdAt, scope } = view
  const router = useRouter()
  const validate = useAct(api.snapshotAct(number, 'validate'))
  const remove = useAct(api.snapshotAct(number, 'delete'))
  const refused = useRefusal()
  return (
    <div className="mb-4 flex flex-wrap items-start gap-3">
      <div className="min-w-0">
        <div className="flex flex-wrap items-center gap-2">
          <h1 className="font-semibold text-page">
            Snapshot {number} · {release.name} {release.version}
          </h1>
          {view.knownGood.since !== null && <KnownGood because={view.knownGood.because} />}
          {view.tags.map((tag) => (
            <Tag key={tag}>{tag}</Tag>
          ))}
        </div>
        <p className="text-muted">
          {note && `${note} · `}
          {author} · <Ago at={createdAt} /> · for {scope || 'every device'}
        </p>
      </div>
      <div className="flex flex-wrap gap-2 md:ml-auto">
        <Tags key={view.tags.join()} number={number} tags={view.tags} may={acts.tag} />
        <Button busy={validate.busy} refused={refused(acts.validate)} onClick={() => void validate.send({})}>
          Validate
        </Button>
        <Button
          tone="quiet-danger"
          busy={remove.busy}
          refused={refused(acts.remove)}
          onClick={async () => {
            if ((await remove.send({})).ok) router.push(page.snapshots())
          }}
        >
          Delete
        </Button>
        {acts.rollOut.allowed ? (
          <Link href={page.rollOutSnapshot(number)} className={buttonClass({ tone: 'primary' })}>
            Plan a rollout to it
          </Link>
        ) : (
          <Button tone="primary" refused={acts.rollOut.because}>
            Plan a rollout to it
          </Button>
        )}
      </div>
    </div>
  )
}

function Layers({ view: { layers } }: { view: SnapshotView }) {
  if (layers.length === 0) return null
  return (
    <section aria-label="Layers" className="flex flex-col gap-2">
      {layers.map(({ scope, key, name, document }) => (
        <Disclosure key={`${scope} ${key}`} title={name} note={scope} open={scope === 'fleet'}>
          <pre className="overflow-x-auto px-4 py-3 font-mono text-secondary">{JSON.stringify(document, null, 2)}</pre>
        </Disclosure>
      ))}
    </section>
  )
}

function Validation({ view: { validation } }: { view: SnapshotView }) {
  return (
    <Card title="Validation" note={validation && <Ago at={validation.at} />}>
      {validation ? (
        <ul className="flex flex-col gap-2">
          {validation.checks.map(({ name, ok, because }) => (
            <li key={name} className="flex gap-2">
              {ok ? (
                <CircleCheck aria-label="passed" className="mt-0.5 size-4 shrink-0 text-ok-text" strokeWidth={1.75} />
              ) : (
                <OctagonX aria-label="failed" className="mt-0.5 size-4 shrink-0 text-fail-text" strokeWidth={1.75} />
              )}
              <div className="min-w-0">
                <p className="font-medium">{name}</p>
                {because.map((sentence) => (
                  <p key={sentence} className="break-words text-muted text-secondary">
                    {sentence}
                  </p>
                ))}
              </div>
            </li>
          ))}
        </ul>
      ) : (
        <p className="text-muted">Nobody has validated it yet. Validate checks signature, bytes and configuration.</p>
      )}
    </Card>
  )
}

function Rollouts({ title, rollouts, none }: { title: string; rollouts: SnapshotView['to']; none: string }) {
  return (
    <Card title={title}>
      {rollouts.length === 0 ? (
        <p className="text-muted">{none}</p>
      ) : (
        <ul className="flex flex-col gap-1">
          {rollouts.map((one) => (
            <li key={one.id} className="flex justify-between gap-2">
              <Link href={page.rollout(one.id)} className="truncate text-run-text hover:underline">
                {one.name}
              </Link>
              <span className="whitespace-nowrap text-muted text-secondary">{one.phase.replaceAll('-', ' ')}</span>
            </li>
          ))}
        </ul>
      )}
    </Card>
  )
}
