'use client'

import type { RolloutPolicy } from '../../../server/protocol/policy.ts'
import { duration, plural } from '../../ui/numbers.ts'
import { Segmented } from '../../ui/segmented.tsx'
import { Table, Td, Th } from '../../ui/table.tsx'
import { gateRules } from './policy-rows.ts'

type Props = { policies: readonly RolloutPolicy[]; policy: RolloutPolicy; onChoose: (label: string) => void }

export function PolicySummary({ policies, policy, onChoose }: Props) {
  return (
    <div className="flex flex-col gap-3 p-4">
      {policies.length > 1 && (
        <div className="max-w-full overflow-x-auto">
          <Segmented
            label="Policy"
            value={policy.label}
            onChange={onChoose}
            options={policies.map(({ label }) => ({ key: label, label }))}
          />
        </div>
      )}
      <dl className="grid grid-cols-2 gap-x-6 gap-y-3 md:grid-cols-4">
        <Fact term="Canary soak">{duration(policy.canarySoakSeconds)}</Fact>
        <Fact term="Soak of each wave">{duration(policy.waveSoakSeconds)}</Fact>
        <Fact term="Approval after the canary">{plural(policy.approvalsNeeded, 'person', 'people')}</Fact>
        <Fact term="Approval expires after">{duration(policy.approvalExpiresSeconds)}</Fact>
        <Fact term="Baseline window">{duration(policy.baselineWindowSeconds)}</Fact>
        <Fact term="Proven on a device after">{duration(policy.trial.minReadySeconds)}</Fact>
        <Fact term="Time to install">{duration(policy.installTimeoutSeconds)}</Fact>
        <Fact term="Counts as dark after">{duration(policy.darkAfterSeconds)}</Fact>
      </dl>
    </div>
  )
}

export function GateRules({ policy }: { policy: RolloutPolicy }) {
  const rules = gateRules(policy)
  return (
    <>
      <div className="max-md:hidden">
        <Table label="Gate rules">
          <thead>
            <tr>
              <Th>Metric</Th>
              <Th>Breached when</Th>
              <Th>Then</Th>
            </tr>
          </thead>
          <tbody>
            {rules.map((row) => (
              <tr key={row.metric}>
                <Td className="font-medium whitespace-nowrap">{row.metric}</Td>
                <Td>{row.rule}</Td>
                <Td className="text-muted">{row.breach}</Td>
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
          </li>
        ))}
      </ul>
    </>
  )
}

function Fact({ term, children }: { term: string; children: string }) {
  return (
    <div>
      <dt className="text-muted text-secondary">{term}</dt>
      <dd className="font-medium">{children}</dd>
    </div>
  )
}
