import { z } from 'zod'
import { parseSelector } from './parse.ts'
import type { Selector } from './term.ts'

/** A selector as people write it. Parsed where it is used; here it is only known to be well-formed. */
export const SelectorText = z
  .string()
  .max(2000)
  .superRefine((text, ctx) => {
    const parsed = parseSelector(text)
    if (!parsed.ok) ctx.addIssue({ code: 'custom', message: `${parsed.message} (character ${parsed.at + 1})` })
  })
export type SelectorText = z.infer<typeof SelectorText>

/** The selector of a text that was checked at the door. */
export function selectorOf(text: SelectorText): Selector {
  const parsed = parseSelector(text)
  if (!parsed.ok) throw new Error(`a selector passed the door unparsed: ${parsed.message}`)
  return parsed.selector
}
