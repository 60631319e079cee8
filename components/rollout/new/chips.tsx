'use client'

import { Check } from 'lucide-react'
import { ToggleGroup } from 'radix-ui'
import { count } from '../../ui/numbers.ts'

type Props = {
  label: string
  options: readonly { key: string; label: string; devices: number }[]
  chosen: string[]
  onChange: (chosen: string[]) => void
}

/** None chosen means any; said, because an empty choice elsewhere means none. */
export function Chips({ label, options, chosen, onChange }: Props) {
  return (
    <div className="grid gap-x-4 gap-y-1.5 md:grid-cols-[120px_minmax(0,1fr)]">
      <p className="pt-1 text-muted">
        {label}
        <span className="text-secondary">{chosen.length === 0 && ' · any'}</span>
      </p>
      <ToggleGroup.Root
        type="multiple"
        aria-label={label}
        value={chosen}
        onValueChange={onChange}
        className="flex flex-wrap gap-1.5"
      >
        {options.map((option) => (
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
    </div>
  )
}
