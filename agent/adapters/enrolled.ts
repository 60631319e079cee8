import { setTimeout as sleep } from 'node:timers/promises'
import type { EnrolRequest } from '../../server/protocol/enrol.ts'
import type { Settings } from '../config.ts'
import { backoff } from '../engine/backoff.ts'
import type { Log } from '../ports.ts'
import { askLobby, type Enrolment, enrol, signedRequest } from './enrol.ts'
import { type Identity, identityIn, keepIdentity } from './identity.ts'
import { fingerprintOf } from './keys.ts'

/**
 * The identity kept in the folder, or a new one from the server; waits as long as the server cannot be reached or nobody
 * there has decided.
 */
export async function enrolled(
  settings: Settings,
  privateKey: string,
  dir: string,
  capabilities: readonly string[],
  log: Log,
  signal: AbortSignal,
): Promise<Identity> {
  const kept = await identityIn(dir)
  if (kept) return kept
  const request = signedRequest(privateKey, {
    ...(settings.token ? { token: settings.token } : {}),
    deviceId: settings.id,
    name: settings.name,
    ...(settings.site ? { siteId: settings.site } : {}),
    hardware: { ...settings.platform, memoryMb: settings.memoryMb, diskMb: settings.diskMb },
    labels: settings.labels,
    capabilities: [...capabilities],
    singlePointOfFailure: settings.singlePointOfFailure,
    monitoringFidelity: settings.fidelity,
  })
  const answer = await insist(settings, request, log, signal)
  const identity = { ...answer, server: settings.server }
  await keepIdentity(dir, identity)
  log('info', `enrolled as ${identity.deviceId}, release key ${identity.keyId} pinned`)
  return identity
}

async function insist({ server, reconnectMaxSeconds }: Settings, request: EnrolRequest, log: Log, signal: AbortSignal) {
  const { publicKey } = request
  const fingerprint = fingerprintOf(publicKey)
  let said = ''
  let asks: () => Promise<Enrolment> = () => enrol(server, request)
  const say = (level: 'info' | 'warn', sentence: string) => {
    if (sentence !== said) log(level, sentence)
    said = sentence
  }
  for (let attempt = 0; ; ) {
    const enrolment = await asks()
    switch (enrolment.is) {
      case 'enrolled':
        return enrolment.answer
      case 'refused':
        throw new Error(
          `the server refuses to enrol this device: ${enrolment.because} (its fingerprint is ${fingerprint})`,
        )
      case 'waiting':
        say('info', `waiting in the lobby of ${server}; compare fingerprint ${fingerprint} when you accept it there`)
        attempt = 0
        asks = () => askLobby(server, { publicKey })
        await sleep(Math.max(enrolment.comeBackMs, BREATH_MS), undefined, { signal })
        break
      case 'unknown':
        asks = () => enrol(server, request)
        break
      case 'unreachable': {
        const waitMs = Math.max(enrolment.atLeastMs, 200 + backoff(attempt, Math.random(), reconnectMaxSeconds * 1000))
        attempt += 1
        log('warn', `cannot enrol yet (${enrolment.because}); trying again in ${(waitMs / 1000).toFixed(1)} s`)
        await sleep(waitMs, undefined, { signal })
      }
    }
  }
}

/** The server holds each question; one that does not is still not asked in a busy loop. */
const BREATH_MS = 250
