import { z } from 'zod'
import type { SelectorKey } from './keys.ts'
import { parseSelector } from './parse.ts'

/** One condition; a selector's conditions must all hold. `values` are alternatives: one of them must hold. */
export type Term =
  /** free text: somewhere in id, name or site */
  | { readonly on: 'text'; readonly value: string }
  | { readonly on: 'label'; readonly label: string; readonly is: 'in' | 'not-in'; readonly values: readonly string[] }
  /** `*` in a value stands for any characters */
  | { readonly on: 'key'; readonly key: SelectorKey; readonly is: 'in' | 'not-in'; readonly values: readonly string[] }
  /** numbers as written; ages in seconds */
  | { readonly on: 'number'; readonly key: SelectorKey; readonly is: Comparison; readonly value: number }

export type Comparison = '<' | '<=' | '>' | '>=' | '=' | '!='

export type Selector = readonly Term[]

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
