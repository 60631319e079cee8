'use client'

import Link from 'next/link'
import { toast } from 'sonner'
import type { ImportsView } from '../../server/protocol/views/import-view.ts'
import { At } from '../live/time.tsx'
import { useAct } from '../live/use-act.ts'
import { useRefusal } from '../live/use-refusal.ts'
import { useRoom, useView } from '../live/use-view.ts'
import { useWaiting } from '../live/waiting-context.ts'
import { api, devicePages, page, room } from '../paths.ts'
import { Button } from '../ui/button.tsx'
import { buttonClass } from '../ui/button-class.ts'
import { Card } from '../ui/card.tsx'
import { count, plural } from '../ui/numbers.ts'
import { Tabs } from '../ui/tabs.tsx'
import { FileDrop } from './file-drop.tsx'

const schema = async () => (await import('../../server/protocol/views/import-view.ts')).ImportsView

/** The registry from a file, in two steps: every row is judged first, and nothing changes until that was looked at. */
export function Imports({ initial }: { initial: ImportsView }) {
  const refusal = useRefusal()
  useRoom(room.fleet())
  const { view } = useView({ room: room.fleet(), path: api.imports(), schema, initial })
  const refused = refusal(view.may)
  return (
    <div className="flex flex-col gap-4">
      <title>Import · Wavegate</title>
      <header className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <div className="min-w-0 flex-1 basis-72">
          <h1 className="font-semibold text-page">Import and export</h1>
          <p className="text-muted">
            A file is read and judged row by row. Nothing changes until you have looked at what it would do.
          </p>
        </div>
        <div className="flex gap-2">
          <a href={api.registryExport('')} download="registry.csv" className={buttonClass()}>
            Export CSV
          </a>
          <a href={api.registryExport('', 'json')} download="registry.json" className={buttonClass()}>
            Export JSON
          </a>
        </div>
      </header>
      <Tabs label="Devices" here={page.import()} tabs={devicePages(useWaiting())} />
      <FileDrop refused={refused} />
      <Recent imports={view.imports} />
      <Expected expected={view.expected} refused={refused} />
    </div>
  )
}

function Recent({ imports }: { imports: ImportsView['imports'] }) {
  if (imports.length === 0) return null
  return (
    <Card title="Read lately" flush>
      <ul className="divide-y">
        {imports.map((one) => (
          <li key={one.id} className="flex flex-wrap items-baseline gap-x-4 gap-y-0.5 px-4 py-2.5">
            <Link
              href={page.importOf(one.id)}
              className="min-w-0 flex-1 basis-52 truncate rounded-mark font-medium hover:underline"
            >
              {one.fileName}
            </Link>
            <span className="text-secondary">
              {one.state === 'applied' ? 'applied' : 'not applied'}, {plural(one.rows, 'row')}
              {one.bad > 0 && `, ${count(one.bad)} bad`}
            </span>
            <span className="text-muted text-secondary">
              {one.createdBy}, <At at={one.createdAt} seconds={false} />
            </span>
          </li>
        ))}
      </ul>
    </Card>
  )
}

function Expected({ expected, refused }: { expected: ImportsView['expected']; refused: string | null }) {
  return (
    <Card title="Expected, never seen" note={expected.total > 0 ? plural(expected.total, 'device') : undefined} flush>
      {expected.total === 0 ? (
        <p className="px-4 py-6 text-muted">
          No device is expected. A row of a file whose id is not enrolled yet announces a device: it becomes what the
          file says when it enrols under that id.
        </p>
      ) : (
        <ul className="divide-y">
          {expected.devices.map((device) => (
            <li key={device.id} className="flex flex-wrap items-center gap-x-4 gap-y-1 px-4 py-2">
              <div className="min-w-0 flex-1 basis-60">
                <p className="truncate font-medium">{device.name}</p>
                <p className="truncate text-muted text-secondary">
                  {device.id} · {device.site} · {device.hardwareType} ·{' '}
                  {device.keyFingerprint ? `key ${device.keyFingerprint.slice(0, 9)}…` : 'any key with a token'}
                </p>
              </div>
              <Unexpect id={device.id} name={device.name} refused={refused} />
            </li>
          ))}
          {expected.total > expected.devices.length && (
            <li className="px-4 py-2 text-muted text-secondary">
              The first {count(expected.devices.length)} of {count(expected.total)}; the export has all of them.
            </li>
          )}
        </ul>
      )}
    </Card>
  )
}

function Unexpect({ id, name, refused }: { id: string; name: string; refused: string | null }) {
  const { send, busy } = useAct(api.expected(id), 'DELETE')
  return (
    <Button
      tone="ghost"
      size="compact"
      busy={busy}
      refused={refused}
      aria-label={`Expect ${name} no longer`}
      onClick={async () => {
        if ((await send({})).ok) toast.success(`${name} is expected no longer.`)
      }}
    >
      Remove
    </Button>
  )
}
