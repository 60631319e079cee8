import type { FunctionalTest, ReleaseManifest } from '../../protocol/manifest.ts'

/** smoke and functional together: a device reports on each of them in every interval */
const MOST_TESTS = 16

type Checked = Omit<ReleaseManifest, 'format' | 'createdAt' | 'counter'> & { readonly counter?: number }

/** What no schema can say of a manifest: the first thing that contradicts itself, as a sentence that says what to do; else null. */
export function manifestProblem(manifest: Checked): string | null {
  return (
    twice(
      manifest.artifacts.map((artifact) => `${artifact.hardwareType}/${artifact.architecture}`),
      (platform) => `The release names two artifacts for ${platform}: keep one.`,
    ) ??
    testProblem([...manifest.smokeTests, ...(manifest.functionalTests ?? [])]) ??
    boundsProblem(manifest.health) ??
    hookProblem(manifest.hooks ?? []) ??
    twice(
      (manifest.calibrations ?? []).map(({ kind }) => kind),
      (kind) => `The release asks twice for a calibrated ${kind}: keep one.`,
    ) ??
    schemaProblem(manifest.configSchema) ??
    rollbackProblem(manifest)
  )
}

function testProblem(tests: readonly FunctionalTest[]): string | null {
  if (tests.length > MOST_TESTS)
    return `The release names ${tests.length} tests: a report has room for ${MOST_TESTS}, so join some.`
  const names = tests.map((test) => test.name)
  const same = twice(names, (name) => `Two tests are called “${name}”: give each its own name.`)
  if (same) return same
  const late = tests.find((test) => (test.maxLatencyMs ?? 0) > test.timeoutMs)
  return late
    ? `The test “${late.name}” allows ${late.maxLatencyMs} ms but stops waiting after ${late.timeoutMs} ms: raise timeoutMs.`
    : null
}

function boundsProblem(health: ReleaseManifest['health']): string | null {
  const bounds = Object.entries({ ...health?.system, ...health?.application })
  const upside = bounds.find(([, bound]) => bound && bound.warn > bound.bad)
  return upside ? `The health bound ${upside[0]} warns after it is bad: set warn to ${upside[1]?.bad} or less.` : null
}

function hookProblem(hooks: NonNullable<ReleaseManifest['hooks']>): string | null {
  const same = twice(
    hooks.map((hook) => hook.name),
    (name) => `Two hooks are called “${name}”: give each its own name.`,
  )
  if (same) return same
  const blind = hooks.find((hook) => hook.kind === 'sensor-calibration' && hook.touches.length === 0)
  if (blind) return `The hook “${blind.name}” calibrates nothing: name in touches the kinds of sensors it works on.`
  const needless = hooks.find((hook) => hook.requiresCalibration && hook.touches.length === 0)
  return needless
    ? `The hook “${needless.name}” asks for a calibration: name in touches what is to be calibrated.`
    : null
}

function schemaProblem(schema: ReleaseManifest['configSchema']): string | null {
  if (!schema || schema.type === 'object') return null
  return 'The configuration is one JSON object: give configSchema the type "object".'
}

function rollbackProblem({ counter, rollbackTo }: Checked): string | null {
  const newer = counter === undefined ? undefined : rollbackTo?.find((one) => one >= counter)
  return newer === undefined
    ? null
    : `rollbackTo names ${newer}, but this is release ${counter}: only older ones can be gone back to.`
}

function twice(names: readonly string[], say: (name: string) => string): string | null {
  const again = names.find((name, at) => names.indexOf(name) !== at)
  return again === undefined ? null : say(again)
}
