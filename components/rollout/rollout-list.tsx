import Link from 'next/link'
import type { RolloutRow } from '../../server/protocol/views/rollouts-view.ts'
import { At } from '../live/time.tsx'
import { page } from '../paths.ts'
import { Pill } from '../status/pill.tsx'
import { TONE_GLYPH } from '../status/tone-glyph.ts'
import { WaveBars } from '../status/wave-bars.tsx'
import { count } from '../ui/numbers.ts'
import { Table, Td, Th } from '../ui/table.tsx'

/** One row a rollout; on a phone the same row stands on three lines. */
export function RolloutList({ rollouts, label }: { rollouts: readonly RolloutRow[]; label: string }) {
  return (
    <>
      <div className="max-md:hidden">
        <Table label={label}>
          <thead>
            <tr>
              <Th>Rollout</Th>
              <Th>State</Th>
              <Th className="w-[22%]">Waves</Th>
              <Th className="w-[30%]">Next</Th>
              <Th numeric>Devices</Th>
              <Th>Started</Th>
            </tr>
          </thead>
          <tbody>
            {rollouts.map((rollout) => (
              <tr key={rollout.id} className="hover:bg-bg">
                <Td className="py-2.5">
                  <Link href={page.rollout(rollout.id)} className="rounded-mark font-medium hover:underline">
                    {rollout.name}
                  </Link>
                  <p className="text-muted text-secondary">
                    {rollout.from} → {rollout.to}
                  </p>
                </Td>
                <Td>
                  <State rollout={rollout} />
                </Td>
                <Td>
                  <WaveBars waves={rollout.waves} />
                </Td>
                <Td className="value py-2 text-secondary">{rollout.next}</Td>
                <Td numeric>{count(rollout.cohort)}</Td>
                <Td className="whitespace-nowrap">
                  <At at={rollout.createdAt} seconds={false} />
                  <p className="text-muted text-secondary">by {rollout.createdBy}</p>
                </Td>
              </tr>
            ))}
          </tbody>
        </Table>
      </div>
      <ul aria-label={label} className="divide-y md:hidden">
        {rollouts.map((rollout) => (
          <li key={rollout.id} className="flex flex-col gap-2 px-4 py-3">
            <div className="flex items-start justify-between gap-3">
              <Link href={page.rollout(rollout.id)} className="min-w-0 rounded-mark font-medium">
                {rollout.name}
              </Link>
              <State rollout={rollout} />
            </div>
            <WaveBars waves={rollout.waves} />
            <p className="value text-muted text-secondary">{rollout.next}</p>
          </li>
        ))}
      </ul>
    </>
  )
}

function State({ rollout }: { rollout: RolloutRow }) {
  return (
    <Pill tone={rollout.tone} glyph={TONE_GLYPH[rollout.tone]}>
      {rollout.phaseLabel}
    </Pill>
  )
}
