import type { Instant } from '../../protocol/ids.ts'
import type { ReleaseManifest } from '../../protocol/manifest.ts'
import type { RolloutPolicy } from '../../protocol/policy.ts'
import type { PreflightItem } from '../../protocol/rollout-state.ts'
import { counted, rounded } from '../counted.ts'
import { duration } from '../instant.ts'

export type PreflightDevice = {
  readonly name: string
  readonly wave: number
  readonly hardwareType: string
  readonly architecture: string
  readonly memoryMb: number
  readonly diskMb: number
  readonly diskPercent: number | null
  readonly online: boolean
  /** the release it runs is in the store and signed, so that it can be gone back to */
  readonly previousKnown: boolean
  /** requests measured on the version it runs, within the baseline window */
  readonly baselineRequests: number
}

export type PreflightFacts = {
  readonly release: { readonly manifest: ReleaseManifest; readonly signatureValid: boolean; readonly blocked: boolean }
  readonly missingArtifacts: readonly string[]
  readonly policy: RolloutPolicy
  readonly devices: readonly PreflightDevice[]
  readonly uncovered: readonly { readonly stratum: string; readonly because: string }[]
  readonly communicationPlan: string
  readonly now: Instant
}

/** The twelve items of R-025 … R-036, each with its evidence. Any unmet one blocks. */
export function preflight(facts: PreflightFacts): PreflightItem[] {
  const item = (rule: string, name: string, problem: string | null, evidence: string): PreflightItem => ({
    rule,
    name,
    met: problem === null,
    because: problem ?? evidence,
    at: facts.now,
  })
  const { manifest } = facts.release
  const canary = facts.devices.filter((device) => device.wave === 0)
  const { policy } = facts
  return [
    item(
      'R-025',
      'Artifact built, tested and checksummed',
      artifactProblem(facts),
      `${counted(manifest.artifacts.length, 'platform')}, signed, ${counted(manifest.smokeTests.length, 'smoke test')} with known output.`,
    ),
    item(
      'R-026',
      'Manifest matches the registry',
      first(
        facts.devices.filter((device) => !artifactFor(manifest, device)),
        (device) => `there is no artifact for ${device.hardwareType}`,
      ),
      'Every device has an artifact for its hardware type.',
    ),
    item(
      'R-027',
      'Architecture compatible',
      first(
        facts.devices.filter(
          (device) =>
            artifactFor(manifest, device) &&
            !manifest.artifacts.some(
              (one) => one.hardwareType === device.hardwareType && one.architecture === device.architecture,
            ),
        ),
        (device) => `no artifact of ${device.hardwareType} is built for ${device.architecture}`,
      ),
      'Architectures agree for every device.',
    ),
    item(
      'R-028',
      'Resources fit',
      first(
        facts.devices.filter(
          (device) => device.memoryMb < manifest.resources.memoryMb || device.diskMb < manifest.resources.diskMb,
        ),
        (device) =>
          `needs ${manifest.resources.memoryMb} MB memory and ${manifest.resources.diskMb} MB disk, has ${device.memoryMb} and ${device.diskMb}`,
      ),
      `Needs ${manifest.resources.memoryMb} MB memory, ${manifest.resources.diskMb} MB disk; every device has more.`,
    ),
    item(
      'R-029',
      'Rollback artifact available',
      first(
        facts.devices.filter((device) => !device.previousKnown),
        () => 'what it runs is not a known release, so there is nothing to go back to',
      ),
      'Every device keeps what it runs in its other slot, and the store holds it.',
    ),
    item(
      'R-030',
      'Canary covers types and regions',
      facts.uncovered[0]?.because ?? (canary.length === 0 ? 'no canary was selected' : null),
      `${counted(canary.length, 'canary device')} cover every hardware type in every region.`,
    ),
    item(
      'R-031',
      'Health checks defined, baseline captured',
      baselineProblem(facts),
      `At least ${policy.baselineMinRequests} requests per device in the last ${duration(policy.baselineWindowSeconds)}.`,
    ),
    item(
      'R-032',
      'Soak periods defined',
      policy.canarySoakSeconds > 0 && policy.waveSoakSeconds > 0 ? null : 'a wave without a soak is refused',
      `Canary ${duration(policy.canarySoakSeconds)}, waves ${duration(policy.waveSoakSeconds)}.`,
    ),
    item(
      'R-033',
      'Failure thresholds defined',
      null,
      `Error rate +${policy.gate.maxErrorRateIncreasePoints} points, P95 +${policy.gate.maxP95IncreasePercent} %, memory ${policy.gate.maxMemoryPercent} %, failures ${policy.gate.maxFailedPercent} %.`,
    ),
    item(
      'R-034',
      'Communication plan',
      facts.communicationPlan.trim().length >= 3 ? null : 'nobody is named who will be told',
      facts.communicationPlan,
    ),
    item(
      'R-035',
      'Connectivity verified',
      connectivityProblem(facts.devices, canary),
      `${facts.devices.filter((device) => device.online).length} of ${counted(facts.devices.length, 'device')} are heard now; the rest catch up.`,
    ),
    item(
      'R-036',
      'Disk space verified',
      first(
        facts.devices.filter((device) => device.online && (device.diskPercent ?? 100) >= 90),
        (device) =>
          device.diskPercent === null
            ? 'has not reported its disk'
            : `its disk is ${rounded(device.diskPercent)} % full; 90 % is the limit`,
      ),
      'Every device online reports less than 90 % used.',
    ),
  ]
}

