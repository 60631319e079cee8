import { CircleCheck, CircleX } from 'lucide-react'
import type { ReleaseView } from '../../server/protocol/views/release-view.ts'
import { Pill } from '../status/pill.tsx'
import { Card } from '../ui/card.tsx'
import { count, plural } from '../ui/numbers.ts'
import { Table, Td, Th } from '../ui/table.tsx'

/** R-026 … R-028 before anybody plans: which devices could take it, and what the others lack. */
export function FitCard({ fit }: { fit: ReleaseView['fit'] }) {
  return (
    <Card title="Fits" note={fit.sentence} flush>
      {fit.types.length > 0 && (
        <Table label="Fit by hardware type">
          <thead>
            <tr>
              <Th>Hardware type</Th>
              <Th numeric>Devices</Th>
              <Th>Fits</Th>
            </tr>
          </thead>
          <tbody>
            {fit.types.map((type) => (
              <tr key={`${type.hardwareType}/${type.architecture}`}>
                <Td>
                  {type.hardwareType} <span className="text-muted text-secondary">{type.architecture}</span>
                </Td>
                <Td numeric>{count(type.devices)}</Td>
                <Td>
                  {type.fits === type.devices ? (
                    <Pill tone="ok" glyph={CircleCheck} quiet>
                      all
                    </Pill>
                  ) : (
                    <Pill tone={type.fits === 0 ? 'fail' : 'warn'} glyph={CircleX}>
                      {type.fits === 0 ? 'none' : `${count(type.fits)} of ${count(type.devices)}`}
                    </Pill>
                  )}
                  {type.problems.map((problem) => (
                    <p key={problem.because} className="value text-secondary">
                      {plural(problem.devices, 'device')}: {problem.because}
                    </p>
                  ))}
                </Td>
              </tr>
            ))}
          </tbody>
        </Table>
      )}
    </Card>
  )
}
