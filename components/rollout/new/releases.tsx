'use client'

import Link from 'next/link'
import { RadioGroup } from 'radix-ui'
import type { NewRolloutView } from '../../../server/protocol/views/new-rollout-view.ts'
import { Ago } from '../../live/time.tsx'
import { page } from '../../paths.ts'
import { buttonClass } from '../../ui/button-class.ts'
import { cn } from '../../ui/cn.ts'
import { Empty } from '../../ui/empty.tsx'
import { bytes, plural } from '../../ui/numbers.ts'

type Release = NewRolloutView['releases'][number]

export function Releases({
  releases,
  chosen,
  onChoose,
  label = 'Release',
}: {
  releases: readonly Release[]
  chosen: string | null
  onChoose: (id: string) => void
  label?: string
}) {
  if (releases.length === 0)
    return (
      <Empty
        act={
          <Link href={page.publish()} className={buttonClass()}>
            Publish a release
          </Link>
        }
      >
        No release has been published yet. A rollout moves devices to a release.
      </Empty>
    )
  return (
    <RadioGroup.Root
      aria-label={label}
      value={chosen ?? ''}
      onValueChange={onChoose}
      className="max-h-[448px] divide-y overflow-y-auto"
    >
      {releases.map((release) => (
        <RadioGroup.Item
          key={release.id}
          value={release.id}
          disabled={release.blocked}
          aria-label={`${release.name} ${release.version}${release.blocked ? ', blocked' : ''}`}
          className="group grid w-full grid-cols-[16px_minmax(0,1fr)] gap-x-3 px-4 py-3 text-left outline-offset-[-2px] hover:bg-bg disabled:opacity-60 data-[state=checked]:bg-run-soft"
        >
          <span className="mt-0.5 flex size-4 items-center justify-center rounded-chip bg-card inset-ring inset-ring-control group-data-[state=checked]:inset-ring-run">
            <RadioGroup.Indicator className="size-2 rounded-chip bg-run" />
          </span>
          <span className="min-w-0">
            <span className="flex flex-wrap items-baseline gap-x-2">
              <span className="font-medium">{release.name}</span>
              <span className="font-mono font-medium">{release.version}</span>
              <span className="text-muted text-secondary">
                {bytes(release.size)} · {plural(release.platforms.length, 'platform')} · <Ago at={release.createdAt} />{' '}
                by {release.createdBy}
              </span>
            </span>
            {release.notes && <span className="block text-muted">{release.notes}</span>}
            <TrackRecord release={release} />
          </span>
        </RadioGroup.Item>
      ))}
    </RadioGroup.Root>
  )
}

/** Where it has been, before anybody sends it further. */
function TrackRecord({ release }: { release: Release }) {
  const turned = release.rolloutsTurnedBack
  const untried = turned === 0 && release.rolloutsCompleted === 0
  return (
    <span className="mt-0.5 block text-secondary">
      {release.blocked && <span className="font-medium text-fail-text">Blocked. </span>}
      <span className={cn(turned > 0 ? 'font-medium text-warn-text' : 'text-muted')}>
        {turned > 0 ? `${plural(turned, 'rollout')} turned back` : untried ? 'Not rolled out yet' : 'Never turned back'}
      </span>
      <span className="text-muted">
        {' '}
        {!untried && `· ${plural(release.rolloutsCompleted, 'rollout')} completed `}· runs on{' '}
        {plural(release.devicesRunning, 'device')}
      </span>
    </span>
  )
}
