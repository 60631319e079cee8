import { byText, grouped } from '../by-text.ts'
import type { DeviceFacts } from '../rollout/rollout.ts'
import { runsTarget } from '../rollout/runs.ts'

type Canary = Pick<DeviceFacts, 'deviceId' | 'name' | 'failure' | 'online'> & Parameters<typeof runsTarget>[0]

/**
 * Strata and groups the canary was to stand for and of which no canary runs the new version now, one sentence for those
 * with the same reason: a gate over the rest passes, and whoever approves has to know what nobody tried.
 */
export function unproven(
  picks: readonly { readonly deviceId: string; readonly covers: readonly string[] }[],
  canaries: readonly Canary[],
): string[] {
  const byId = new Map<string, Canary>(canaries.map((canary) => [canary.deviceId, canary]))
  const standing = picks.flatMap(({ deviceId, covers }) => {
    const canary = byId.get(deviceId)
    return canary ? covers.map((label) => ({ label, canary })) : []
  })
  const open = [...grouped(standing, (one) => one.label)].filter(
    ([, some]) => !some.some(({ canary }) => proves(canary)),
  )
  const alike = grouped(open, ([, some]) => some.map(({ canary }) => `${canary.name} ${whyNot(canary)}`).join(', '))
  return [...alike].map(
    ([why, some]) =>
      `Not tried by the canary: ${some
        .map(([label]) => label)
        .toSorted(byText((label) => label))
        .join(', ')} (${why}).`,
  )
}

const proves = (canary: Canary) => canary.failure === null && runsTarget(canary)

const whyNot = ({ failure, online }: Canary) =>
  failure ? 'failed' : online ? 'does not run the new version' : 'is offline'
