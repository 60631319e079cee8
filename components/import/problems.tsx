import type { ImportView } from '../../server/protocol/views/import-view.ts'
import { Card } from '../ui/card.tsx'
import { count, plural } from '../ui/numbers.ts'
import { Table, Td, Th } from '../ui/table.tsx'

/** Every row that cannot be imported: where in the file, what is wrong, what to do. */
export function Problems({ view }: { view: ImportView }) {
  const total = view.counts.bad + view.counts.refused
  if (total === 0) return null
  return (
    <Card title="Cannot be imported" note={plural(total, 'row')} flush>
      <Table label="Rows that cannot be imported">
        <thead>
          <tr>
            <Th numeric>{view.format === 'csv' ? 'Line' : 'Place'}</Th>
            <Th className="max-md:hidden">Device</Th>
            <Th>Column</Th>
            <Th>What is wrong, and what to do</Th>
          </tr>
        </thead>
        <tbody>
          {view.problems.flatMap(({ number, deviceId, errors }) =>
            errors.map((error, at) => (
              <tr key={`${number} ${error.column}`}>
                <Td numeric>{at === 0 ? number : ''}</Td>
                <Td className="max-w-40 truncate font-mono text-secondary max-md:hidden">{at === 0 ? deviceId : ''}</Td>
                <Td className="font-mono text-secondary">{error.column ?? 'whole row'}</Td>
                <Td className="min-w-32">{error.message}</Td>
              </tr>
            )),
          )}
        </tbody>
      </Table>
      {total > view.problems.length && (
        <p className="border-t px-4 py-2 text-muted text-secondary">
          The first {count(view.problems.length)} of {count(total)}: mend these, and read the file again.
        </p>
      )}
    </Card>
  )
}