function artifactProblem({ release, missingArtifacts }: PreflightFacts): string | null {
  if (release.blocked) return 'the release is blocked'
  if (!release.signatureValid) return 'the signature of the manifest does not verify: publish the release again'
  if (missingArtifacts[0])
    return `the store does not hold artifact ${missingArtifacts[0].slice(0, 12)}…: upload it again`
  return null
}

function baselineProblem({ devices, policy }: PreflightFacts): string | null {
  const online = devices.filter((device) => device.online)
  const thin = online.filter((device) => device.baselineRequests < policy.baselineMinRequests)
  // Waves after the canary are compared as a whole; a few thin devices there do not make a baseline thin.
  const canaryThin = thin.filter((device) => device.wave === 0)
  const worst = canaryThin[0] ?? (thin.length > online.length * 0.1 ? thin[0] : undefined)
  if (worst)
    return `${counted(thin.length, 'device')} have too thin a baseline, such as ${worst.name}: ${worst.baselineRequests} of ${policy.baselineMinRequests} requests in the last ${duration(policy.baselineWindowSeconds)}`
  return thinWave(online, policy)
}

/** A wave is compared as a whole. The baseline is frozen at the start: a gate that needs more than it holds would never pass. */
function thinWave(online: readonly PreflightDevice[], policy: RolloutPolicy): string | null {
  const needed = policy.gate.minRequests
  const waves = [...Map.groupBy(online, (device) => device.wave)].toSorted(([a], [b]) => a - b)
  for (const [wave, devices] of waves) {
    const requests = devices.reduce((sum, device) => sum + device.baselineRequests, 0)
    if (requests >= needed) continue
    const label = wave === 0 ? 'the canary' : `wave ${wave}`
    return `the baseline of ${label} (${counted(devices.length, 'device')}) holds ${requests} requests; its gate needs ${needed}`
  }
  return null
}

function connectivityProblem(devices: readonly PreflightDevice[], canary: readonly PreflightDevice[]): string | null {
  const away = canary.find((device) => !device.online)
  if (away) return `canary ${away.name} is offline: wait for it, or plan again`
  const online = devices.filter((device) => device.online).length
  return online * 2 < devices.length
    ? `only ${online} of ${devices.length} devices are heard: less than half the fleet`
    : null
}

const artifactFor = (manifest: ReleaseManifest, device: PreflightDevice) =>
  manifest.artifacts.some((one) => one.hardwareType === device.hardwareType)

function first(problems: readonly PreflightDevice[], say: (device: PreflightDevice) => string): string | null {
  const [worst] = problems
  if (!worst) return null
  return problems.length === 1
    ? `${worst.name}: ${say(worst)}`
    : `${problems.length} devices, such as ${worst.name}: ${say(worst)}`
}
