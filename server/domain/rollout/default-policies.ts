import type { RolloutPolicy } from '../../protocol/policy.ts'

/** The contract's numbers. */
export const STANDARD_POLICY: RolloutPolicy = {
  label: 'Standard',
  demo: false,
  strategy: 'canary-rolling',
  canaryPercent: 5,
  wavePercents: [25, 50],
  canarySoakSeconds: 1800,
  waveSoakSeconds: 600,
  gateGraceSeconds: 900,
  baselineWindowSeconds: 3600,
  baselineMinRequests: 100,
  installTimeoutSeconds: 900,
  darkAfterSeconds: 120,
  rollbackVerifySeconds: 300,
  approvalsNeeded: 1,
  approvalExpiresSeconds: 4 * 3600,
  captureIntervalSeconds: 10,
  gate: {
    maxErrorRateIncreasePoints: 5,
    maxP95IncreasePercent: 50,
    maxMemoryPercent: 90,
    maxUnreachablePercent: 10,
    maxFailedPercent: 20,
    maxFleetErrorRateIncreasePoints: 10,
    minRequests: 500,
    minCoveragePercent: 90,
  },
  trial: {
    windowSeconds: 300,
    minReadySeconds: 60,
    intervalSeconds: 30,
    timeoutSeconds: 10,
    maxRestarts: 3,
    restartWindowSeconds: 300,
    maxMemoryPercent: 90,
  },
}

/** The same rails with soaks in seconds, so that a whole rollout can be watched in about three minutes. */
export const DEMO_POLICY: RolloutPolicy = {
  ...STANDARD_POLICY,
  label: 'Demo: soaks in seconds',
  demo: true,
  canarySoakSeconds: 30,
  waveSoakSeconds: 20,
  gateGraceSeconds: 30,
  baselineWindowSeconds: 60,
  baselineMinRequests: 30,
  installTimeoutSeconds: 60,
  darkAfterSeconds: 8,
  rollbackVerifySeconds: 10,
  approvalExpiresSeconds: 900,
  captureIntervalSeconds: 1,
  gate: { ...STANDARD_POLICY.gate, minRequests: 200 },
  trial: { ...STANDARD_POLICY.trial, windowSeconds: 30, minReadySeconds: 4, intervalSeconds: 1, timeoutSeconds: 2 },
}
