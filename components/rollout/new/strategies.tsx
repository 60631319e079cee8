import type { NewRolloutView } from '../../../server/protocol/views/new-rollout-view.ts'
import { Table, Td, Th } from '../../ui/table.tsx'

type Strategy = NewRolloutView['strategies'][number]

/** R-020 … R-024: all of them with what they cost, also those that cannot be chosen, with why not. */
export function Strategies({ strategies }: { strategies: readonly Strategy[] }) {
  return (
    <>
      <div className="max-md:hidden">
        <Table label="Strategies">
          <thead>
            <tr>
              <Th>Strategy</Th>
              <Th>Best for</Th>
              <Th>Tradeoff</Th>
              <Th>Risk</Th>
            </tr>
          </thead>
          <tbody>
            {strategies.map((strategy) => (
              <tr key={strategy.key} className={strategy.available ? 'bg-run-soft' : undefined}>
                <Td className="align-top">
                  <Name strategy={strategy} />
                </Td>
                <Td className="align-top">{strategy.bestFor}</Td>
                <Td className="align-top">{strategy.tradeoff}</Td>
                <Td className="align-top whitespace-nowrap">{strategy.risk}</Td>
              </tr>
            ))}
          </tbody>
        </Table>
      </div>
      <ul className="divide-y md:hidden">
        {strategies.map((strategy) => (
          <li key={strategy.key} className={strategy.available ? 'bg-run-soft px-4 py-3' : 'px-4 py-3'}>
            <Name strategy={strategy} />
            <p className="mt-1 text-secondary">
              {strategy.bestFor}. {strategy.tradeoff}. Risk: {strategy.risk}.
            </p>
          </li>
        ))}
      </ul>
    </>
  )
}

function Name({ strategy }: { strategy: Strategy }) {
  return (
    <>
      <span className={strategy.available ? 'font-medium' : 'text-muted'}>{strategy.name}</span>
      {strategy.available && <span className="ml-2 text-run-text text-secondary">Used</span>}
      {strategy.because && <p className="max-w-[40ch] text-muted text-secondary">{strategy.because}</p>}
    </>
  )
}
