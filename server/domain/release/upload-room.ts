/** Why so many bytes cannot be taken, with what to do; null when there is room. All figures are bytes. */
export function roomProblem(facts: {
  readonly size: number
  readonly used: number
  readonly artifactMaxBytes: number
  readonly quotaBytes: number
}): string | null {
  const { size, used, artifactMaxBytes, quotaBytes } = facts
  if (size > artifactMaxBytes)
    return `An artifact may have at most ${artifactMaxBytes} bytes, this one has ${size}: raise WAVEGATE_ARTIFACT_MAX_MB.`
  if (used + size > quotaBytes)
    return `The store has room for ${Math.max(0, quotaBytes - used)} more bytes, this artifact has ${size}: collect what nothing needs, or raise WAVEGATE_ARTIFACT_QUOTA_MB.`
  return null
}
