'use client'

import { GitCompareArrows, Repeat } from 'lucide-react'
import Link from 'next/link'
import type { DriftGroup, DriftView } from '../../server/protocol/views/drift-view.ts'
import { Ago, At } from '../live/time.tsx'
import { useRefusal } from '../live/use-refusal.ts'
import { page } from '../paths.ts'
import { Pill } from '../status/pill.tsx'
import { Empty } from '../ui/empty.tsx'
import { plural } from '../ui/numbers.ts'
import { Accept } from './accept.tsx'
import { Ignore } from './ignore.tsx'
import { Reconcile } from './reconcile.tsx'
import { Setter } from './setter.tsx'
import { Value } from './value.tsx'
import { CAUSE, KIND, SEVERITY } from './words.ts'

type Props = { view: DriftView; groups: readonly DriftGroup[]; personName: string; quiet?: boolean }

/** One row a kind of difference, not a device: the worst and the widest first. */
export function Groups({ view, groups, personName, quiet }: Props) {
  const refusal = useRefusal()
  if (groups.length === 0)
    return (
      <Empty
        act={
          <Link className="underline underline-offset-2" href={page.devices()}>
            See all devices
          </Link>
        }
      >
        {view.counts.unknown === view.counts.devices
          ? 'No device has been compared yet. Differences appear here within one report of a device.'
          : 'Nothing differs: every device that was heard has what it was given.'}
      </Empty>
    )
  return (
    <ul className="divide-y">
      {groups.map((group) => (
        <li key={group.id} className="flex flex-col gap-x-6 gap-y-3 px-4 py-3 lg:flex-row lg:items-start">
          <div className="flex min-w-0 flex-1 flex-col gap-1.5">
            <Headline group={group} />
            <Where group={group} />
          </div>
          {!quiet && (
            <div className="flex shrink-0 flex-wrap items-center gap-2 max-lg:-ml-3">
              <Accept target={{ group: group.id }} what={group.key} refused={refusal(group.accept)} />
              <Ignore group={group} personName={personName} refused={refusal(view.actions.rules)} />
              <Reconcile
                target={{ group: group.id }}
                devices={group.devices}
                what={`${KIND[group.kind].label} ${group.key}`}
                name={group.key}
                refused={refusal(view.actions.reconcile)}
              />
            </div>
          )}
        </li>
      ))}
    </ul>
  )
}

function Headline({ group }: { group: DriftGroup }) {
  const { glyph: Glyph, label } = KIND[group.kind]
  const { tone, label: severity } = SEVERITY[group.severity]
  return (
    <div className="flex flex-wrap items-center gap-x-2 gap-y-1">
      <Glyph aria-label={label} className="size-4 shrink-0 text-muted" strokeWidth={1.75} />
      <code className="font-medium font-mono text-body break-all">{group.key}</code>
      {group.secret ? (
        <span className="text-muted">is a secret, not equal to the one intended</span>
      ) : (
        <>
          <span className="text-muted">is</span>
          <Value value={group.reported} secret={false} />
          <span className="text-muted">where</span>
          {group.desired === null ? (
            <span className="text-muted">nothing</span>
          ) : (
            <Value value={group.desired} secret={false} />
          )}
          <span className="text-muted">is intended</span>
        </>
      )}
      <Pill tone={tone} glyph={GitCompareArrows}>
        {severity}
      </Pill>
      {group.flapping > 0 && (
        <Pill tone="warn" glyph={Repeat}>
          {`Flapping on ${plural(group.flapping, 'device')}`}
        </Pill>
      )}
      {group.rule && (
        <span className="text-muted text-secondary">
          {group.rule.action} · {group.rule.owner}
        </span>
      )}
    </div>
  )
}

function Where({ group }: { group: DriftGroup }) {
  const [first] = group.sites
  const sites = group.sites.length === 1 && first ? `at ${first.name}` : `at ${group.sites.length} sites`
  const more = group.devices - group.sample.length
  return (
    <>
      <p className="text-muted text-secondary">
        On <span className="value font-medium text-text">{plural(group.devices, 'device')}</span> {sites}, since{' '}
        <At at={group.since} seconds={false} />
        {group.newest - group.since > 60_000 && (
          <>
            , newest <Ago at={group.newest} />
          </>
        )}
        , {CAUSE[group.cause]}
        {group.set && <Setter set={group.set} />}
      </p>
      <p className="flex flex-wrap gap-x-3 gap-y-0.5 text-secondary">
        {group.sample.map(({ id, name }) => (
          <Link
            key={id}
            href={page.deviceDrift(id)}
            className="rounded-mark underline decoration-border underline-offset-2 hover:decoration-current"
          >
            {name}
          </Link>
        ))}
        {more > 0 && (
          <Link href={page.devices(`drift:${group.kind}`)} className="text-muted hover:text-text">
            and {plural(more, 'other')}
          </Link>
        )}
      </p>
    </>
  )
}
