import type { ConfigDocument } from '../../server/protocol/layered-config.ts'

export type Parsed = { ok: true; document: ConfigDocument } | { ok: false; line: number; message: string }

/** A JSON object out of a text, or the line where it stops being one. */
export function parseDocument(text: string): Parsed {
  if (text.trim() === '') return { ok: true, document: {} }
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value !== 'object' || value === null || Array.isArray(value))
      return { ok: false, line: 1, message: 'Write an object: { "key": value }.' }
    return { ok: true, document: value as ConfigDocument }
  } catch (cause) {
    const said = cause instanceof Error ? cause.message : ''
    return { ok: false, line: lineOf(text, said), message: said.replace(/ in JSON at position.*| \(line.*/, '') }
  }
}

/** Browsers say where in different words: a position, a line, or that the text ended. */
function lineOf(text: string, said: string): number {
  const line = /line (\d+)/.exec(said)?.[1]
  if (line) return Number(line)
  const position = /position (\d+)/.exec(said)?.[1]
  return text.slice(0, position === undefined ? text.length : Number(position)).split('\n').length
}

/** The line of the key that a refusal begins with (`camera.exposure must be …`), or of what it should be in; null: none of it is here. */
export function lineOfRefusal(text: string, refusal: string): number | null {
  const [path = ''] = refusal.split(' ')
  const lines = text.split('\n')
  let found: number | null = null
  for (const key of path.split('.')) {
    const next = lines.findIndex((line, n) => n >= (found ?? 0) && line.includes(`${JSON.stringify(key)}:`))
    if (next === -1) break
    found = next
  }
  return found === null ? null : found + 1
}
