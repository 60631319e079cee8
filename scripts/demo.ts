import { resolve } from 'node:path'
import { planFleet } from '../agent/fleet/demo-fleet.ts'
import { DEMO_PASSWORD, DEMO_PEOPLE } from '../server/adapters/auth/demo-people.ts'
import { signIn } from './demo/api-client.ts'
import { announceFleet, describeFleet } from './demo/describe-fleet.ts'
import { prepareDemo } from './demo/prepare.ts'
import { prepareConfig } from './demo/prepare-config.ts'
import type { Spawned } from './demo/spawned.ts'
import { startFleet } from './demo/start-fleet.ts'
import { startServer } from './demo/start-server.ts'

const DEVICES = 60
const REAL = 4
const SEED = 'demo'

/** `npm run demo`: a server, a simulated fleet with real agents in it, good and bad releases ready to roll. */
async function demo(): Promise<void> {
  const data = resolve(process.env.WAVEGATE_DATA ?? 'data/demo')
  const running: Spawned[] = []
  let leaving = false
  const leave = async (code: number) => {
    if (leaving) return
    leaving = true
    for (const one of running.reverse()) await one.stop()
    process.exit(code)
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void leave(0))
  const watch = (one: Spawned, what: string) => {
    running.push(one)
    one.process.once('exit', () => {
      if (!leaving) say(`${what} ended; stopping the demo.`)
      void leave(1)
    })
  }

  try {
    say('starting the server …')
    const env = { WAVEGATE_DEMO: '1', WAVEGATE_DATA: data, WAVEGATE_REPORT_INTERVAL: '2', WAVEGATE_LOG: 'warn' }
    const server = await startServer(env, (line) => line.startsWith('{"ready"') || process.stderr.write(`${line}\n`))
    watch(server, 'The server')
    say('publishing one good and five bad releases …')
    const operator = await signIn(server.ready, DEMO_PEOPLE[0].email, DEMO_PASSWORD)
    const { token } = await prepareDemo(operator, DEVICES)
    const plans = planFleet(DEVICES, REAL, SEED)
    await announceFleet(operator, plans)
    await prepareConfig(operator)
    say(`starting ${DEVICES} devices, ${REAL} of them real agents …`)
    const fleet = { server: server.ready, token, dir: `${data}/fleet`, devices: DEVICES, real: REAL, seed: SEED }
    watch(await startFleet(fleet), 'The fleet')
    await describeFleet(operator, plans, Date.now())
    welcome(server.ready)
  } catch (cause) {
    // A program that could not start has said why in its last line.
    process.stderr.write(`${(cause instanceof Error ? cause.message : String(cause)).trim().split('\n').at(-1)}\n`)
    await leave(1)
  }
}

function welcome(address: string): void {
  const people = DEMO_PEOPLE.map(({ name, email }) => `    ${name.padEnd(16)} ${email}`).join('\n')
  process.stdout.write(`
  Wavegate   ${address}

  Sign in with the password ${DEMO_PASSWORD}:
${people}

  Try this: as Olive, roll out edge-vision 1.1.0; as Ada, approve it. Then roll out 1.2.0 and watch it undo itself.
  Ctrl-C stops everything; the next start goes on where this one ended.

`)
}

const say = (sentence: string) => process.stdout.write(`${sentence}\n`)

await demo()
