import { mkdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { z } from 'zod'
import { EnrolAnswer } from '../../server/protocol/enrol.ts'
import { askLobby, type Enrolment, enrol, signedRequest } from '../adapters/enrol.ts'
import type { KeyStore } from '../adapters/key-store.ts'
import { newPrivateKey } from '../adapters/keys.ts'
import { backoff } from '../engine/backoff.ts'
import { writeDurably } from '../guard/durable.ts'
import type { DevicePlan } from './demo-fleet.ts'

const Known = z.record(
  z.string(),
  z.object({ privateKey: z.string(), nextKey: z.string().nullable().default(null), answer: EnrolAnswer }),
)
export type FleetIdentity = z.infer<typeof Known>[string]

/** Who the modelled devices are, in one file: a fleet that is started again needs no token. */
export async function identities(
  dir: string,
  server: string,
  token: string | undefined,
  capabilities: readonly string[],
  random: () => number,
) {
  await mkdir(dir, { recursive: true, mode: 0o700 })
  const path = join(dir, 'identities.json')
  const text = await readFile(path, 'utf8').catch(() => '{}')
  const known = new Map(Object.entries(Known.parse(JSON.parse(text))))
  let saving: Promise<void> = Promise.resolve()

  return {
    async of(plan: DevicePlan): Promise<FleetIdentity> {
      const found = known.get(plan.id)
      if (found) return found
      if (!token) throw new Error(`${plan.id} is not enrolled yet: give the fleet an enrolment token with --token`)
      const privateKey = newPrivateKey()
      const answer = await insist(plan, privateKey, token)
      const identity = { privateKey, nextKey: null, answer }
      known.set(plan.id, identity)
      return identity
    },
    save,

    /** the keys of one of them, kept with those of all */
    keys(id: string): KeyStore {
      const now = () => {
        const identity = known.get(id)
        if (!identity) throw new Error(`${id} is not enrolled`)
        return identity
      }
      return {
        read: async () => ({ own: now().privateKey, next: now().nextKey }),
        async keepNext(nextKey) {
          known.set(id, { ...now(), nextKey })
          await save()
        },
        async promote() {
          const { nextKey, ...identity } = now()
          known.set(id, { ...identity, privateKey: nextKey ?? identity.privateKey, nextKey: null })
          await save()
        },
      }
    },
  }

  /** One after another: a file that is written twice at once holds neither. */
  function save(): Promise<void> {
    saving = saving.catch(() => {}).then(() => writeDurably(path, JSON.stringify(Object.fromEntries(known)), 0o600))
    return saving
  }

  async function insist(plan: DevicePlan, privateKey: string, shown: string): Promise<EnrolAnswer> {
    const { hardwareType, architecture, memoryMb, diskMb } = plan.hardware
    const request = signedRequest(privateKey, {
      token: shown,
      deviceId: plan.id,
      name: plan.name,
      siteId: plan.siteId,
      hardware: { hardwareType, architecture, memoryMb, diskMb },
      labels: plan.labels,
      capabilities: [...capabilities],
      singlePointOfFailure: plan.singlePointOfFailure,
      monitoringFidelity: plan.fidelity,
    })
    const { publicKey } = request
    let waits = false
    for (let attempt = 0; ; attempt += 1) {
      const enrolment: Enrolment = waits ? await askLobby(server, { publicKey }) : await enrol(server, request)
      if (enrolment.is === 'enrolled') return enrolment.answer
      if (enrolment.is === 'refused') throw new Error(`the server refuses to enrol ${plan.id}: ${enrolment.because}`)
      waits = enrolment.is === 'waiting'
      if (waits) attempt = 0
      await sleep(300 + backoff(attempt, random(), 10_000))
    }
  }
}
