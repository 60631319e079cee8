import type { RolloutPolicy } from '../../protocol/policy.ts'

/** Why this policy may not be used, or null. Ranges of; R-001 first. */
export function policyRefusal(policy: RolloutPolicy, demoServer: boolean): string | null {
  if (policy.canaryPercent >= 100 || policy.wavePercents.some((percent) => percent >= 100)) {
    return 'R-001: this would take the whole fleet at once, which Wavegate never does. Choose a canary of 1–5 % and waves of 10–50 % of what remains.'
  }
  if (policy.wavePercents.length < 1) {
    return 'R-001: after the canary everything would follow at once. Add at least one wave of 10–25 % of what remains.'
  }
  if (policy.canaryPercent < 1 || policy.canaryPercent > 5) {
    return `R-038: the canary is 1–5 % of the fleet; ${policy.canaryPercent} % was asked for.`
  }
  const [first = 0, ...later] = policy.wavePercents
  if (first < 10 || first > 25) return `R-053: wave 1 is 10–25 % of what remains; ${first} % was asked for.`
  const wrong = later.find((percent) => percent < 25 || percent > 50)
  if (wrong !== undefined) return `R-054: later waves are 25–50 % of what remains; ${wrong} % was asked for.`
  const weak = weakRail(policy)
  if (weak) return weak
  if (policy.demo) {
    if (!demoServer) return 'The demo policy soaks for seconds; only a server started with `npm run demo` accepts it.'
    return policy.canarySoakSeconds < 5 || policy.waveSoakSeconds < 5
      ? 'R-119: even a demo soaks for at least 5 s.'
      : null
  }
  if (policy.canarySoakSeconds < 900 || policy.canarySoakSeconds > 3600) {
    return `R-047: the canary soaks for 15–60 min; ${policy.canarySoakSeconds / 60} min was asked for.`
  }
  if (policy.waveSoakSeconds < 300 || policy.waveSoakSeconds > 900) {
    return `R-059: waves soak for 5–15 min; ${policy.waveSoakSeconds / 60} min was asked for.`
  }
  return null
}

/** A rail may be stricter than the contract's, never weaker: it is what the approver relies on. */
function weakRail({ gate, trial }: RolloutPolicy): string | null {
  const rails: readonly (readonly [rule: string, what: string, asked: number, most: number])[] = [
    ['R-061', 'the error rate may rise by at most 5 points', gate.maxErrorRateIncreasePoints, 5],
    ['R-062', 'P95 latency may rise by at most 50 %', gate.maxP95IncreasePercent, 50],
    ['R-063', 'three restarts are a crash loop', trial.maxRestarts, 3],
    ['R-064', 'memory may reach at most 90 %', Math.max(gate.maxMemoryPercent, trial.maxMemoryPercent), 90],
    ['R-065', 'at most 10 % of a wave may be unreachable', gate.maxUnreachablePercent, 10],
    ['R-066', 'the fleet’s error rate may rise by at most 10 points', gate.maxFleetErrorRateIncreasePoints, 10],
    ['R-124', 'at most 20 % of a wave may fail', gate.maxFailedPercent, 20],
  ]
  const [first] = rails.filter(([, , asked, most]) => asked > most)
  if (first) return `${first[0]}: ${first[1]}; ${first[2]} was asked for.`
  if (gate.minCoveragePercent < 50)
    return `A gate needs at least half of its devices to report; ${gate.minCoveragePercent} % was asked for.`
  return null
}
