import { X } from 'lucide-react'
import type { ReleasesView } from '../../../server/protocol/views/releases-view.ts'
import { Button } from '../../ui/button.tsx'
import { bytes, percentOf, plural } from '../../ui/numbers.ts'
import type { Chosen, FileState } from './draft.ts'

type Props = {
  chosen: Chosen
  platforms: ReleasesView['platforms']
  onChoose: (platforms: readonly string[]) => void
  onRemove: () => void
  onAgain: () => void
}

/** One artifact: how far it is, and which platforms it is for. */
export function FileRow({ chosen, platforms, onChoose, onRemove, onAgain }: Props) {
  const known = platforms.map((platform) => ({
    key: `${platform.hardwareType}/${platform.architecture}`,
    devices: platform.devices,
  }))
  const named = chosen.platforms.filter((key) => !known.some((one) => one.key === key))
  return (
    <li className="flex flex-col gap-2 px-4 py-3">
      <div className="flex items-start gap-3">
        <div className="min-w-0 flex-1">
          <p className="value font-medium">{chosen.file.name}</p>
          <Progress state={chosen.state} size={chosen.file.size} />
        </div>
        {chosen.state.at === 'refused' && (
          <Button size="compact" onClick={onAgain}>
            Try again
          </Button>
        )}
        <Button tone="ghost" size="icon" aria-label={`Remove ${chosen.file.name}`} onClick={onRemove}>
          <X aria-hidden className="size-4" strokeWidth={1.75} />
        </Button>
      </div>
      <fieldset className="flex flex-wrap gap-x-4 gap-y-1">
        <legend className="mb-1 text-muted text-secondary">For the platforms</legend>
        {[...known, ...named.map((key) => ({ key, devices: 0 }))].map(({ key, devices }) => (
          <label key={key} className="flex min-h-6 items-center gap-2 pointer-coarse:min-h-11">
            <input
              type="checkbox"
              checked={chosen.platforms.includes(key)}
              onChange={(event) =>
                onChoose(
                  event.target.checked
                    ? [...chosen.platforms, key]
                    : chosen.platforms.filter((platform) => platform !== key),
                )
              }
            />
            <span className="font-mono text-secondary">{key}</span>
            <span className="text-muted text-secondary">{plural(devices, 'device')}</span>
          </label>
        ))}
        {known.length + named.length === 0 && (
          <p className="text-muted text-secondary">
            No device has enrolled yet: drop the description beside the artifact, which names its platforms.
          </p>
        )}
      </fieldset>
    </li>
  )
}

function Progress({ state, size }: { state: FileState; size: number }) {
  switch (state.at) {
    case 'reading':
      return <Bar label={`Hashing ${bytes(size)}`} share={state.share} />
    case 'read':
      return <p className="text-muted text-secondary">{bytes(size)}</p>
    case 'uploading':
      return (
        <>
          <Bar label={`Uploading ${bytes(size)}`} share={state.share} />
          {state.cut && (
            <p role="status" className="text-secondary text-warn-text">
              The connection was cut. What arrived is kept; it goes on by itself.
            </p>
          )}
        </>
      )
    case 'stored':
      return (
        <p className="value text-muted text-secondary">
          <span className="text-ok-text">Stored.</span> {bytes(size)}, {plural(state.found.files, 'file')},{' '}
          <span className="font-mono">{state.found.sha256.slice(0, 12)}…</span>
        </p>
      )
    case 'refused':
      return (
        <p role="alert" className="text-fail-text text-secondary">
          {state.because}
        </p>
      )
  }
}

function Bar({ label, share }: { label: string; share: number }) {
  return (
    <div className="mt-1 flex items-center gap-3">
      <progress aria-label={label} value={share} max={1} className="h-1.5 min-w-0 flex-1 accent-run" />
      <span className="w-10 text-right text-muted text-secondary tabular-nums">
        {percentOf(Math.round(share * 1000), 1000)}
      </span>
      <span className="text-muted text-secondary max-md:hidden">{label}</span>
    </div>
  )
}
