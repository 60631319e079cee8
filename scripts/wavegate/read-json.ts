import { readFileSync } from 'node:fs'
import type { ZodType, z } from 'zod'
import { Usage } from './failures.ts'

/** A JSON file a person wrote; says in one sentence what is wrong with it. */
export function readJson<S extends ZodType>(path: string, schema: S): z.output<S> {
  let value: unknown
  try {
    value = JSON.parse(readFileSync(path, 'utf8'))
  } catch (cause) {
    throw new Usage(`${path} can not be read as JSON: ${cause instanceof Error ? cause.message : String(cause)}`)
  }
  return checked(schema, value, `${path}: `)
}

/** What was typed, as the server will take it; says in one sentence what is wrong with it. */
export function checked<S extends ZodType>(schema: S, value: unknown, where = ''): z.output<S> {
  const parsed = schema.safeParse(value)
  if (parsed.success) return parsed.data
  const issue = parsed.error.issues[0]
  const at = issue?.path.join('.')
  throw new Usage(`${where}${at ? `${at}: ` : ''}${issue?.message ?? 'not understood'}`)
}
