import { Hand, MoveRight } from 'lucide-react'
import type { ReactNode } from 'react'
import type { RolloutPolicy } from '../../../server/protocol/policy.ts'
import type { PlanPreview } from '../../../server/protocol/views/new-rollout-view.ts'
import { duration, plural } from '../../ui/numbers.ts'

type Props = { policy: RolloutPolicy; preview: PlanPreview | null }

/** The walk in one line: who takes it when, how long each is watched, and where a person is asked. */
export function PolicySummary({ policy, preview }: Props) {
  const waves = preview?.plan.waves
  const devices = (wave: number) => {
    const found = waves?.[wave]
    return found ? plural(found.devices, 'device') : null
  }
  const batches = policy.strategy === 'rolling-update'
  const compares = policy.strategy === 'a-b'
  const first = compares ? 2 : 1
  const after = batches
    ? []
    : [
        ...policy.wavePercents.map((percent, index) => ({
          wave: first + index,
          title: `Wave ${first + index}: ${percent} %`,
        })),
        { wave: first + policy.wavePercents.length, title: 'The rest' },
      ]
  return (
    <ol aria-label="The walk" className="flex flex-wrap items-center gap-x-2 gap-y-2">
      <Step
        title={compares ? 'Canary of both arms' : `Canary ${policy.canaryPercent} %`}
        devices={devices(0)}
        soak={policy.canarySoakSeconds}
        verb={policy.rollbackDrill ? 'goes back once, soaks' : 'soaks'}
        first
      />
      <Person>{policy.approvalsNeeded === 1 ? 'A person approves' : `${policy.approvalsNeeded} people approve`}</Person>
      {compares && (
        <>
          <Step title="Comparison" devices={devices(1)} soak={policy.compareSeconds} verb="soaks, compared for" />
          <Person>A person picks</Person>
        </>
      )}
      {batches && <Batches policy={policy} sizes={waves?.slice(1).map((wave) => wave.devices) ?? null} />}
      {after.map(({ wave, title }) => (
        <Step key={wave} title={title} devices={devices(wave)} soak={policy.waveSoakSeconds} />
      ))}
    </ol>
  )
}

/** Where somebody is asked. */
const Person = ({ children }: { children: ReactNode }) => (
  <li className="flex items-center gap-2">
    <MoveRight aria-hidden className="size-4 text-muted" strokeWidth={1.75} />
    <span className="inline-flex items-center gap-1.5 rounded-control bg-wait-soft px-2.5 py-1.5 text-wait-text">
      <Hand aria-hidden className="size-4" strokeWidth={1.75} />
      {children}
    </span>
  </li>
)

/** All alike, so one line stands for them. */
function Batches({ policy, sizes }: { policy: RolloutPolicy; sizes: readonly number[] | null }) {
  const title = sizes ? plural(sizes.length, 'batch', 'batches') : 'Batches'
  const most = sizes
    ? `at most ${plural(Math.max(...sizes), 'device')} at once`
    : `${policy.maxUnavailablePercent} % at once`
  return <Step title={title} devices={most} soak={policy.trial.minReadySeconds} verb="ready for" />
}

function Step({
  title,
  devices,
  soak,
  first,
  verb = 'soaks',
}: {
  title: string
  devices: string | null
  soak: number
  first?: boolean
  verb?: string
}) {
  return (
    <li className="flex items-center gap-2">
      {!first && <MoveRight aria-hidden className="size-4 text-muted" strokeWidth={1.75} />}
      <span className="rounded-control bg-sunken px-2.5 py-1.5">
        <span className="font-medium">{title}</span>
        <span className="text-muted text-secondary">
          {devices && ` · ${devices}`} · {verb} {duration(soak)}
        </span>
      </span>
    </li>
  )
}
