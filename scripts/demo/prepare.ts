import { z } from 'zod'
import { DEMO_SITES } from '../../agent/fleet/demo-fleet.ts'
import { sampleRelease, type VariantName } from '../artifact/sample-release.ts'
import type { ApiClient } from './api-client.ts'

/** The sample application in versions: one good, the others really bad, each in its own way. */
export const DEMO_RELEASES: readonly { version: string; variant: VariantName; notes: string }[] = [
  { version: '1.0.0', variant: 'good', notes: 'What every device runs when it leaves the factory.' },
  {
    version: '1.1.0',
    variant: 'good',
    notes: 'Good: same answers, same speed. Roll it out and watch it reach every wave.',
  },
  { version: '1.2.0', variant: 'errors', notes: 'Bad on purpose: about 12 % of its inferences fail.' },
  { version: '1.3.0', variant: 'slow', notes: 'Bad on purpose: 2.5 times as slow.' },
  { version: '1.4.0', variant: 'leak', notes: 'Bad on purpose: it keeps memory until it runs out.' },
  { version: '1.5.0', variant: 'crash', notes: 'Bad on purpose: it crashes at start.' },
  { version: '1.6.0', variant: 'wrong', notes: 'Bad on purpose: its answers are wrong.' },
]

const Token = z.object({ token: z.string() })
const Releases = z.object({ releases: z.array(z.object({ version: z.string() })) })

/** Sites, releases and an enrolment token; what is there already is left alone. */
export async function prepareDemo(operator: ApiClient, devices: number): Promise<{ token: string }> {
  for (const site of DEMO_SITES) {
    const { status, body } = await operator.raw('POST', '/sites', { ...site, timeZone: 'UTC' })
    if (status >= 400 && status !== 409) throw new Error(`site ${site.id}: ${status} ${JSON.stringify(body)}`)
  }
  const { releases } = Releases.parse(await operator.get('/releases'))
  const published = new Set(releases.map((release) => release.version))
  for (const { version, variant, notes } of DEMO_RELEASES) {
    if (published.has(version)) continue
    const { packed, release } = sampleRelease(version, variant)
    await operator.upload(`/artifacts/${packed.sha256}`, packed.bytes)
    await operator.post('/releases', { ...release, notes })
  }
  return Token.parse(await operator.post('/enrolment-tokens', { uses: devices, hours: 1 }))
}
