import type { DeviceId } from '../../protocol/ids.ts'
import type { Plan } from '../../protocol/plan.ts'
import type { PlanChange } from '../../protocol/plan-change.ts'
import type { PlanDocument } from '../../protocol/plan-document.ts'
import { leavesOf } from '../config/key-paths.ts'
import { counted } from '../counted.ts'

/** A device is named by whoever has the registry; here it is its id unless the plan itself names it. */
const NAMED = 12

type Named = PlanChange['devices'][number]

/**
 * What differs between two plans, the weightiest first. The same words stand in a refused start, on the page of a plan and
 * where two plans are compared.
 */
export function diffPlans(before: PlanDocument, after: PlanDocument, config: readonly string[]): readonly PlanChange[] {
  return [
    ...target(before, after),
    ...config.map((because) => fact('config', `configuration: ${because}`)),
    ...policy(before, after),
    ...selector(before.seen.plan, after.seen.plan),
    ...cohort(before.seen.plan, after.seen.plan),
    ...canary(before.seen.plan, after.seen.plan),
    ...bytes(before, after),
    ...preflight(before, after),
    ...words(before, after),
  ]
}

/** As one sentence; '' when nothing differs. */
export const changeWords = (changes: readonly PlanChange[]): string =>
  changes
    .map(({ because, devices, count }) => {
      const names = devices.slice(0, 3).map(({ name, because: why }) => (why ? `${name}: ${why}` : name))
      const more = count - names.length
      return names.length === 0 ? because : `${because} (${names.join(', ')}${more > 0 ? ` and ${more} more` : ''})`
    })
    .join('; ')

function target(before: PlanDocument, after: PlanDocument): PlanChange[] {
  const [a, b] = [releaseName(before), releaseName(after)]
  if (before.release.id !== after.release.id) return [fact('target', `it goes to ${b} instead of ${a}`)]
  return []
}

const releaseName = ({ release }: PlanDocument) => `${release.name} ${release.version}`

function policy(before: PlanDocument, after: PlanDocument): PlanChange[] {
  const [a, b] = [new Map(leaves(before)), new Map(leaves(after))]
  return [...new Set([...a.keys(), ...b.keys()])].flatMap((path) => {
    const [old, fresh] = [text(a.get(path)), text(b.get(path))]
    return old === fresh ? [] : [fact('policy', `policy: ${path} is ${fresh} instead of ${old}`)]
  })
}

const leaves = (document: PlanDocument) => leavesOf(document.policy).map(({ path, value }) => [path, value] as const)
const text = (value: unknown) => (value === undefined ? 'not set' : JSON.stringify(value))

function selector(before: Plan, after: Plan): PlanChange[] {
  if (before.selector === after.selector) return []
  const name = (selector: string) => (selector === '' ? 'every device' : `“${selector}”`)
  return [fact('selector', `it is for ${name(after.selector)} instead of ${name(before.selector)}`)]
}

function cohort(before: Plan, after: Plan): PlanChange[] {
  const [was, is] = [wavesOf(before), wavesOf(after)]
  const whyOut = new Map(after.excluded.map((one) => [one.deviceId, one.because]))
  const [namesBefore, namesAfter] = [namesOf(before), namesOf(after)]
  const came = after.order.filter((one) => !was.has(one.deviceId))
  const went = before.order.filter((one) => !is.has(one.deviceId))
  const moved = after.order.filter((one) => was.has(one.deviceId) && was.get(one.deviceId) !== one.wave)
  return [
    ...some('came', 'joined', came, ({ deviceId, wave }) => named(deviceId, namesAfter, waveName(wave))),
    ...some('went', 'no longer in it', went, ({ deviceId }) =>
      named(deviceId, namesBefore, whyOut.get(deviceId) ?? 'no longer selected'),
    ),
    ...some('moved', 'in another wave', moved, ({ deviceId, wave }) =>
      named(deviceId, namesAfter, `${waveName(was.get(deviceId) ?? 0)} → ${waveName(wave)}`),
    ),
  ]
}

const wavesOf = ({ order }: Plan) => new Map(order.map((one) => [one.deviceId, one.wave]))
const waveName = (wave: number) => (wave === 0 ? 'canary' : `wave ${wave}`)
const namesOf = ({ canary: { picks }, excluded }: Plan) =>
  new Map([...picks, ...excluded].map((one) => [one.deviceId, one.name]))
const named = (deviceId: DeviceId, names: ReadonlyMap<DeviceId, string>, because: string | null): Named => ({
  deviceId,
  name: names.get(deviceId) ?? deviceId,
  because,
})

function some<T>(kind: PlanChange['kind'], verb: string, all: readonly T[], name: (one: T) => Named): PlanChange[] {
  if (all.length === 0) return []
  const devices = all.slice(0, NAMED).map(name)
  const are = verb.startsWith('joined') ? '' : all.length === 1 ? 'is ' : 'are '
  return [{ kind, because: `${counted(all.length, 'device')} ${are}${verb}`, count: all.length, devices, holds: true }]
}

function canary({ canary: before }: Plan, { canary: after }: Plan): PlanChange[] {
  const [a, b] = [before.uncovered.map((one) => one.stratum), after.uncovered.map((one) => one.stratum)]
  const lost = b.filter((stratum) => !a.includes(stratum))
  const won = a.filter((stratum) => !b.includes(stratum))
  return [
    ...(lost.length > 0 ? [fact('canary', `no canary stands for ${lost.join(', ')} any more`)] : []),
    ...(won.length > 0 ? [fact('canary', `a canary stands for ${won.join(', ')} now`)] : []),
  ]
}

/** With other devices there are other bytes, and the devices are said; the same ones take others only if theirs changed. */
function bytes({ seen: before }: PlanDocument, { seen: after }: PlanDocument): PlanChange[] {
  const ids = ({ plan }: typeof before) => plan.order.map((one) => one.deviceId).toSorted()
  if (before.bytesToMove === after.bytesToMove || ids(before).join() !== ids(after).join()) return []
  return [fact('bytes', `the same devices move ${after.bytesToMove} bytes instead of ${before.bytesToMove}`)]
}

/** Told, not held against the plan: the engine computes it again at the start, and nothing is deployed while one is unmet. */
function preflight({ seen: before }: PlanDocument, { seen: after }: PlanDocument): PlanChange[] {
  const was = new Map(before.preflight.map((item) => [item.rule, item]))
  return after.preflight.flatMap((item) => {
    const old = was.get(item.rule)
    if (!old || old.met === item.met) return []
    const now = item.met ? 'is met now' : `is no longer met: ${item.because}`
    return [{ ...fact('preflight', `${item.name} (${item.rule}) ${now}`), holds: false }]
  })
}

function words(before: PlanDocument, after: PlanDocument): PlanChange[] {
  const told = [
    ['who is told', before.communicationPlan, after.communicationPlan],
    ['what counts as success', before.criteria.success, after.criteria.success],
    ['when else somebody would go back', before.criteria.ownRollback, after.criteria.ownRollback],
  ] as const
  return told
    .filter(([, a, b]) => a !== b)
    .map(([what, , b]) => ({
      ...fact('words', `${what}: ${b === null ? 'nothing said any more' : `“${b}”`}`),
      holds: false,
    }))
}

const fact = (kind: PlanChange['kind'], because: string): PlanChange => ({
  kind,
  because,
  count: 0,
  devices: [],
  holds: true,
})
