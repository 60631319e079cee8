'use client'

import { X } from 'lucide-react'
import type { DevicesView } from '../../server/protocol/views/device-view.ts'
import { Button } from '../ui/button.tsx'
import { cn } from '../ui/cn.ts'
import { Disclosure } from '../ui/disclosure.tsx'
import { count } from '../ui/numbers.ts'
import { FILTER_KEYS, FILTER_WORD, type Filter, valueWord } from './filter.ts'

const GROUPS = ['status', 'site', 'hardware', 'version'] as const
type Group = (typeof GROUPS)[number]

type Props = {
  view: DevicesView
  filter: Filter
  onChange: (next: Partial<Record<Group, string | null>>) => void
  onClear: () => void
}

/** How what matches splits; each line narrows to itself, and pressed again lets go. */
export function Facets(props: Props) {
  const active = FILTER_KEYS.filter((key) => props.filter[key]).length
  return (
    <>
      <div className="max-lg:hidden">
        <Groups {...props} />
      </div>
      <div className="lg:hidden">
        <Disclosure title="Filters" note={active > 0 ? `${active} set` : 'none set'}>
          <div className="p-4">
            <Groups {...props} />
          </div>
        </Disclosure>
      </div>
    </>
  )
}

function Groups({ view, filter, onChange, onClear }: Props) {
  const active = FILTER_KEYS.some((key) => filter[key])
  return (
    <div className="grid gap-5 max-lg:grid-cols-2 max-md:grid-cols-1">
      {GROUPS.filter((group) => Object.keys(view.facets[group]).length > 0).map((group) => (
        <fieldset key={group} className="min-w-0">
          <legend className="mb-1 px-2 text-muted text-secondary">{FILTER_WORD[group]}</legend>
          <ul>
            {Object.entries(view.facets[group])
              .toSorted((a, b) => b[1] - a[1] || a[0].localeCompare(b[0]))
              .map(([key, devices]) => (
                <li key={key}>
                  <Facet
                    name={valueWord(group, key, view.siteNames)}
                    devices={devices}
                    on={filter[group] === key}
                    onPress={() => onChange({ [group]: filter[group] === key ? null : key })}
                  />
                </li>
              ))}
          </ul>
        </fieldset>
      ))}
      {active && (
        <Button size="compact" onClick={onClear} className="justify-self-start">
          Clear all filters
        </Button>
      )}
    </div>
  )
}

function Facet({ name, devices, on, onPress }: { name: string; devices: number; on: boolean; onPress: () => void }) {
  return (
    <button
      type="button"
      aria-pressed={on}
      onClick={onPress}
      className={cn(
        'flex h-7 w-full items-center gap-2 rounded-control px-2 text-left hover:bg-sunken pointer-coarse:h-11',
        on && 'bg-run-soft font-medium text-run-text hover:bg-run-soft',
      )}
    >
      <span className="min-w-0 flex-1 truncate">{name}</span>
      {on && <X aria-hidden className="size-3.5" strokeWidth={2} />}
      <span className={cn('value text-secondary', !on && 'text-muted')}>{count(devices)}</span>
    </button>
  )
}
