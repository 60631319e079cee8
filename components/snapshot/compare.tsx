import type { SnapshotDiffView } from '../../server/protocol/views/snapshots-view.ts'
import { Card } from '../ui/card.tsx'
import { plural } from '../ui/numbers.ts'
import { Table, Td, Th } from '../ui/table.tsx'
import { Value } from './origins.tsx'

/** What moving from one snapshot to the other changes. */
export function Compare({ diff: { a, b, artifacts, config, same } }: { diff: SnapshotDiffView }) {
  return (
    <Card
      title={`Snapshot ${a.number} → ${b.number}`}
      note={a.release === b.release ? `both ${a.release}` : `${a.release} → ${b.release}`}
      flush
    >
      {artifacts.length === 0 && config.length === 0 ? (
        <p className="px-4 py-6 text-muted">They mean the same to every device.</p>
      ) : (
        <Table label={`Differences of snapshots ${a.number} and ${b.number}`}>
          <thead>
            <tr>
              <Th>What</Th>
              <Th>Where</Th>
              <Th>Snapshot {a.number}</Th>
              <Th>Snapshot {b.number}</Th>
            </tr>
          </thead>
          <tbody>
            {artifacts.map(({ platform, before, after }) => (
              <tr key={platform}>
                <Td>Artifact</Td>
                <Td className="text-secondary">{platform}</Td>
                <Td className="font-mono text-secondary">{before?.slice(0, 12) ?? '–'}</Td>
                <Td className="font-mono text-secondary">{after?.slice(0, 12) ?? '–'}</Td>
              </tr>
            ))}
            {config.map(({ layer, path, before, after, secret }) => (
              <tr key={`${layer.scope} ${layer.key} ${path}`}>
                <Td className="font-mono text-secondary">{path}</Td>
                <Td className="text-secondary">{layer.name}</Td>
                <Side value={before} secret={secret} />
                <Side value={after} secret={secret} differs={secret && before !== null} />
              </tr>
            ))}
          </tbody>
        </Table>
      )}
      <p className="border-t px-4 py-2 text-muted text-secondary">
        {plural(same, 'configured key')} {same === 1 ? 'is' : 'are'} the same on both sides.
      </p>
    </Card>
  )
}

function Side({ value, secret, differs }: { value: { value: unknown } | null; secret: boolean; differs?: boolean }) {
  return (
    <Td className="max-w-64 break-words font-mono text-secondary">
      {value ? <Value value={value.value} secret={secret} /> : <span className="font-sans text-muted">not named</span>}
      {value && differs && <span className="ml-1 font-sans text-muted">not equal</span>}
    </Td>
  )
}
