import { CircleHelp, Cpu, type LucideIcon, Network, PackageX } from 'lucide-react'
import type { RolloutView } from '../../server/protocol/views/rollout-view.ts'
import { Card } from '../ui/card.tsx'
import { count, percentOf } from '../ui/numbers.ts'
import { Table, Td, Th } from '../ui/table.tsx'

type Pattern = NonNullable<RolloutView['failurePattern']>

const KIND = {
  artifact: { word: 'The release itself', glyph: PackageX },
  compatibility: { word: 'Compatibility', glyph: Cpu },
  infrastructure: { word: 'Infrastructure', glyph: Network },
  unknown: { word: 'No pattern', glyph: CircleHelp },
} as const satisfies Record<Pattern['kind'], { word: string; glyph: LucideIcon }>

/** what the failed devices have in common, with the table it was read from. */
export function FailurePattern({ pattern }: { pattern: Pattern }) {
  const { word, glyph: Glyph } = KIND[pattern.kind]
  return (
    <Card title="Failure pattern" flush>
      <p className="flex items-start gap-3 border-b px-4 py-3">
        <Glyph aria-hidden className="mt-0.5 size-4 shrink-0 text-fail-text" strokeWidth={1.75} />
        <span>
          <strong className="font-semibold">{word}.</strong> {pattern.because}
        </span>
      </p>
      <Table label="Failures by group">
        <thead>
          <tr>
            <Th>Group</Th>
            <Th numeric>Failed</Th>
            <Th numeric>Exposed</Th>
            <Th numeric>Share</Th>
          </tr>
        </thead>
        <tbody>
          {pattern.table.map((row) => (
            <tr key={row.label}>
              <Td>{row.label}</Td>
              <Td numeric className={row.failed > 0 ? 'font-medium text-fail-text' : 'text-muted'}>
                {count(row.failed)}
              </Td>
              <Td numeric>{count(row.exposed)}</Td>
              <Td numeric className="text-muted">
                {percentOf(row.failed, row.exposed)}
              </Td>
            </tr>
          ))}
        </tbody>
      </Table>
    </Card>
  )
}
