import { setTimeout as sleep } from 'node:timers/promises'
import { EnrolRequest } from '../../server/protocol/enrol.ts'
import type { Settings } from '../config.ts'
import { backoff } from '../engine/backoff.ts'
import type { Log } from '../ports.ts'
import { enrol } from './enrol.ts'
import { type Identity, identityIn, keepIdentity, privateKeyIn } from './identity.ts'
import { publicKeyOf } from './keys.ts'

/** The identity kept in the folder, or a new one from the server; waits as long as the server cannot be reached. */
export async function enrolled(
  settings: Settings,
  dir: string,
  capabilities: readonly string[],
  log: Log,
  signal: AbortSignal,
): Promise<{ identity: Identity; privateKey: string }> {
  const privateKey = await privateKeyIn(dir)
  const kept = await identityIn(dir)
  if (kept) return { identity: kept, privateKey }
  if (!settings.token)
    throw new Error(
      'this device is not enrolled yet: give it an enrolment token with --token (an operator creates one)',
    )
  const request = EnrolRequest.parse({
    token: settings.token,
    deviceId: settings.id,
    name: settings.name,
    siteId: settings.site,
    publicKey: publicKeyOf(privateKey),
    hardware: { ...settings.platform, memoryMb: settings.memoryMb, diskMb: settings.diskMb },
    labels: settings.labels,
    capabilities,
    singlePointOfFailure: settings.singlePointOfFailure,
    monitoringFidelity: settings.fidelity,
  })
  for (let attempt = 0; ; attempt += 1) {
    const enrolment = await enrol(settings.server, request)
    switch (enrolment.is) {
      case 'enrolled': {
        const identity = { ...enrolment.answer, server: settings.server }
        await keepIdentity(dir, identity)
        log('info', `enrolled as ${identity.deviceId}, release key ${identity.keyId} pinned`)
        return { identity, privateKey }
      }
      case 'refused':
        throw new Error(`the server refuses to enrol this device: ${enrolment.because}`)
      case 'unreachable': {
        const waitMs = 200 + backoff(attempt, Math.random(), settings.reconnectMaxSeconds * 1000)
        log('warn', `cannot enrol yet (${enrolment.because}); trying again in ${(waitMs / 1000).toFixed(1)} s`)
        await sleep(waitMs, undefined, { signal })
      }
    }
  }
}
