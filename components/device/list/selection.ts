import { printTerm } from '../../../server/protocol/selector/print.ts'

/** Rows picked one by one, or, as a second and explicit step, all that match. */
export type Selection = { readonly kind: 'rows'; readonly ids: ReadonlySet<string> } | { readonly kind: 'all' }

export const NOTHING: Selection = { kind: 'rows', ids: new Set() }

/** Touching a row when all are selected begins again with that row. */
export function withRow(selection: Selection, id: string, on: boolean): Selection {
  const ids = new Set(selection.kind === 'rows' ? selection.ids : [])
  if (on || selection.kind === 'all') ids.add(id)
  else ids.delete(id)
  return { kind: 'rows', ids }
}

/** The selection as a selector: for links that carry it. */
export const selectorOfSelection = (selection: Selection, where: string): string =>
  selection.kind === 'all' ? where : printTerm({ on: 'key', key: 'id', is: 'in', values: [...selection.ids] })

/** What an act is sent to: named devices, or a query with the count somebody confirmed. */
export const targetOf = (selection: Selection, where: string, matched: number) =>
  selection.kind === 'all' ? { where, expected: matched } : { ids: [...selection.ids] }
