import { TriangleAlert } from 'lucide-react'
import Link from 'next/link'
import type { Plan } from '../../../server/protocol/plan.ts'
import { page } from '../../paths.ts'
import { Card } from '../../ui/card.tsx'
import { plural } from '../../ui/numbers.ts'
import { PassedOver } from '../passed-over.tsx'

/** B-09: each pick, each kind of device passed over, what could not be covered, and why no smaller canary would do. */
export function CanaryCard({ canary }: { canary: Plan['canary'] }) {
  const { picks, certificate, exceedsCap, uncovered, passedOver } = canary
  return (
    <Card title="Canary" note={plural(picks.length, 'device')} flush>
      {(certificate || exceedsCap || uncovered.length > 0) && (
        <div className="flex flex-col gap-1 border-b px-4 py-2 text-secondary">
          {certificate && <p>{certificate.because}</p>}
          {exceedsCap && <p className="text-warn-text">{exceedsCap}</p>}
          {uncovered.map(({ stratum, because }) => (
            <p key={stratum} className="flex gap-2 text-fail-text">
              <TriangleAlert aria-hidden className="mt-0.5 size-4 shrink-0" strokeWidth={1.75} />
              {because}
            </p>
          ))}
        </div>
      )}
      <ul className="max-h-80 divide-y overflow-y-auto">
        {picks.map((pick) => (
          <li key={pick.deviceId} className="flex flex-wrap gap-x-3 px-4 py-1.5">
            <Link href={page.device(pick.deviceId)} className="rounded-mark font-medium hover:underline">
              {pick.name}
            </Link>
            <span className="min-w-0 flex-1 basis-60 text-muted text-secondary leading-5">{pick.because}</span>
          </li>
        ))}
      </ul>
      <PassedOver passedOver={passedOver} className="border-t px-4 py-2" />
    </Card>
  )
}
