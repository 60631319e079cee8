import type { PreflightItem } from '../../../server/protocol/rollout-state.ts'
import { parseSelector } from '../../../server/protocol/selector/parse.ts'
import type { NewRolloutView, PlanPreview } from '../../../server/protocol/views/new-rollout-view.ts'
import { page } from '../../paths.ts'
import type { Choice } from './choice.ts'
import type { Words } from './words.ts'

/** Where on the page something is chosen or said. */
export const PLACE = {
  release: 'what',
  other: 'arm-b',
  where: 'where',
  policy: 'how',
  success: 'success-criteria',
  communication: 'communication-plan',
  rollback: 'rollback-tested',
  queue: 'why-it-waits',
} as const

export const placeOfItem = (rule: string) => `item-${rule}`

/** `at`: the id of what mends it; null when nothing on this page does. `holds`: a plan can not be kept without it either */
export type Missing = { readonly says: string; readonly at: string | null; readonly holds: boolean }

type Asked = {
  view: NewRolloutView
  choice: Pick<Choice, 'chosen' | 'release' | 'beyond' | 'policy' | 'other'>
  preview: PlanPreview | null
  problem: string | null
  catchingUp: boolean
  words: Words
}

/** What stands between this choice and its start, in the order of the page: the first is what to do next. */
export function missing({ view, choice, preview, problem, catchingUp, words }: Asked): readonly Missing[] {
  if (!view.create.allowed) return [{ says: view.create.because, at: null, holds: true }]
  const list: Missing[] = []
  const add = (says: string, at: string | null, holds = true) => list.push({ says, at, holds })
  if (!choice.release) add('Choose a release.', PLACE.release)
  if (choice.policy.strategy === 'a-b' && !choice.other) add('Choose a release for arm B.', PLACE.other)
  if (!parseSelector(choice.chosen.where).ok) add('Mend the query that says where.', PLACE.where)
  if (choice.beyond) add(`${choice.beyond.says}.`, PLACE.policy)
  if (problem) add(problem, placeOfProblem(problem))
  if (words.successCriteria.trim().length < 3) add('Write what counts as success.', PLACE.success)
  const waits = words.behindPriority !== ''
  if (waits && words.behindReason.trim().length < 3) add('Say why it waits for its turn.', PLACE.queue)
  // Pre-flight of one that waits is computed at its turn; only what people have to say is asked for before.
  for (const item of unmet(preview, problem).filter((one) => !waits || SAID_HERE.includes(placeOf(one))))
    add(`${item.name}: ${item.because}.`, placeOf(item), item.rule === 'R-034')
  if (!preview && words.communicationPlan.trim().length < 3)
    add('Write who is told about this rollout, and how.', PLACE.communication)
  if (list.length === 0 && (catchingUp || !preview)) add('The plan is being computed.', null)
  return list
}

const SAID_HERE: readonly string[] = [PLACE.communication, PLACE.rollback]

const unmet = (preview: PlanPreview | null, problem: string | null) =>
  problem ? [] : (preview?.preflight.filter((item) => !item.met) ?? [])

/** What is mended where a rollout is planned is mended right here; the others are looked at in their row, which leads on. */
export function placeOf({ rule, href }: PreflightItem): string {
  if (rule === 'R-034') return PLACE.communication
  if (href !== page.newRollout()) return placeOfItem(rule)
  return rule === 'R-029' ? PLACE.rollback : PLACE.policy
}

const placeOfProblem = (problem: string) =>
  /^Disruption budget|^Bytes per second|^R-0(38|47|53|54|59|6\d|8\d)|^R-1(19|24)/.test(problem)
    ? PLACE.policy
    : PLACE.where
