import { mkdtemp, readFile, readlink, rm, writeFile } from 'node:fs/promises'
import { Agent, get } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { sampleRelease } from '../scripts/artifact/sample-release.ts'
import type { Traffic } from '../server/protocol/traffic.ts'
import { RouterCard } from './engine/route-order.ts'
import { freePort, realAgent } from './testing/real-agent.ts'
import { QUICK_TRIAL, serverStandIn } from './testing/server-stand-in.ts'

let root = ''
let server: Awaited<ReturnType<typeof serverStandIn>>
const factory = sampleRelease('1.0.0', 'good')

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'wavegate-blue-green-'))
  server = await serverStandIn({ reportIntervalSeconds: 0.3 })
  await writeFile(join(root, 'factory.tar.gz'), factory.packed.bytes)
  await writeFile(join(root, 'factory.tar.gz.release.json'), JSON.stringify(factory.release))
})

afterAll(async () => {
  await server.stop()
  await rm(root, { recursive: true, force: true })
})

async function start(id: string) {
  const dir = join(root, id)
  const port = await freePort()
  const argv = ['--server', server.url, '--dir', dir, '--id', id, '--reconnect-max', '1', '--router-port', String(port)]
  argv.push('--hardware-type', 'rpi5', '--architecture', 'arm64', '--factory', join(root, 'factory.tar.gz'))
  const run = () => realAgent([...argv, '--token', 'token-for-tests'])
  const agent = run()
  await server.heard(() => server.devices.get(id)?.reports.some((report) => report.reachable) ?? false, 60_000)
  const device = server.device(id)
  const now = () => device.reports.at(-1)?.reported
  const green = server.publish('2.0.0', 'good')
  const blue = server.publish('1.0.0', 'good')
  return {
    agent,
    again: run,
    dir,
    port,
    now,
    green: (generation: number, traffic: Traffic, trial = QUICK_TRIAL) =>
      server.desire(id, green.manifest, green.packed, generation, trial, { traffic }),
    blue: (generation: number) =>
      server.desire(id, blue.manifest, blue.packed, generation, QUICK_TRIAL, { traffic: 'active', reason: 'rollback' }),
    standsBy: () => server.heard(() => step(now()) === 'standing-by' && now()?.beside?.healthy === true, 60_000),
    runs: (version: string, generation: number) =>
      server.heard(
        () => now()?.generation === generation && now()?.running?.version === version && step(now()) === 'confirmed',
        60_000,
      ),
  }
}

const step = (reported: { update: { state: string; step?: string } } | undefined) =>
  reported?.update.step ?? reported?.update.state

/** Clients that ask without a pause on connections they keep, and what each was answered by. */
function hammer(port: number, clients: number) {
  const kept = new Agent({ keepAlive: true, maxSockets: clients })
  const answers: { version: string; at: number }[] = []
  const failures: string[] = []
  let on = true
  const ask = () =>
    new Promise<void>((resolve) => {
      get({ port, host: '127.0.0.1', path: '/health', agent: kept }, (answer) => {
        let text = ''
        answer.on('data', (chunk) => (text += chunk))
        answer.once('close', () => {
          if (answer.statusCode === 200 && answer.complete)
            answers.push({ version: JSON.parse(text).version, at: performance.now() })
          else failures.push(`${answer.statusCode} ${text}`)
          resolve()
        })
      }).once('error', (error) => {
        failures.push(error.message)
        resolve()
      })
    })
  const all = Promise.all(
    Array.from({ length: clients }, async () => {
      while (on) await ask()
    }),
  )
  return {
    failures,
    answers,
    /** resolves with the milliseconds until the first answer of this version, since `from` */
    async firstOf(version: string, from: number): Promise<number> {
      await expect
        .poll(() => answers.some((one) => one.version === version && one.at >= from), { timeout: 30_000 })
        .toBe(true)
      return (answers.find((one) => one.version === version && one.at >= from)?.at ?? 0) - from
    },
    async end() {
      on = false
      await all
      kept.destroy()
    },
  }
}

describe.concurrent('a real agent with two slots', () => {
  test('[R-074] [R-078] switches to the new release and back under load without one failed request', async () => {
    const device = await start('switches')
    device.green(1, 'standby')
    const load = hammer(device.port, 4)
    await device.standsBy()
    expect(load.answers.every(({ version }) => version === '1.0.0')).toBe(true)

    const forth = performance.now()
    device.green(2, 'active')
    expect(await load.firstOf('2.0.0', forth)).toBeLessThan(3_000)
    await device.runs('2.0.0', 2)
    expect(await readlink(join(device.dir, 'active'))).toBe('slot-b')

    const back = performance.now()
    device.blue(3)
    expect(await load.firstOf('1.0.0', back)).toBeLessThan(3_000)
    await device.runs('1.0.0', 3)
    expect(await readlink(join(device.dir, 'active'))).toBe('slot-a')

    await load.end()
    expect(load.failures).toEqual([])
    expect(load.answers.length).toBeGreaterThan(200)
    await device.agent.stop()
  }, 120_000)

  test('a switch that nobody confirms goes back by itself with the server silent and the agent dead', async () => {
    const device = await start('orphaned')
    device.green(1, 'standby')
    await device.standsBy()
    // It would have to be well for longer than its whole trial.
    device.green(2, 'active', { ...QUICK_TRIAL, windowSeconds: 2, minReadySeconds: 30 })
    const load = hammer(device.port, 2)
    await load.firstOf('2.0.0', 0)
    device.agent.kill()
    await device.agent.ended
    const dead = performance.now()
    await load.firstOf('1.0.0', dead)
    expect(await readlink(join(device.dir, 'active'))).toBe('slot-a')
    await load.end()
    expect(load.failures).toEqual([])

    const router = async () => RouterCard.parse(JSON.parse(await readFile(join(device.dir, 'router.json'), 'utf8'))).pid
    const before = await router()
    const again = device.again()
    await server.heard(() => device.now()?.generation === 2 && step(device.now()) === 'rolled-back', 60_000)
    expect(device.now()).toMatchObject({ running: { version: '1.0.0' }, update: { reason: 'agent-restarted' } })
    expect(await router()).toBe(before)
    await again.stop()
  }, 120_000)
})
