import type { DriftAction } from '../../protocol/drift.ts'
import type { Instant } from '../../protocol/ids.ts'

export type DriftRule = {
  readonly id: string
  /** does it speak of the device the difference is on? */
  readonly selects: boolean
  /** a kind, or `*` */
  readonly kind: string
  /** `*` stands for any characters */
  readonly keyPattern: string
  readonly action: DriftAction
  readonly expiresAt: Instant | null
}

/** When several rules speak of one difference, the most careful counts: leave it out, then only tell, then put it right. */
const CARE: readonly DriftAction[] = ['ignore', 'report', 'reconcile']

/** The rule that decides about a difference; null: it is told, as everything is that nobody decided about. */
export function ruleFor<Rule extends DriftRule>(
  item: { readonly kind: string; readonly key: string },
  rules: readonly Rule[],
  now: Instant,
): Rule | null {
  const speaking = rules.filter(
    (rule) =>
      rule.selects &&
      (rule.expiresAt === null || rule.expiresAt > now) &&
      (rule.kind === '*' || rule.kind === item.kind) &&
      fits(item.key, rule.keyPattern),
  )
  for (const action of CARE) {
    const rule = speaking.find((one) => one.action === action)
    if (rule) return rule
  }
  return null
}

function fits(key: string, pattern: string): boolean {
  const parts = pattern.split('*').map((part) => part.replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&'))
  return new RegExp(`^${parts.join('.*')}$`, 's').test(key)
}
