import type { PreflightItem } from '../../protocol/rollout-state.ts'
import { counted, rounded } from '../counted.ts'
import { duration } from '../instant.ts'
import { soakOf } from '../rollout/soak.ts'
import { baselineEvidence, baselineProblem } from './baseline.ts'
import type { PreflightDevice, PreflightFacts } from './facts.ts'
import { needOf, placeIn, spaceProblem } from './resources.ts'

/** What a frozen plan holds is mended by another plan. */
const PLAN_AGAIN = '/rollouts/new'

type Check = { readonly problem: string | null; readonly evidence: string; readonly mend?: string }

/** A heartbeat older than this is no sign of life, seconds. Agents report several times in it. */
const FRESH_SECONDS = 300

/**
 * The twelve items of R-025 … R-036, and R-142, each computed, with its evidence and where to mend it. Any unmet one blocks
 * (R-037). Two take a person's word: whom to tell, and that going back was tried on hardware where it was never seen.
 */
export function preflight(facts: PreflightFacts): PreflightItem[] {
  const item = (rule: string, name: string, { problem, evidence, mend }: Check): PreflightItem => ({
    rule,
    name,
    met: problem === null,
    because: problem ?? evidence,
    at: facts.now,
    ...(mend !== undefined ? { href: mend } : {}),
  })
  return [
    item('R-025', 'Artifact built, tested and checksummed', artifact(facts)),
    item('R-026', 'Manifest matches the registry', registry(facts)),
    item('R-027', 'Architecture compatible', architecture(facts)),
    item('R-028', 'Resources fit', resources(facts)),
    item('R-029', 'Rollback artifact available and tested', rollback(facts)),
    item('R-030', 'Canary covers types, regions and groups', coverage(facts)),
    item('R-031', 'Health checks defined, baseline captured', baseline(facts)),
    item('R-032', 'Soak periods defined', soaks(facts)),
    item('R-033', 'Failure thresholds defined', thresholds(facts)),
    item('R-034', 'Communication plan', communication(facts)),
    item('R-035', 'Connectivity verified', connectivity(facts)),
    item('R-036', 'Disk space verified', disk(facts)),
    item('R-142', 'No unresolved discrepancies', discrepancies(facts)),
  ]
}

function artifact({ release, missingArtifacts }: PreflightFacts): Check {
  const { manifest } = release
  const [missing] = missingArtifacts === 'away' ? [] : missingArtifacts
  return {
    problem: release.blocked
      ? 'the release is blocked'
      : !release.signatureValid
        ? 'the signature of the manifest does not verify: publish the release again'
        : missingArtifacts === 'away'
          ? 'the artifact store can not be reached, and nobody else knows whether the artifacts are there'
          : missing
            ? `the store does not hold artifact ${missing.slice(0, 12)}…: upload it again`
            : null,
    evidence: `${counted(manifest.artifacts.length, 'platform')}, every artifact in the store, signed, ${counted(manifest.smokeTests.length, 'smoke test')} with known output.`,
    mend: '/releases',
  }
}

function registry({ release: { manifest }, devices }: PreflightFacts): Check {
  const types = new Set(manifest.artifacts.map((one) => one.hardwareType))
  const wrong = devices.filter((device) => !types.has(device.hardwareType) || device.unsupported !== null)
  return {
    problem: first(wrong, (device) =>
      types.has(device.hardwareType) ? (device.unsupported ?? '') : `there is no artifact for ${device.hardwareType}`,
    ),
    evidence: `Every hardware type has an artifact, and every agent installs by ${manifest.mechanism}.`,
    mend: wrong.length > 0 ? devicesPage(wrong) : '/releases',
  }
}

