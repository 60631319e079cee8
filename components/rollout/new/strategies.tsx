import { RadioGroup } from 'radix-ui'
import type { Strategy } from '../../../server/protocol/strategy.ts'
import type { NewRolloutView } from '../../../server/protocol/views/new-rollout-view.ts'
import { cn } from '../../ui/cn.ts'

type Words = NewRolloutView['strategies'][number]

type Props = { strategies: readonly Words[]; chosen: Strategy; onChoose: (strategy: Strategy) => void }

/** R-020 … R-024: all of them with what they cost, also those that cannot be chosen, with why not. */
export function Strategies({ strategies, chosen, onChoose }: Props) {
  const choose = (key: string) => {
    const found = strategies.find((strategy) => strategy.key === key)
    if (found) onChoose(found.key)
  }
  return (
    <div>
      <div aria-hidden className={cn(ROW, 'border-b py-2 text-muted text-secondary max-md:hidden')}>
        <span />
        <span>Strategy</span>
        <span>Best for</span>
        <span>Tradeoff</span>
        <span>Risk</span>
      </div>
      <RadioGroup.Root aria-label="Strategy" value={chosen} onValueChange={choose} className="divide-y">
        {strategies.map((strategy) => (
          <Item key={strategy.key} strategy={strategy} />
        ))}
      </RadioGroup.Root>
    </div>
  )
}

const ROW =
  'grid grid-cols-[16px_minmax(0,1fr)] gap-x-3 px-4 md:grid-cols-[16px_minmax(0,3fr)_minmax(0,3fr)_minmax(0,3fr)_64px]'

function Item({ strategy: { key, name, bestFor, tradeoff, risk, available, because } }: { strategy: Words }) {
  const ink = available ? undefined : 'text-muted'
  return (
    <RadioGroup.Item
      value={key}
      disabled={!available}
      aria-label={`${name}. Best for: ${bestFor}. ${tradeoff}. Risk: ${risk}.${because && ` ${because}`}`}
      className={cn(
        ROW,
        'group w-full gap-y-0.5 py-3 text-left outline-offset-[-2px] enabled:hover:bg-bg data-[state=checked]:bg-run-soft',
      )}
    >
      <span className="mt-0.5 flex size-4 items-center justify-center rounded-chip bg-card inset-ring inset-ring-control group-disabled:bg-sunken group-data-[state=checked]:inset-ring-run">
        <RadioGroup.Indicator className="size-2 rounded-chip bg-run" />
      </span>
      <span className="min-w-0">
        <span className={cn(available && 'font-medium', ink)}>{name}</span>
        {because && <span className="block text-muted text-secondary">{because}</span>}
      </span>
      <span className={cn('max-md:hidden', ink)}>{bestFor}</span>
      <span className={cn('max-md:hidden', ink)}>{tradeoff}</span>
      <span className={cn('whitespace-nowrap max-md:hidden', ink)}>{risk}</span>
      <span className="text-secondary max-md:col-start-2 md:hidden">
        {bestFor}. {tradeoff}. Risk: {risk}.
      </span>
    </RadioGroup.Item>
  )
}
