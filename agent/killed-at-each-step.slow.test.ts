import { mkdtemp, readdir, readFile, readlink, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { sampleRelease } from '../scripts/artifact/sample-release.ts'
import { ledgerFrom } from './engine/ledger.ts'
import { wholeRecords } from './guard/journal-file.ts'
import { freePort, realAgent } from './testing/real-agent.ts'
import { serverStandIn } from './testing/server-stand-in.ts'

/**
 * What an update writes into its journal, in order. The real agent is killed right before and right after each of them;
 * the application it left behind goes on running, as it would.
 */
const STEPS = {
  good: ['accepted', 'downloading', 'downloaded', 'unpacking', 'prepared', 'switching', 'proving', 'confirmed'],
  crash: [
    ...['accepted', 'downloading', 'downloaded', 'unpacking', 'prepared', 'switching'],
    ...['proving', 'proving again', 'proving a third time', 'rolling-back', 'rolled-back'],
  ],
}

const CASES = (['good', 'crash'] as const).flatMap((variant) =>
  STEPS[variant].flatMap((step, at) =>
    (['before', 'after'] as const).map((when) => ({ variant, step, when, number: at + 1 })),
  ),
)

const NAMED = CASES.map(
  (killed) => [`${killed.variant} release, killed ${killed.when} it wrote "${killed.step}"`, killed] as const,
)

let root = ''
let server: Awaited<ReturnType<typeof serverStandIn>>
const releases = new Map<string, ReturnType<typeof server.publish>>()

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'wavegate-killed-'))
  server = await serverStandIn({ reportIntervalSeconds: 0.3 })
  for (const variant of ['good', 'crash'] as const) releases.set(variant, server.publish('2.0.0', variant))
  const { packed, release } = sampleRelease('1.0.0', 'good')
  await writeFile(join(root, 'factory.tar.gz'), packed.bytes)
  await writeFile(join(root, 'factory.tar.gz.release.json'), JSON.stringify(release))
})

afterAll(async () => {
  await server.stop()
  await rm(root, { recursive: true, force: true })
})

describe.concurrent('[R-002] [R-013] [R-088] an agent that is killed comes up on exactly the old or the new version, healthy', () => {
  test.each(NAMED)('%s', { timeout: 120_000 }, async (_, killed) => {
    const id = `${killed.variant}-${killed.number}-${killed.when}`
    const dir = join(root, id)
    const port = await freePort()
    const argv = ['--server', server.url, '--token', 'token-for-tests', '--dir', dir, '--id', id]
    argv.push('--hardware-type', 'rpi5', '--architecture', 'arm64', '--factory', join(root, 'factory.tar.gz'))
    argv.push('--app-port', String(port), '--reconnect-max', '1')
    const wanted = releases.get(killed.variant)
    if (!wanted) throw new Error('published before')

    const first = realAgent(argv, 'testing/killed-agent.ts', {
      KILL_AT: String(killed.number),
      KILL_WHEN: killed.when,
    })
    await server.heard(() => server.devices.get(id)?.reports.some((report) => report.reachable) ?? false, 60_000)
    const device = server.device(id)
    server.desire(id, wanted.manifest, wanted.packed, 1)
    expect((await first.ended).signal, first.said()).toBe('SIGKILL')

    // The server has forgotten what it wanted: the device has only its own journal and disk to go by.
    device.desired = null
    device.reports.length = 0
    const second = realAgent(argv)
    try {
      const settled = () =>
        device.reports.findLast((report) => report.reachable && report.reported.update.state !== 'updating')
      await server.heard(() => settled() !== undefined, 60_000)
      const alone = await standsWell(dir, port)
      expect(alone, second.said()).toBe(switchedBy(killed) && killed.variant === 'good' ? '2.0.0' : '1.0.0')
      expect(settled()?.reported.running?.version).toBe(alone)

      // Told again, it gets where it should: on to the good release, or back from the bad one.
      server.desire(id, wanted.manifest, wanted.packed, 1)
      await server.heard(() => settled()?.reported.generation === 1, 60_000)
      expect(await standsWell(dir, port)).toBe(killed.variant === 'good' ? '2.0.0' : '1.0.0')
    } finally {
      await second.stop()
    }
    expect(await processesIn(dir)).toEqual([])
  })
})

/** Once the trial is armed, the new release has to be proven or undone; before, it never happened. */
const switchedBy = ({ number, when }: (typeof CASES)[number]): boolean => (when === 'after' ? number >= 6 : number >= 7)

/** Files, process and answers agree on one whole version, and the journal has nothing open. Answers the version. */
async function standsWell(dir: string, port: number): Promise<string> {
  const active = await readlink(join(dir, 'active'))
  const sealed = JSON.parse(await readFile(join(dir, active, 'VERSION'), 'utf8')) as { version: string }
  // One damaged frame among the first few is a warning: healthy is what it comes to, not what it is at once.
  await vi.waitFor(
    async () => {
      const answer = await fetch(`http://127.0.0.1:${port}/health`)
      expect(await answer.json()).toMatchObject({ version: sealed.version, status: 'healthy' })
    },
    { timeout: 20_000, interval: 250 },
  )
  expect(await processesIn(dir)).toEqual([Number(await readFile(join(dir, 'app.pid'), 'utf8'))])
  const journal = await readFile(join(dir, 'journal.wal')).catch(() => Buffer.alloc(0))
  expect(ledgerFrom(wholeRecords(journal).records).open).toBeNull()
  return sealed.version
}

/** Every process that works in one of the slots. */
async function processesIn(dir: string): Promise<number[]> {
  if (process.platform !== 'linux')
    return readFile(join(dir, 'app.pid'), 'utf8').then(
      (text) => [Number(text)],
      () => [],
    )
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name))
  const places = await Promise.all(pids.map((pid) => readlink(`/proc/${pid}/cwd`).catch(() => '')))
  return pids.filter((_, at) => places[at]?.startsWith(`${dir}/slot-`)).map(Number)
}
