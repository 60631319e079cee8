/** How a rollout would begin, so that its button does not promise that it does at once. */
export type Beginning = { readonly startAt: string | undefined; readonly waits: boolean }

export function startVerb({ startAt, waits }: Beginning): 'Schedule' | 'Queue' | 'Start' {
  if (startAt) return 'Schedule'
  return waits ? 'Queue' : 'Start'
}
