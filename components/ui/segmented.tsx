'use client'

import { ToggleGroup } from 'radix-ui'

type Props<K extends string> = {
  label: string
  value: K
  onChange: (value: K) => void
  options: readonly { key: K; label: string }[]
}

/** Two or three views of the same thing. */
export function Segmented<K extends string>({ label, value, onChange, options }: Props<K>) {
  return (
    <ToggleGroup.Root
      type="single"
      aria-label={label}
      value={value}
      onValueChange={(next) => {
        const option = options.find(({ key }) => key === next)
        if (option) onChange(option.key)
      }}
      className="inline-flex w-fit rounded-control bg-sunken p-0.5"
    >
      {options.map((option) => (
        <ToggleGroup.Item
          key={option.key}
          value={option.key}
          className="h-6 rounded-[5px] px-2.5 text-muted text-secondary data-[state=on]:bg-card data-[state=on]:font-medium data-[state=on]:text-text data-[state=on]:shadow-[0_1px_2px_rgb(0_0_0/0.12)] pointer-coarse:h-10"
        >
          {option.label}
        </ToggleGroup.Item>
      ))}
    </ToggleGroup.Root>
  )
}
