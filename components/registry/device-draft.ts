import type { DeviceRegistryView } from '../../server/protocol/views/registry-view.ts'

/** The fields of the form, as text. */
export type DeviceDraft = {
  readonly name: string
  readonly siteId: string
  readonly labels: string
  readonly groups: string
  readonly redundancyGroup: string
  readonly singlePointOfFailure: boolean
}

export const draftOf = (view: DeviceRegistryView): DeviceDraft => ({
  name: view.name,
  siteId: view.site.id,
  labels: Object.entries(view.labels)
    .map(([key, value]) => `${key}=${value}`)
    .join('\n'),
  groups: view.groups.join(' '),
  redundancyGroup: view.redundancy?.group ?? '',
  singlePointOfFailure: view.markedSinglePoint,
})

/** What the form changes, or what is wrong with it. Labels that were taken out are said to be gone. */
export function changesOf(
  view: DeviceRegistryView,
  draft: DeviceDraft,
): { change: Record<string, unknown> } | { wrong: string } {
  const before = draftOf(view)
  const labels = labelsOf(draft.labels)
  if (typeof labels === 'string') return { wrong: labels }
  const gone = Object.keys(view.labels).filter((key) => !(key in labels))
  const change = {
    ...(draft.name === before.name ? {} : { name: draft.name }),
    ...(draft.siteId === before.siteId ? {} : { siteId: draft.siteId.trim() }),
    ...(draft.labels === before.labels
      ? {}
      : { labels: { ...labels, ...Object.fromEntries(gone.map((key) => [key, null])) } }),
    ...(draft.groups === before.groups ? {} : { groups: draft.groups.split(/[\s,]+/).filter(Boolean) }),
    ...(draft.redundancyGroup === before.redundancyGroup
      ? {}
      : { redundancyGroup: draft.redundancyGroup.trim() || null }),
    ...(draft.singlePointOfFailure === before.singlePointOfFailure
      ? {}
      : { singlePointOfFailure: draft.singlePointOfFailure }),
  }
  return Object.keys(change).length === 0 ? { wrong: 'Nothing has changed.' } : { change }
}

function labelsOf(text: string): Record<string, string> | string {
  const lines = text
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean)
  const unclear = lines.find((line) => line.indexOf('=') < 1)
  if (unclear) return `“${unclear.slice(0, 40)}” is no label: write key=value.`
  return Object.fromEntries(
    lines.map((line) => [line.slice(0, line.indexOf('=')).trim(), line.slice(line.indexOf('=') + 1).trim()]),
  )
}
