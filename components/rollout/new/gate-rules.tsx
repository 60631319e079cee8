import type { RolloutPolicy } from '../../../server/protocol/policy.ts'
import type { PlanPreview } from '../../../server/protocol/views/new-rollout-view.ts'
import { Table, Td, Th } from '../../ui/table.tsx'
import { gateRules } from './policy-rows.ts'

type Props = { policy: RolloutPolicy; preview: PlanPreview | null }

export function GateRules({ policy, preview }: Props) {
  const rules = gateRules(policy, preview)
  return (
    <>
      <div className="max-md:hidden">
        <Table label="Gate rules">
          <thead>
            <tr>
              <Th>Metric</Th>
              <Th>Breached when</Th>
              <Th>For these devices</Th>
              <Th>Then</Th>
            </tr>
          </thead>
          <tbody>
            {rules.map((row) => (
              <tr key={row.metric}>
                <Td className="align-top font-medium whitespace-nowrap">{row.metric}</Td>
                <Td className="align-top">{row.rule}</Td>
                <Td className="align-top text-muted text-secondary leading-5">{row.here}</Td>
                <Td className="align-top text-muted">{row.breach}</Td>
              </tr>
            ))}
          </tbody>
        </Table>
      </div>
      <ul className="divide-y md:hidden">
        {rules.map((row) => (
          <li key={row.metric} className="px-4 py-2">
            <p className="font-medium">{row.metric}</p>
            <p className="text-secondary">
              {row.rule}: <span className="text-muted">{row.breach}</span>
            </p>
            <p className="text-muted text-secondary">{row.here}</p>
          </li>
        ))}
      </ul>
    </>
  )
}