function architecture({ release: { manifest }, devices }: PreflightFacts): Check {
  const built = architectures(manifest.artifacts)
  const wrong = devices.filter((device) => built.get(device.hardwareType)?.has(device.architecture) === false)
  const platforms = [...architectures(devices).values()].reduce((sum, some) => sum + some.size, 0)
  return {
    problem: first(wrong, (device) => `no artifact of ${device.hardwareType} is built for ${device.architecture}`),
    evidence: `${counted(platforms, 'platform')} in the plan, each built for its architecture.`,
    mend: wrong.length > 0 ? devicesPage(wrong) : '/releases',
  }
}

type Built = { readonly hardwareType: string; readonly architecture: string }

/** By hardware type. */
function architectures(some: readonly Built[]): ReadonlyMap<string, ReadonlySet<string>> {
  const known = new Map<string, Set<string>>()
  for (const { hardwareType, architecture: built } of some) {
    const before = known.get(hardwareType)
    if (before) before.add(built)
    else known.set(hardwareType, new Set([built]))
  }
  return known
}

function resources({ release: { manifest }, devices }: PreflightFacts): Check {
  const need = manifest.resources
  const small = devices.filter((device) => device.memoryMb < need.memoryMb || device.diskMb < need.diskMb)
  return {
    problem: first(
      small,
      (device) =>
        `needs ${need.memoryMb} MB memory and ${need.diskMb} MB disk, has ${device.memoryMb} and ${device.diskMb}`,
    ),
    evidence: `Needs ${need.memoryMb} MB memory, ${need.diskMb} MB disk; every device has more.`,
    mend: devicesPage(small),
  }
}

function rollback({ devices, policy, rollbackProblems, ...seen }: PreflightFacts): Check {
  // B-04: nobody has to give their word for what is tried before anybody is asked to approve.
  const rollbackTested = seen.rollbackTested ?? (policy.rollbackDrill ? DRILL : null)
  const unknown = devices.filter((device) => device.previous === null)
  const lost = devices.filter((device) => device.previous !== null && rollbackProblems.has(device.previous))
  return {
    problem:
      first(unknown, () => 'what it runs is not a known release, so there is nothing to go back to') ??
      first(lost, (device) => (device.previous && rollbackProblems.get(device.previous)) ?? '') ??
      (rollbackTested === null
        ? 'going back from this release was never seen: say below how it was tested on hardware'
        : null),
    evidence: `The store holds what every device runs, signed; the device keeps it in its other slot. ${rollbackTested ?? ''}`,
    // That it was tried is said by a person, where the rollout is planned.
    mend: unknown.length > 0 ? devicesPage(unknown) : lost.length > 0 ? '/releases' : PLAN_AGAIN,
  }
}

const DRILL = 'Going back is tried on one canary before it soaks, by the rollback drill of the policy.'

function coverage({ devices, uncovered }: PreflightFacts): Check {
  const canary = devices.filter((device) => device.wave === 0)
  return {
    problem: uncovered[0]?.because ?? (canary.length === 0 ? 'no canary was selected' : null),
    evidence: `${counted(canary.length, 'canary device')} stand for every hardware type in every region and every group.`,
    mend: '/devices?where=status%3Aoffline',
  }
}

function baseline({ release: { manifest }, devices, baseline: samples, policy }: PreflightFacts): Check {
  const online = devices.filter((device) => device.online)
  const untested = manifest.smokeTests.length === 0
  const thin = baselineProblem(devices, samples, policy)
  return {
    problem: untested ? 'the release defines no test with a known answer' : (thin?.because ?? null),
    mend: untested ? '/releases' : thin && thin.devices.length > 0 ? devicesPage(thin.devices) : PLAN_AGAIN,
    evidence: `Four layers: connection, system, ${manifest.application.healthPath}, ${counted(manifest.smokeTests.length + (manifest.functionalTests?.length ?? 0), 'test')}. ${baselineEvidence(Math.min(samples.length, online.length), online.length, policy)}`,
  }
}

