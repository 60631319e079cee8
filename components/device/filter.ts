import type { DevicesView } from '../../server/protocol/views/device-view.ts'

export const FILTER_KEYS = ['q', 'status', 'site', 'hardware', 'version'] as const
export type FilterKey = (typeof FILTER_KEYS)[number]

/** What narrows the list; the same keys in the page's address and in the API's. */
export type Filter = { [K in FilterKey | 'cursor']?: string | undefined }

export const FILTER_WORD = {
  q: 'Text',
  status: 'Health',
  site: 'Site',
  hardware: 'Hardware',
  version: 'Version',
} as const satisfies Record<FilterKey, string>

export function filled(filter: Filter): Record<string, string> {
  return Object.fromEntries(Object.entries(filter).filter((entry): entry is [string, string] => Boolean(entry[1])))
}

/** What a filter's value is called: a site by its name, a state of health with a capital. */
export function valueWord(key: FilterKey, value: string, siteNames: DevicesView['siteNames']): string {
  if (key === 'site') return siteNames[value] ?? value
  return key === 'status' ? value.charAt(0).toUpperCase() + value.slice(1) : value
}
