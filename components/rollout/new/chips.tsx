'use client'

import { Check } from 'lucide-react'
import { ToggleGroup } from 'radix-ui'
import { count } from '../../ui/numbers.ts'

type Option = { key: string; label: string; devices: number }
type Props = {
  label: string
  options: readonly Option[]
  chosen: readonly string[]
  onChange: (chosen: readonly string[]) => void
}

/** More are not read as chips; the field above finds them. */
const AT_ONCE = 12

/** None chosen means any; said, because an empty choice elsewhere means none. */
export function Chips({ label, options, chosen, onChange }: Props) {
  const shown = worthShowing(options, chosen)
  const known = new Set(options.map(({ key }) => key))
  return (
    <div className="grid gap-x-4 gap-y-1.5 md:grid-cols-[120px_minmax(0,1fr)]">
      <p className="pt-1 text-muted">
        {label}
        <span className="text-secondary">{chosen.length === 0 && ' · any'}</span>
      </p>
      <div className="flex flex-wrap items-center gap-1.5">
        <ToggleGroup.Root
          type="multiple"
          aria-label={label}
          value={[...chosen]}
          // What was written by hand and is no chip, such as north*, stays.
          onValueChange={(values) =>
            onChange([...chosen.filter((one) => !known.has(one)), ...values.filter((one) => known.has(one))])
          }
          className="contents"
        >
          {shown.map((option) => (
            <ToggleGroup.Item
              key={option.key}
              value={option.key}
              className="group inline-flex h-7 items-center gap-1.5 rounded-chip px-3 text-secondary inset-ring inset-ring-control hover:bg-bg data-[state=on]:bg-run-soft data-[state=on]:font-medium data-[state=on]:text-run-text data-[state=on]:inset-ring-run pointer-coarse:h-11"
            >
              <Check aria-hidden className="-ml-1 hidden size-3.5 group-data-[state=on]:block" strokeWidth={2} />
              {option.label}
              <span className="text-muted group-data-[state=on]:text-run-text">{count(option.devices)}</span>
            </ToggleGroup.Item>
          ))}
        </ToggleGroup.Root>
        {shown.length < options.length && (
          <span className="text-muted text-secondary">
            {count(options.length - shown.length)} more by the field above
          </span>
        )}
      </div>
    </div>
  )
}

/** The largest and what is chosen, in the order they came in. */
function worthShowing(options: readonly Option[], chosen: readonly string[]): readonly Option[] {
  if (options.length <= AT_ONCE) return options
  const largest = new Set(options.toSorted((a, b) => b.devices - a.devices).slice(0, AT_ONCE))
  return options.filter((option) => largest.has(option) || chosen.includes(option.key))
}
