import type { Plan } from '../../server/protocol/plan.ts'
import { cn } from '../ui/cn.ts'
import { plural } from '../ui/numbers.ts'

type Props = { passedOver: Plan['canary']['passedOver']; className: string }

/** Devices that may not be canaries, alike ones counted together; nothing where there are none. */
export function PassedOver({ passedOver, className }: Props) {
  if (passedOver.length === 0) return null
  return (
    <ul aria-label="Passed over" className={cn('flex flex-col gap-1 text-muted text-secondary', className)}>
      {passedOver.map((some) => (
        <li key={some.because}>
          {plural(some.devices, 'device')} can be no canary ({some.because}), such as{' '}
          {some.named.map(({ name }) => name).join(', ')}.
        </li>
      ))}
    </ul>
  )
}
