'use client'

import { X } from 'lucide-react'
import { asksFor, toggled } from '../../../server/protocol/selector/edit.ts'
import type { DeviceFacetsView, Facet } from '../../../server/protocol/views/devices-view.ts'
import { Button } from '../../ui/button.tsx'
import { cn } from '../../ui/cn.ts'
import { Disclosure } from '../../ui/disclosure.tsx'
import { count } from '../../ui/numbers.ts'
import { Popover } from '../../ui/popover.tsx'

type Split = DeviceFacetsView['facets'][number]
type Props = { where: string; view: DeviceFacetsView; onChange: (where: string) => void }

export const FACET_WORD = {
  status: 'Health',
  site: 'Site',
  region: 'Region',
  type: 'Hardware',
  release: 'Running',
  group: 'Group',
  drift: 'Drift',
} as const satisfies Record<Facet, string>

/** Values shown at once; the others are one press away. */
const AT_ONCE = { status: 5, site: 3, region: 3, type: 4, release: 4, group: 3, drift: 3 } as const satisfies Record<
  Facet,
  number
>

/** How what matches splits; each value narrows to itself, and pressed again lets go. */
export function FacetStrip(props: Props) {
  return (
    <>
      <section aria-label="How they split" className="rounded-card border bg-card px-4 py-2.5 max-md:hidden">
        <Splits {...props} />
      </section>
      <div className="md:hidden">
        <Disclosure title="How they split">
          <div className="p-4">
            <Splits {...props} />
          </div>
        </Disclosure>
      </div>
    </>
  )
}

function Splits({ where, view, onChange }: Props) {
  return (
    <div className="flex flex-wrap gap-x-6 gap-y-2 max-md:flex-col">
      {view.facets
        .filter(({ values }) => values.length > 0)
        .map((split) => (
          <SplitOf key={split.facet} split={split} where={where} onChange={onChange} />
        ))}
    </div>
  )
}

function SplitOf({ split, where, onChange }: { split: Split; where: string; onChange: Props['onChange'] }) {
  const { facet, values, more } = split
  const shown = values.slice(0, AT_ONCE[facet])
  const rest = values.slice(AT_ONCE[facet])
  const value = (one: Split['values'][number]) => (
    <Value
      key={one.value}
      name={nameOf(facet, one)}
      devices={one.devices}
      on={asksFor(where, facet, one.value)}
      onPress={() => onChange(toggled(where, facet, one.value))}
    />
  )
  return (
    <fieldset className="min-w-0">
      <legend className="sr-only">{FACET_WORD[facet]}</legend>
      <div className="flex flex-wrap items-center gap-1">
        <span aria-hidden className="mr-1 text-micro text-muted">
          {FACET_WORD[facet]}
        </span>
        {shown.map(value)}
        {rest.length > 0 && (
          <Popover
            label={`More of ${FACET_WORD[facet]}`}
            align="start"
            className="w-64 p-2"
            trigger={
              <Button size="compact" tone="ghost" className="h-6 px-1.5 text-muted">
                {count(rest.length + more)} more
              </Button>
            }
          >
            <div className="flex flex-wrap gap-1">{rest.map(value)}</div>
            {more > 0 && (
              <p className="mt-2 px-1 text-muted text-secondary">
                {count(more)} more: write <span className="font-mono">{facet}:</span> and a value.
              </p>
            )}
          </Popover>
        )}
      </div>
    </fieldset>
  )
}

function Value({ name, devices, on, onPress }: { name: string; devices: number; on: boolean; onPress: () => void }) {
  return (
    <button
      type="button"
      aria-pressed={on}
      onClick={onPress}
      className={cn(
        'inline-flex h-6 max-w-56 items-center gap-1.5 rounded-chip px-2 text-secondary inset-ring inset-ring-border hover:bg-sunken pointer-coarse:h-11',
        on && 'bg-run-soft font-medium text-run-text inset-ring-run hover:bg-run-soft',
      )}
    >
      <span className="truncate">{name}</span>
      <span className={cn('value', !on && 'text-muted')}>{count(devices)}</span>
      {on && <X aria-hidden className="size-3" strokeWidth={2} />}
    </button>
  )
}

function nameOf(facet: Facet, { value, name }: Split['values'][number]): string {
  if (facet === 'drift' && value === 'yes') return 'Any'
  return facet === 'status' || facet === 'drift' ? `${name.charAt(0).toUpperCase()}${name.slice(1)}` : name
}
