'use client'

import { useSyncExternalStore } from 'react'
import type { DeviceSort } from '../../../server/protocol/views/devices-view.ts'

type Column = { readonly label: string; readonly width: string; readonly sort?: DeviceSort }

export const COLUMNS = {
  status: { label: 'Health', width: '124px', sort: 'status' },
  layers: { label: 'Layers', width: '64px' },
  site: { label: 'Site', width: 'minmax(110px,1.2fr)', sort: 'site' },
  type: { label: 'Hardware', width: 'minmax(104px,1fr)', sort: 'type' },
  running: { label: 'Running', width: 'minmax(120px,1fr)', sort: 'release' },
  drift: { label: 'Drift', width: '96px' },
  rollout: { label: 'Rollout', width: '136px' },
  seen: { label: 'Last seen', width: '92px', sort: 'last_seen' },
  labels: { label: 'Labels', width: 'minmax(120px,1.2fr)' },
} as const satisfies Record<string, Column>

export type ColumnKey = keyof typeof COLUMNS
export const COLUMN_KEYS = Object.keys(COLUMNS) as ColumnKey[]

const KEPT_AS = 'wavegate.devices.columns'
const BY_DEFAULT: readonly ColumnKey[] = COLUMN_KEYS.filter((key) => key !== 'labels')
const listeners = new Set<() => void>()
let parsed: { text: string | null; columns: readonly ColumnKey[] } = { text: null, columns: BY_DEFAULT }

/** Columns somebody chose, kept in their browser; the name is always there. */
export function useColumns(): [readonly ColumnKey[], (key: ColumnKey, shown: boolean) => void] {
  const columns = useSyncExternalStore(
    (notify) => {
      listeners.add(notify)
      return () => listeners.delete(notify)
    },
    kept,
    () => BY_DEFAULT,
  )
  const show = (key: ColumnKey, shown: boolean) => {
    const next = COLUMN_KEYS.filter((one) => (one === key ? shown : columns.includes(one)))
    parsed = { text: next.join(','), columns: next }
    remember(next.join(','))
    for (const notify of listeners) notify()
  }
  return [columns, show]
}

function kept(): readonly ColumnKey[] {
  const text = recall() ?? parsed.text
  if (text === null || text === parsed.text) return parsed.columns
  const chosen = text.split(',')
  parsed = { text, columns: COLUMN_KEYS.filter((key) => chosen.includes(key)) }
  return parsed.columns
}

// A browser may forbid keeping anything; the choice then lasts as long as the page.
function recall(): string | null {
  try {
    return localStorage.getItem(KEPT_AS)
  } catch {
    return null
  }
}

function remember(text: string): void {
  try {
    localStorage.setItem(KEPT_AS, text)
  } catch {}
}