function soaks({ policy }: PreflightFacts): Check {
  return {
    problem: soakOf(policy, 0) > 0 && soakOf(policy, 1) > 0 ? null : 'a wave without a soak is refused',
    evidence: `Canary ${duration(policy.canarySoakSeconds)}, waves ${duration(soakOf(policy, 1))}.`,
    mend: PLAN_AGAIN,
  }
}

/** R-161: a change without criteria for going back is refused. */
function thresholds({ policy: { gate, trial } }: PreflightFacts): Check {
  const open =
    gate.maxErrorRateIncreasePoints >= 100 ||
    gate.maxFailedPercent >= 100 ||
    gate.maxUnreachablePercent >= 100 ||
    trial.maxRestarts < 1
  return {
    problem: open ? 'a limit that nothing can cross is none: set when the rollout goes back' : null,
    evidence: `Error rate +${gate.maxErrorRateIncreasePoints} points, P95 +${gate.maxP95IncreasePercent} %, memory ${gate.maxMemoryPercent} %, failures ${gate.maxFailedPercent} %.`,
    mend: PLAN_AGAIN,
  }
}

function communication({ communicationPlan }: PreflightFacts): Check {
  if (communicationPlan === null) return { problem: null, evidence: 'Said at the start, which is refused without.' }
  return {
    problem:
      communicationPlan.trim().length >= 3 ? null : 'nobody is named who is told about this window: write who, and how',
    evidence: communicationPlan,
    mend: PLAN_AGAIN,
  }
}

function connectivity({ devices, now }: PreflightFacts): Check {
  const heard = (device: PreflightDevice) =>
    device.online && device.lastSeenAt !== null && now - device.lastSeenAt <= FRESH_SECONDS * 1000
  const away = devices.find((device) => device.wave === 0 && !heard(device))
  const here = devices.filter(heard).length
  return {
    problem: away
      ? `canary ${away.name} is ${away.online ? `silent for more than ${duration(FRESH_SECONDS)}` : 'offline'}: wait for it, or plan again`
      : here * 2 < devices.length
        ? `only ${here} of ${devices.length} devices are heard: less than half the fleet`
        : null,
    evidence: `${here} of ${counted(devices.length, 'device')} were heard in the last ${duration(FRESH_SECONDS)}; the rest catch up.`,
    mend: away ? devicePage(away) : '/devices?where=status%3Aoffline',
  }
}

function disk({ release: { manifest }, devices }: PreflightFacts): Check {
  const need = needOf(manifest)
  const full = devices.filter((device) => device.online && spaceProblem(device, placeIn(need, device)) !== null)
  return {
    problem: first(full, (device) => spaceProblem(device, placeIn(need, device)) ?? ''),
    evidence: `Every device online has ${rounded(need.most)} MB or more free and less than 90 % used.`,
    mend: devicesPage(full),
  }
}

function discrepancies({ devices }: PreflightFacts): Check {
  const open = devices.filter((device) => device.discrepancy !== null)
  return {
    problem: first(open, (device) => `says something else than the registry (${device.discrepancy})`),
    evidence: `What ${counted(devices.length, 'device')} say is what the registry says.`,
    mend: devicesPage(open),
  }
}

function first(problems: readonly PreflightDevice[], say: (device: PreflightDevice) => string): string | null {
  const [worst] = problems
  if (!worst) return null
  return problems.length === 1
    ? `${worst.name}: ${say(worst)}`
    : `${problems.length} devices, such as ${worst.name}: ${say(worst)}`
}

const devicePage = (device: PreflightDevice) => `/devices/${encodeURIComponent(device.deviceId)}`

/** A list of more than this many ids is no address. */
const MOST_LISTED = 20

function devicesPage(devices: readonly PreflightDevice[]): string {
  const [one] = devices
  if (one && devices.length === 1) return devicePage(one)
  const ids = devices.slice(0, MOST_LISTED).map((device) => device.deviceId)
  return ids.length === 0 ? '/devices' : `/devices?where=${encodeURIComponent(`id:${ids.join(',')}`)}`
}
