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
