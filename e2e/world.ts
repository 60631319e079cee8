import { appendFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type ApiClient, signIn } from '../scripts/demo/api-client.ts'
import { prepareDemo } from '../scripts/demo/prepare.ts'
import type { Spawned } from '../scripts/demo/spawned.ts'
import { startFleet } from '../scripts/demo/start-fleet.ts'
import { startServer } from '../scripts/demo/start-server.ts'
import { freePort } from './free-port.ts'
import { type RealDevice, realDevice } from './real-device.ts'
import { layWire, type Wire } from './wire.ts'

export const PEOPLE = {
  operator: { name: 'Olive Operator', email: 'operator@demo.wavegate' },
  approver: { name: 'Ada Approver', email: 'approver@demo.wavegate' },
  oncall: { name: 'Noor On-call', email: 'oncall@demo.wavegate' },
  owner: { name: 'Otto Owner', email: 'owner@demo.wavegate' },
} as const
export type Who = keyof typeof PEOPLE
export const PASSWORD = 'wavegate-demo'

export const DEVICES = 24
/** one of each hardware type, at four sites in two regions */
const REAL = ['jetson-orin-0001', 'rpi5-0001', 'jetson-nano-0001', 'gateway-0001']

/** A server with its database, a fleet of devices with real ones among them, and people: nothing of it pretends. */
export type World = {
  readonly address: string
  /** the same server, over a connection that can be cut */
  readonly wire: Wire
  readonly log: string
  readonly people: Readonly<Record<Who, ApiClient>>
  readonly real: readonly RealDevice[]
  readonly server: { kill(): Promise<void>; start(): Promise<void> }
  /** of its PostgreSQL; the postmaster's number is in its own file */
  database(): { readonly url: string; readonly postmaster: number }
  close(): Promise<void>
}

export async function openWorld({ pages }: { pages: boolean }): Promise<World> {
  const dir = mkdtempSync(join(tmpdir(), 'wavegate-e2e-'))
  const log = join(dir, 'log')
  const data = join(dir, 'data')
  const note = (line: string) => appendFileSync(log, `${line}\n`)
  const [port, wirePort] = [await freePort(), await freePort()]
  const address = `http://127.0.0.1:${port}`
  const wire = await layWire(wirePort, { port })
  let server: Spawned | null = null
  let fleet: Spawned | null = null

  const start = async () => {
    server = await startServer(
      {
        PORT: String(port),
        WAVEGATE_ORIGINS: `${address},${wire.address}`,
        WAVEGATE_DATA: data,
        WAVEGATE_DEMO: '1',
        WAVEGATE_REPORT_INTERVAL: '1',
        WAVEGATE_LOG: 'info',
        WAVEGATE_PAGES: pages ? '1' : '0',
      },
      note,
    )
  }
  const database = () => {
    const [postmaster, , , port] = readFileSync(join(data, 'postgres/postmaster.pid'), 'utf8').split('\n')
    const password = readFileSync(join(data, 'postgres.secret'), 'utf8')
    return { url: `postgresql://wavegate:${password}@127.0.0.1:${port}/wavegate`, postmaster: Number(postmaster) }
  }
  const close = async () => {
    await fleet?.stop()
    await server?.stop()
    await wire.close()
    rmSync(dir, { recursive: true, force: true })
  }

  try {
    await start()
    const operator = await signIn(address, PEOPLE.operator.email, PASSWORD)
    const approver = await signIn(address, PEOPLE.approver.email, PASSWORD)
    const oncall = await signIn(address, PEOPLE.oncall.email, PASSWORD)
    const owner = await signIn(address, PEOPLE.owner.email, PASSWORD)
    const { token } = await prepareDemo(operator, DEVICES)
    const home = join(dir, 'fleet')
    fleet = await startFleet(
      { server: address, token, dir: home, devices: DEVICES, real: REAL.length, seed: 'e2e-11' },
      note,
    )
    return {
      address,
      wire,
      log,
      people: { operator, approver, oncall, owner },
      real: REAL.map((id) => realDevice(home, id)),
      server: {
        kill: async () => {
          await server?.stop('SIGKILL')
          server = null
        },
        start,
      },
      database,
      close,
    }
  } catch (cause) {
    await close()
    throw cause
  }
}
