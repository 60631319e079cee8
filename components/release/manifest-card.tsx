import type { ReleaseView } from '../../server/protocol/views/release-view.ts'
import { Card } from '../ui/card.tsx'
import { Copy } from '../ui/copy.tsx'

/** What was signed, for people; the exact text is one copy away. */
export function ManifestCard({ view: { manifest, manifestText, release } }: { view: ReleaseView }) {
  const tests = [...manifest.smokeTests, ...(manifest.functionalTests ?? [])]
  return (
    <Card
      title="Manifest"
      note={`counter ${release.counter}`}
      acts={<Copy text={manifestText} label="Copy signed manifest" />}
    >
      <dl className="grid gap-x-4 gap-y-2 md:grid-cols-[140px_minmax(0,1fr)]">
        <Fact name="Mechanism">{manifest.mechanism}</Fact>
        <Fact name="Needs">
          {manifest.resources.memoryMb} MB memory, {manifest.resources.diskMb} MB free disk
        </Fact>
        <Fact name="Starts">
          <code className="value font-mono">{manifest.application.start.join(' ')}</code>
        </Fact>
        <Fact name="Health">
          <code className="value font-mono">{manifest.application.healthPath}</code>
        </Fact>
        <Fact name="Tests">
          <ul>
            {tests.map((test) => (
              <li key={test.name} className="value">
                {test.name}:{' '}
                <code className="font-mono text-secondary">
                  {test.method} {test.path}
                </code>
                , within {test.maxLatencyMs ?? test.timeoutMs} ms
              </li>
            ))}
          </ul>
        </Fact>
        {manifest.health && (
          <Fact name="Health bounds">
            {bounds({ ...manifest.health.system, ...manifest.health.application }) || 'the agent’s own'}
          </Fact>
        )}
        {manifest.hooks?.length ? (
          <Fact name="Device steps">
            <ul>
              {manifest.hooks.map((hook) => (
                <li key={hook.name} className="value">
                  {hook.name} ({hook.kind}, {hook.when === 'pre' ? 'before' : 'after'} the switch, up to{' '}
                  {hook.timeLimitSeconds} s{hook.touches.length > 0 && `, touches ${hook.touches.join(', ')}`}
                  {hook.requiresCalibration && ', needs calibration'})
                </li>
              ))}
            </ul>
          </Fact>
        ) : null}
        {manifest.calibrations?.length ? (
          <Fact name="Needs calibrated">
            {manifest.calibrations
              .map(({ kind, goodForDays }) => (goodForDays > 0 ? `${kind}, for ${goodForDays} more days` : kind))
              .join(' · ')}
          </Fact>
        ) : null}
        {manifest.configSchema && (
          <Fact name="Configuration">
            has to fit its schema <Copy text={JSON.stringify(manifest.configSchema, null, 2)} label="Copy schema" />
          </Fact>
        )}
        {manifest.rollbackTo?.length ? (
          <Fact name="May go back to">counters {manifest.rollbackTo.join(', ')}</Fact>
        ) : null}
        <Fact name="Signed by key">
          <code className="font-mono">{release.keyId}</code>
        </Fact>
      </dl>
    </Card>
  )
}

function Fact({ name, children }: { name: string; children: React.ReactNode }) {
  return (
    <>
      <dt className="text-muted">{name}</dt>
      <dd className="min-w-0">{children}</dd>
    </>
  )
}

function bounds(all: Record<string, { warn: number; bad: number } | undefined>): string {
  return Object.entries(all)
    .flatMap(([name, bound]) => (bound ? [`${name} ${bound.warn} / ${bound.bad}`] : []))
    .join(', ')
}
