/** JSON that keeps maps and sets, which the facts of a decision may hold. */
export const taggedJson = (value: unknown): string => JSON.stringify(value, tag)

export const parseTagged = (text: string): unknown => JSON.parse(text, untag)

function tag(_key: string, value: unknown): unknown {
  if (value instanceof Map) return { $map: [...value] }
  if (value instanceof Set) return { $set: [...value] }
  return value
}

function untag(_key: string, value: unknown): unknown {
  if (value === null || typeof value !== 'object') return value
  if ('$map' in value) return new Map(value.$map as [unknown, unknown][])
  if ('$set' in value) return new Set(value.$set as unknown[])
  return value
}
