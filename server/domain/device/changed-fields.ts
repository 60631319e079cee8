/** What of a change really changes, and what it was: for the audit, and to write nothing when nothing does. */
export function changedFields<T extends object>(
  before: T,
  change: { readonly [K in keyof T]?: T[K] | undefined },
): { readonly before: Partial<T>; readonly after: Partial<T> } | null {
  const keys = (Object.keys(change) as (keyof T)[]).filter(
    (key) => change[key] !== undefined && JSON.stringify(change[key]) !== JSON.stringify(before[key]),
  )
  if (keys.length === 0) return null
  const some = (of: typeof change) => Object.fromEntries(keys.map((key) => [key, of[key]])) as Partial<T>
  return { before: some(before), after: some(change) }
}

/** Labels after a change: null takes one away. Sorted, so that equal labels are written alike. */
export function changedLabels(
  labels: Readonly<Record<string, string>>,
  changes: Readonly<Record<string, string | null>>,
): Record<string, string> {
  const next = Object.entries({ ...labels, ...changes }).filter((entry): entry is [string, string] => entry[1] !== null)
  return Object.fromEntries(next.toSorted(([a], [b]) => a.localeCompare(b)))
}
