'use client'

import { useRouter } from 'next/navigation'
import { useState } from 'react'
import type { ConfigView } from '../../server/protocol/views/config-view.ts'
import { page } from '../paths.ts'
import { Card } from '../ui/card.tsx'
import { cn } from '../ui/cn.ts'
import { inputClass } from '../ui/field.tsx'
import { plural } from '../ui/numbers.ts'
import { Freeze } from './freeze.tsx'
import { LayerEditor } from './layer-editor.tsx'
import { Origins } from './origins.tsx'

/** What devices are to be told from the next snapshot on. */
export function Config({ view }: { view: ConfigView }) {
  const [releaseId, setReleaseId] = useState<string>(view.releases[0]?.id ?? '')
  const { effective } = view
  return (
    <>
      <title>Configuration · Wavegate</title>
      <div className="mb-4">
        <h1 className="font-semibold text-page">Configuration</h1>
        <p className="max-w-prose text-muted">
          Edited here in layers, frozen with a release in a snapshot, and told to devices by a rollout. Saving touches
          no device.
        </p>
      </div>
      <div className="mb-4 flex flex-wrap items-end gap-3">
        <Scope view={view} />
        <div className="flex min-w-0 flex-col gap-1.5">
          <label htmlFor="release" className="font-medium">
            Checked against
          </label>
          <select
            id="release"
            className={cn(inputClass, 'w-auto max-w-full')}
            value={releaseId}
            onChange={(event) => setReleaseId(event.target.value)}
          >
            {view.releases.length === 0 && <option value="">no release yet</option>}
            {view.releases.map((one) => (
              <option key={one.id} value={one.id}>
                {one.label}
                {one.hasSchema ? '' : ' (no schema)'}
              </option>
            ))}
          </select>
        </div>
      </div>
      <div className="grid items-start gap-4 lg:grid-cols-2">
        <div className="flex min-w-0 flex-col gap-4">
          <LayerEditor view={view} releaseId={releaseId} />
          <Freeze view={view} releaseId={releaseId} />
        </div>
        <Card
          title="What a device is told"
          note={effective && `${effective.device.name} · ${effective.device.site}`}
          flush
        >
          <Device view={view} />
          {effective ? (
            <Origins origins={effective.origins} label={`Configuration of ${effective.device.name}`} />
          ) : (
            <p className="px-4 py-6 text-muted">No device is reached by this layer yet.</p>
          )}
        </Card>
      </div>
    </>
  )
}

/** Which layer; those that say something first. The address holds it. */
function Scope({ view: { layer, layers, scopes } }: { view: ConfigView }) {
  const router = useRouter()
  const said = new Map(layers.map((one) => [`${one.scope}:${one.key}`, one.keys]))
  const option = (scope: string, key: string, label: string) => {
    const keys = said.get(`${scope}:${key}`)
    return (
      <option key={`${scope}:${key}`} value={`${scope}:${key}`}>
        {label}
        {keys ? ` · ${plural(keys, 'key')}` : ''}
      </option>
    )
  }
  const devices = layers.filter((one) => one.scope === 'device' && one.key !== layer.key)
  return (
    <div className="flex min-w-0 flex-col gap-1.5">
      <label htmlFor="scope" className="font-medium">
        Layer
      </label>
      <select
        id="scope"
        className={cn(inputClass, 'w-auto max-w-full')}
        value={`${layer.scope}:${layer.key}`}
        onChange={(event) => {
          const [scope = 'fleet', ...key] = event.target.value.split(':')
          router.push(page.config({ scope, key: key.join(':') }))
        }}
      >
        {option('fleet', '', 'Whole fleet')}
        {scopes.groups.length > 0 && (
          <optgroup label="Groups">{scopes.groups.map((name) => option('group', name, name))}</optgroup>
        )}
        {scopes.sites.length > 0 && (
          <optgroup label="Sites">{scopes.sites.map(({ id, name }) => option('site', id, name))}</optgroup>
        )}
        {(layer.scope === 'device' || devices.length > 0) && (
          <optgroup label="Devices">
            {layer.scope === 'device' && option('device', layer.key, layer.name)}
            {devices.map(({ key, name }) => option('device', key, name))}
          </optgroup>
        )}
      </select>
    </div>
  )
}

/** Any device by name or id, and a way to say something to it alone. */
function Device({ view: { layer, effective } }: { view: ConfigView }) {
  const router = useRouter()
  return (
    <form
      className="flex flex-wrap items-center gap-2 border-b px-4 py-2"
      onSubmit={(event) => {
        event.preventDefault()
        const device = String(new FormData(event.currentTarget).get('device') ?? '').trim()
        router.push(page.config({ scope: layer.scope, key: layer.key, ...(device ? { device } : {}) }))
      }}
    >
      <input
        name="device"
        aria-label="Show device"
        placeholder="Another device, by name or id"
        className={cn(inputClass, 'w-56 max-w-full')}
      />
      {effective && effective.device.id !== layer.key && (
        <button
          type="button"
          className="rounded-mark text-run-text text-secondary hover:underline"
          onClick={() => router.push(page.config({ scope: 'device', key: effective.device.id }))}
        >
          Edit the layer of {effective.device.name}
        </button>
      )}
    </form>
  )
}
