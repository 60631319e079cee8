import type { DiscrepancyKind, DiscrepancyPolicy } from '../../server/protocol/discrepancy.ts'
import type { DiscrepanciesView } from '../../server/protocol/views/discrepancies-view.ts'

export type Field = Exclude<DiscrepancyKind, 'identity'>
export type Way = 'hold' | 'within' | 'follow'
/** `within`: per cent, as it was typed */
export type Draft = Readonly<Record<Field, { way: Way; within: string }>>

export const FIELDS = ['memory', 'disk', 'hardware-type', 'architecture', 'capabilities', 'version'] as const
const MEASURED: ReadonlySet<Field> = new Set(['memory', 'disk'])
export const isMeasured = (field: Field): field is 'memory' | 'disk' => MEASURED.has(field)

export function draftOf({ accept, memoryWithinPercent, diskWithinPercent }: DiscrepancyPolicy): Draft {
  const of = (field: Field) => {
    if (accept.includes(field)) return { way: 'follow' as const, within: '5' }
    const within = field === 'memory' ? memoryWithinPercent : field === 'disk' ? diskWithinPercent : 0
    return within > 0 ? { way: 'within' as const, within: String(within) } : { way: 'hold' as const, within: '5' }
  }
  return Object.fromEntries(FIELDS.map((field) => [field, of(field)])) as Draft
}

/** The policy the fields say, or what is wrong with them. The server checks the same. */
export function policyOf(draft: Draft): { policy: DiscrepancyPolicy } | { wrong: string } {
  const within = (field: 'memory' | 'disk') => (draft[field].way === 'within' ? Number(draft[field].within || 'no') : 0)
  const [memoryWithinPercent, diskWithinPercent] = [within('memory'), within('disk')]
  if (![memoryWithinPercent, diskWithinPercent].every((percent) => percent >= 0 && percent <= 50))
    return { wrong: 'A tolerance is from 0 to 50 per cent.' }
  const accept = FIELDS.filter((field) => draft[field].way === 'follow').toSorted()
  return { policy: { memoryWithinPercent, diskWithinPercent, accept } }
}

/** How many that are open now a choice for this field would resolve at once. */
export function resolvedBy(field: Field, { way, within }: Draft[Field], view: DiscrepanciesView): number {
  if (way === 'follow') return view.kinds[field]
  if (way === 'hold' || !isMeasured(field)) return 0
  return view.apart[field].filter((percent) => percent <= Number(within)).length
}
