import Link from 'next/link'
import type { DeviceView } from '../../server/protocol/views/device-view.ts'
import { At } from '../live/time.tsx'
import { page } from '../paths.ts'
import { DeviceStatePill } from '../status/device-state-pill.tsx'
import { Card } from '../ui/card.tsx'
import { Table, Td, Th } from '../ui/table.tsx'

/** Which releases came here, by which rollout, and what became of each. */
export function History({ history }: { history: DeviceView['history'] }) {
  return (
    <Card title="History of releases" note="Newest first" flush>
      {history.length === 0 ? (
        <p className="px-4 py-6 text-muted">No rollout has taken this device yet.</p>
      ) : (
        <Table label="Releases that came to this device">
          <thead>
            <tr>
              <Th>When</Th>
              <Th>Release</Th>
              <Th>Here</Th>
              <Th>Rollout</Th>
              <Th>Because</Th>
            </tr>
          </thead>
          <tbody>
            {history.map((entry) => (
              <tr key={entry.id}>
                <Td className="whitespace-nowrap text-muted">
                  <At at={entry.at} seconds={false} />
                </Td>
                <Td className="font-mono">{entry.version}</Td>
                <Td>
                  <DeviceStatePill state={entry.state} />
                </Td>
                <Td className="whitespace-nowrap">
                  <Link href={page.rollout(entry.id)} className="rounded-mark hover:underline">
                    {entry.name}
                  </Link>{' '}
                  <span className="text-muted text-secondary">
                    {entry.wave === 0 ? 'canary' : `wave ${entry.wave}`}
                  </span>
                </Td>
                <Td className="min-w-60 text-muted">{entry.because || '–'}</Td>
              </tr>
            ))}
          </tbody>
        </Table>
      )}
    </Card>
  )
}
