'use client'

import { Plus, X } from 'lucide-react'
import { ToggleGroup } from 'radix-ui'
import type { MaintenanceWindow } from '../../server/protocol/calendar.ts'
import { DAYS } from '../../server/protocol/window-words.ts'
import { Button } from '../ui/button.tsx'
import { cn } from '../ui/cn.ts'
import { inputClass } from '../ui/field.tsx'

type Props = { windows: readonly MaintenanceWindow[]; onChange: (windows: MaintenanceWindow[]) => void }

const NIGHT: MaintenanceWindow = { days: [1, 2, 3, 4, 5, 6, 7], from: '22:00', to: '04:00' }

/** When a site may be deployed to, by its own clock. */
export function WindowsField({ windows, onChange }: Props) {
  const set = (at: number, change: Partial<MaintenanceWindow>) =>
    onChange(windows.map((window, index) => (index === at ? { ...window, ...change } : window)))
  return (
    <fieldset className="flex min-w-0 flex-col gap-2">
      <legend className="mb-1.5 font-medium text-body">Maintenance windows</legend>
      {windows.length === 0 && (
        <p className="text-muted text-secondary">None: new versions may be deployed at any time.</p>
      )}
      <ul className="flex flex-col gap-3">
        {windows.map((window, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a window has no other name than its place
          <li key={at} className="flex flex-col gap-2 rounded-control border p-3">
            <ToggleGroup.Root
              type="multiple"
              aria-label="Begins on"
              value={window.days.map(String)}
              onValueChange={(days) => set(at, { days: days.map(Number).toSorted((a, b) => a - b) })}
              className="flex flex-wrap gap-1"
            >
              {DAYS.map((day, index) => (
                <ToggleGroup.Item
                  key={day}
                  value={String(index + 1)}
                  className="h-7 rounded-chip px-2.5 text-muted text-secondary inset-ring inset-ring-control data-[state=on]:bg-run-soft data-[state=on]:font-medium data-[state=on]:text-run-text data-[state=on]:inset-ring-run pointer-coarse:h-11"
                >
                  {day}
                </ToggleGroup.Item>
              ))}
            </ToggleGroup.Root>
            <div className="flex flex-wrap items-center gap-2">
              <input
                type="time"
                aria-label="Opens"
                value={window.from}
                onChange={(event) => set(at, { from: event.target.value })}
                className={cn(inputClass, 'w-28 min-w-0 flex-1 md:w-34 md:flex-none')}
              />
              <span className="text-muted">to</span>
              <input
                type="time"
                aria-label="Closes"
                value={window.to}
                onChange={(event) => set(at, { to: event.target.value })}
                className={cn(inputClass, 'w-28 min-w-0 flex-1 md:w-34 md:flex-none')}
              />
              {window.to <= window.from && (
                <span className="text-muted text-secondary whitespace-nowrap">next day</span>
              )}
              <Button
                tone="ghost"
                size="compact"
                aria-label="Remove this window"
                className="ml-auto"
                onClick={() => onChange(windows.filter((_, index) => index !== at))}
              >
                <X aria-hidden className="size-4" strokeWidth={1.75} />
              </Button>
            </div>
          </li>
        ))}
      </ul>
      <div>
        <Button size="compact" onClick={() => onChange([...windows, NIGHT])}>
          <Plus aria-hidden className="size-4" strokeWidth={1.75} />
          Add a window
        </Button>
      </div>
    </fieldset>
  )
}
