'use client'

import { CircleCheck } from 'lucide-react'
import Link from 'next/link'
import {
  FindingKind,
  type RevalidationView,
  type ScanCounts,
  type ScanStep,
  type ScanView,
} from '../../server/protocol/views/scan-view.ts'
import { At } from '../live/time.tsx'
import { page } from '../paths.ts'
import { Card } from '../ui/card.tsx'
import { Disclosure } from '../ui/disclosure.tsx'
import { count, percentOf, plural } from '../ui/numbers.ts'
import { Findings } from './findings.tsx'
import { OutcomePill } from './outcome-pill.tsx'

type Record = Omit<ScanView, 'serverTime'>

/** What the newest scan found, by kind, and what became of the plans that were open. */
export function Result({ record: { scan, steps, findings, revalidations } }: { record: Record }) {
  const kinds = FindingKind.options.filter((kind) => findings.some((one) => one.kind === kind))
  return (
    <>
      <Card
        title="Newest scan"
        note={
          <>
            {scan.startedBy}, <At at={scan.startedAt} />
            {scan.selector && <code className="ml-2 font-mono">{scan.selector}</code>}
          </>
        }
        acts={<OutcomePill scan={scan} />}
      >
        {scan.state === 'done' && <Counts counts={scan.counts} />}
        {scan.state === 'cancelled' && <p className="text-muted">Cancelled: no device was marked. Scan again.</p>}
      </Card>
      {kinds.map((kind) => (
        <Findings
          key={kind}
          kind={kind}
          total={scan.state === 'done' ? scan.counts[kind] : 0}
          findings={findings.filter((one) => one.kind === kind)}
        />
      ))}
      {revalidations.length > 0 && <Revalidations revalidations={revalidations} />}
      {steps.length > 0 && <Steps steps={steps} />}
    </>
  )
}

function Counts({ counts }: { counts: ScanCounts }) {
  const { registered, responded } = counts
  const found = FindingKind.options.reduce((sum, kind) => sum + counts[kind], 0)
  return (
    <>
      <p className="text-form">
        <span className="value font-semibold">
          {count(responded)} of {plural(registered, 'registered device')} responded
        </span>{' '}
        ({percentOf(responded, registered)}) · {count(counts.asked)} were connected and asked
      </p>
      {found === 0 && (
        <p className="mt-1 flex items-center gap-1.5 text-ok-text">
          <CircleCheck aria-hidden className="size-4 shrink-0" strokeWidth={1.75} />
          The registry is right: everybody answered, and nothing differs.
        </p>
      )}
    </>
  )
}

function Revalidations({ revalidations }: { revalidations: readonly RevalidationView[] }) {
  return (
    <Card title="Open plans, held against the registry" flush>
      <ul className="divide-y">
        {revalidations.map(({ rolloutId, rolloutName, checked, unfit }) => (
          <li key={rolloutId} className="px-4 py-2.5">
            <p>
              <Link href={page.rollout(rolloutId)} className="rounded-mark font-medium hover:underline">
                {rolloutName}
              </Link>
              :{' '}
              {unfit.length === 0
                ? `all ${plural(checked, 'device')} not yet exposed still fit`
                : `${count(unfit.length)} of ${plural(checked, 'device')} not yet exposed held`}
            </p>
            {unfit.slice(0, 10).map((device) => (
              <p key={device.deviceId} className="text-muted text-secondary">
                <Link href={page.device(device.deviceId)} className="rounded-mark text-text hover:underline">
                  {device.name}
                </Link>
                : {device.because}
              </p>
            ))}
            {unfit.length > 10 && <p className="text-muted text-secondary">and {count(unfit.length - 10)} more</p>}
          </li>
        ))}
      </ul>
    </Card>
  )
}

function Steps({ steps }: { steps: readonly ScanStep[] }) {
  return (
    <Disclosure title="What was done, in order" note={plural(steps.length, 'step')}>
      <ol className="divide-y">
        {steps.map(({ rule, at, what }) => (
          <li
            key={`${rule} ${what}`}
            className="grid grid-cols-[auto_1fr] gap-x-3 px-4 py-2 md:grid-cols-[auto_4rem_1fr]"
          >
            <At at={at} className="text-muted tabular-nums" />
            <span className="text-muted max-md:text-right">{rule}</span>
            <span className="max-md:col-span-2">{what}</span>
          </li>
        ))}
      </ol>
    </Disclosure>
  )
}
