import { canonicalJson } from '../server/protocol/canonical-json.ts'
import { helloText } from '../server/protocol/hello.ts'
import { PROTOCOL_VERSION } from '../server/protocol/protocol-version.ts'
import type { Effect, EffectArgs } from './engine/effect.ts'
import type { Alarm, Happening } from './engine/happening.ts'
import { configAtStart } from './engine/held.ts'
import { lastWords } from './engine/last-words.ts'
import { asleep, type Self, type State } from './engine/state.ts'
import { step } from './engine/step.ts'
import type { Ports } from './ports.ts'
import { SlotProblem } from './slots/driver.ts'

export type Agent = {
  state(): State
  /** ends the application and the connection; resolves when nothing of it runs any more */
  stop(): Promise<void>
}

/** It has no traffic, so nobody waits for its answers; and everything else waits until it is gone. */
const BESIDE_STOP_SECONDS = 2

type Performers = { [K in keyof EffectArgs]: (args: EffectArgs[K]) => Promise<void> | void }

const REMEMBERED_SENTENCES = 60

/**
 * Drives the engine: takes what happens one at a time, and performs what was decided in order. What is awaited here is
 * what must be on the disk before the next thing is done; everything slow reports back as something that happened.
 */
export async function runAgent(self: Self, ports: Ports, changed: (state: State) => void = () => {}): Promise<Agent> {
  const { clock, link, journal, words, slots, supervisor, router, download, probe, keys, log } = ports
  let state = asleep(self)
  let stopping = false
  let turning = false
  let pass: Promise<void> = Promise.resolve()
  let unpacking: Promise<void> = Promise.resolve()
  let downloading = new AbortController()
  const queue: Happening[] = []
  const said: string[] = []
  const alarms = new Map<Alarm, () => void>()

  const performers: Performers = {
    record: ({ record }) => journal.append(record),
    compact: ({ records }) => journal.replace(records),
    async activate({ slot, trial }) {
      await slots.activate(slot)
      await router?.serve(slot, trial)
    },
    'settle-traffic': ({ generation, slot }) =>
      job(
        'settle-traffic',
        (router?.settle(slot) ?? Promise.resolve(true)).then((kept) => ({ type: 'traffic-settled', generation, kept })),
      ),
    async 'start-app'({ run, slot, installed }) {
      const config = configAtStart(await slots.config(slot), installed.config)
      happen({ type: 'app-started', run, config: canonicalJson(config) })
      await supervisor.start(slot, { ...installed, config }, (because) => happen({ type: 'app-exited', run, because }))
      await router?.at(slot)
    },
    'stop-app': ({ timeoutSeconds }) =>
      job(
        'stop-app',
        supervisor.stop(timeoutSeconds).then(() => ({ type: 'app-stopped' })),
      ),
    async 'stop-beside'({ slot }) {
      await router?.drain(slot)
      await supervisor.stop(BESIDE_STOP_SECONDS, slot)
    },
    async 'collect-logs'({ generation, slot }) {
      const printed = slot ? await supervisor.tail(slot).catch(() => []) : []
      happen({ type: 'logs-collected', words: { generation, lines: lastWords(said, printed) } })
    },
    'keep-words': ({ words: newest }) => words.write(newest),
    async 'lay-config'({ slot, text }) {
      await slots.layConfig(slot, text)
      happen({ type: 'looked', held: await slots.held() })
    },
    async 'drop-slot'({ slot }) {
      await slots.clear(slot)
      happen({ type: 'looked', held: await slots.held() })
    },
    look: () =>
      job(
        'look',
        slots.held().then((held) => ({ type: 'looked', held })),
      ),
    'check-signature': ({ generation, release }) =>
      happen({ type: 'verified', generation, signed: keys.vouched(release) }),
    'check-standby': ({ generation, slot }) =>
      job(
        'check-standby',
        slots.intact(slot).then((intact) => ({ type: 'standby-checked', generation, intact })),
      ),
    download({ plan }) {
      const { generation } = plan
      downloading = new AbortController()
      const progressed = (percent: number) => happen({ type: 'download-progressed', generation, percent })
      const ended = download.fetch(plan, progressed, downloading.signal)
      job(
        'download',
        ended.then((end) => ({ type: 'download-ended', generation, end })),
      )
    },
    'cancel-download': () => downloading.abort(),
    unpack({ plan }) {
      const { generation, toSlot } = plan
      // One writer at a time: an abandoned unpacking still ends before the next begins.
      unpacking = unpacking.then(async () => {
        try {
          await slots.clear(toSlot)
          await slots.fill(toSlot, plan.to.sha256, plan)
          await slots.seal(toSlot, plan.to)
          await download.forget(plan.to.sha256)
          happen({ type: 'looked', held: await slots.held() })
          happen({ type: 'unpacked', generation, disk: await slots.look() })
        } catch (error) {
          const full = error instanceof SlotProblem ? error.full : isFull(error)
          happen({ type: 'unpack-failed', generation, full, because: sentence(error) })
        }
      })
    },
    observe: (circumstances) =>
      job(
        'observe',
        probe.observe(circumstances).then((observation) => {
          const { run, standby } = circumstances
          return { type: 'observed', run, standby, observation }
        }),
      ),
    'smoke-test': ({ run, slot, installed }) =>
      job(
        'smoke-test',
        probe.test(installed, slot).then((results) => ({ type: 'smoke-tested', run, results })),
      ),
    connect: () =>
      link.connect({
        opened: () => happen({ type: 'link-opened' }),
        closed: (clean) => happen({ type: 'link-closed', clean }),
        heard: (message) => happen({ type: 'heard', message }),
      }),
    disconnect: () => link.disconnect(),
    'change-key': ({ from }) =>
      job(
        'change-key',
        keys.change(from).then((change) => ({ type: 'key-changed', ...change })),
      ),
    'keep-key': () =>
      job(
        'keep-key',
        keys.known().then(() => ({ type: 'key-kept' })),
      ),
    'doubt-key'() {
      if (keys.doubt()) happen({ type: 'other-key' })
    },
    greet({ nonce, reported }) {
      const { deviceId, instance, agentVersion, platform, memoryMb, diskMb, capabilities } = self
      const sent = link.send({
        type: 'hello',
        protocolVersion: PROTOCOL_VERSION,
        deviceId,
        signature: keys.sign(helloText(nonce, deviceId)),
        agentVersion,
        instance,
        hardware: { ...platform, memoryMb, diskMb },
        capabilities: [...capabilities],
        reported,
      })
      job(
        'greet',
        sent.then((answer) => ({ type: 'acknowledged', what: 'hello', upTo: 0, answer })),
      )
    },
    send: ({ what, upTo, message }) =>
      job(
        'send',
        link.send(message).then((answer) => ({ type: 'acknowledged', what, upTo, answer })),
      ),
    alarm({ alarm, afterMs }) {
      alarms.get(alarm)?.()
      alarms.set(
        alarm,
        clock.after(afterMs, () => {
          alarms.delete(alarm)
          happen({ type: 'alarm', alarm })
        }),
      )
    },
    silence({ alarm }) {
      alarms.get(alarm)?.()
      alarms.delete(alarm)
    },
  }

  function happen(happening: Happening): void {
    if (stopping) return
    queue.push(happening)
    if (turning) return
    turning = true
    pass = turn()
  }

  /** Between the last look at the queue and the end of the turn there is no await: nothing can be left lying. */
  async function turn(): Promise<void> {
    for (let happening = queue.shift(); happening && !stopping; happening = queue.shift()) {
      const moment = { mono: clock.mono(), at: clock.now(), random: ports.random() }
      const { next, effects, because } = step(state, happening, moment)
      const before = state
      state = next
      if (because) say('info', because)
      await perform(effects)
      if (before !== state) changed(state)
    }
    turning = false
  }

  async function perform(effects: readonly Effect[]): Promise<void> {
    for (const effect of effects) {
      try {
        await performOne(effect)
      } catch (error) {
        say('warn', `${effect.do}: ${sentence(error)}`)
        queue.push({ type: 'broke', during: effect.do, full: isFull(error), because: sentence(error) })
        return
      }
    }
  }

  /** In the log, and remembered for when an attempt fails. */
  function say(level: 'info' | 'warn', because: string): void {
    log(level, because)
    said.push(`${new Date(clock.now()).toISOString()} ${because}`)
    if (said.length > REMEMBERED_SENTENCES) said.shift()
  }

  function performOne<K extends keyof EffectArgs>(effect: { do: K } & EffectArgs[K]): Promise<void> | void {
    return performers[effect.do](effect)
  }

  function job(during: string, work: Promise<Happening>): void {
    work.then(happen, (error: unknown) =>
      happen({ type: 'broke', during, full: isFull(error), because: sentence(error) }),
    )
  }

  await supervisor.clear()
  const [records, disk, kept] = [await journal.read(), await slots.look(), await words.read()]
  happen({ type: 'woke-up', records, disk, words: kept })

  return {
    state: () => state,
    async stop() {
      stopping = true
      for (const cancel of alarms.values()) cancel()
      downloading.abort()
      link.disconnect()
      await pass
      await supervisor.stop(10)
      await router?.stop()
      await unpacking
    },
  }
}

const sentence = (error: unknown): string => (error instanceof Error ? error.message : String(error))

const isFull = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && (error.code === 'ENOSPC' || error.code === 'EDQUOT')
