import { z } from 'zod'

/**
 * The same schema, which also refuses fields it does not know: whoever misspells `selector` must not get the whole fleet.
 * Schemas of bodies stay open where they are defined, because some also read what is stored.
 */
export function strictBody<S extends z.ZodType>(schema: S): S {
  return schema instanceof z.ZodObject ? (schema.strict() as unknown as S) : schema
}
