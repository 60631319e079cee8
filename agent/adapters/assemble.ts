import { randomUUID } from 'node:crypto'
import { join, resolve } from 'node:path'
import { BLUE_GREEN_CAPABILITY } from '../../server/protocol/traffic.ts'
import type { Settings } from '../config.ts'
import type { Self } from '../engine/state.ts'
import { makeDirectory } from '../guard/durable.ts'
import { journalFile } from '../guard/journal-file.ts'
import { keptWords } from '../guard/kept-words.ts'
import { routerProcess } from '../guard/router-process.ts'
import { supervisor } from '../guard/supervisor.ts'
import { probeOf } from '../health/probe.ts'
import type { Ports } from '../ports.ts'
import { dualSlot } from '../slots/dual-slot.ts'
import { AGENT_VERSION, CAPABILITIES, MECHANISMS } from './agent-version.ts'
import { consoleLog } from './console-log.ts'
import { deviceKeys } from './device-keys.ts'
import { rangedDownload } from './download.ts'
import { enrolled } from './enrolled.ts'
import { installFactory } from './factory.ts'
import { type KeyStore, keyFiles } from './key-store.ts'
import { lockDirectory } from './lock.ts'
import { processEnvironment } from './process-environment.ts'
import { tellServer } from './rotate-key.ts'
import { seenResources } from './seen-resources.ts'
import { socketLink } from './socket-link.ts'
import { systemClock } from './system-clock.ts'
import { unpackFrom } from './unpack.ts'

const HEALTH_TIMEOUT_MS = 5_000

/** Puts a real device together: its own folder, process and sockets. Nothing has been started yet. */
export async function assemble(
  settings: Settings,
  signal: AbortSignal,
  keyStore: (dir: string) => KeyStore = keyFiles,
): Promise<{ self: Self; ports: Ports }> {
  const dir = resolve(settings.dir)
  await makeDirectory(dir, 0o700)
  await lockDirectory(dir)
  const store = keyStore(dir)
  const held = await store.read()
  const { routerPort } = settings
  const capabilities = routerPort ? [...CAPABILITIES, BLUE_GREEN_CAPABILITY] : CAPABILITIES
  const identity = await enrolled(settings, held.own, dir, capabilities, consoleLog(settings.id), signal)
  const { deviceId } = identity
  const log = consoleLog(deviceId)
  const blobs = join(dir, 'blobs')
  const slots = dualSlot(dir, unpackFrom(blobs))
  if (settings.factory) await installFactory(resolve(settings.factory), blobs, slots, log)
  const application = supervisor({ dir, deviceId, port: settings.appPort, env: processEnvironment() })
  const { platform, memoryMb, diskMb } = settings
  return {
    self: {
      deviceId,
      instance: randomUUID(),
      agentVersion: AGENT_VERSION,
      platform,
      memoryMb,
      diskMb,
      capabilities,
      mechanisms: MECHANISMS,
      resources: await seenResources(),
      reconnectCapMs: settings.reconnectMaxSeconds * 1000,
    },
    ports: {
      clock: systemClock,
      random: Math.random,
      log,
      link: socketLink(settings.server, log),
      journal: journalFile(join(dir, 'journal.wal')),
      words: keptWords(join(dir, 'last-words.json')),
      slots,
      supervisor: application,
      router: routerPort
        ? routerProcess({
            dir,
            port: routerPort,
            portOf: (slot) => application.life(slot)?.port ?? null,
            env: processEnvironment(),
            trouble: (sentence) => log('warn', sentence),
          })
        : null,
      download: rangedDownload(settings.server, deviceId, blobs),
      probe: probeOf(dir, application.life, HEALTH_TIMEOUT_MS, systemClock.mono),
      keys: deviceKeys(identity, store, held, tellServer(settings.server)),
    },
  }
}
