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
  const parsed = schema.safeParse(value)
  if (parsed.success) return parsed.data
  const issue = parsed.error.issues[0]
  throw new Usage(`${path}: ${issue?.path.join('.') || 'it'}: ${issue?.message ?? 'not understood'}`)
}
