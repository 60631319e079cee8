import type { InstalledRelease, Reported } from '../../protocol/reported.ts'
import type { Disagreement } from './disagreement.ts'

/** What the device was told to run, under which number; null when nobody told it anything. */
export type Asked = { readonly generation: number; readonly release: InstalledRelease | null } | null

/**
 * Whether a device runs what it was asked to. `not-now` while it is on its way, or speaks of another desired state than the
 * one we know: then nothing can be said.
 */
export function unaskedVersion(reported: Reported, asked: Asked): 'as-asked' | 'not-now' | Disagreement {
  const { running, update, generation } = reported
  if (!running) return 'not-now'
  const told = { name: running.name, version: running.version, sha256: running.sha256 }
  if (!asked) return { kind: 'version', expected: null, reported: told }
  if (generation !== asked.generation || !asked.release) return 'not-now'
  // One that went back by itself says so; the rollout it was in deals with it.
  if (update.state !== 'idle' && update.state !== 'confirmed') return 'not-now'
  if (running.sha256 === asked.release.sha256) return 'as-asked'
  const { name, version, sha256 } = asked.release
  return { kind: 'version', expected: { name, version, sha256 }, reported: told }
}
