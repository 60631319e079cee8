import { createHash } from 'node:crypto'
import { copyFile, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { PublishRelease } from '../../server/protocol/commands/publish-release.ts'
import { Sha256 } from '../../server/protocol/ids.ts'
import type { Installed } from '../engine/installed.ts'
import { makeDirectory } from '../guard/durable.ts'
import type { Log } from '../ports.ts'
import type { SlotDriver } from '../slots/driver.ts'

/** What lies beside a packed artifact: the release it is part of. */
const Beside = PublishRelease.pick({
  name: true,
  version: true,
  artifacts: true,
  resources: true,
  application: true,
  smokeTests: true,
  functionalTests: true,
  health: true,
})

/**
 * The release a device leaves the factory with. Whoever holds the device in their hands is trusted; from then on only
 * the release key is. A device that has a release already keeps it.
 */
export async function installFactory(artifact: string, blobs: string, slots: SlotDriver, log: Log): Promise<void> {
  const disk = await slots.look()
  if (disk.a || disk.b) return
  const { installed, unpackedSize, files } = await readFactory(artifact)
  await makeDirectory(blobs)
  const blob = join(blobs, installed.sha256)
  await copyFile(artifact, blob)
  await slots.clear('a')
  await slots.fill('a', installed.sha256, { unpackedSize, files })
  await slots.seal('a', installed)
  await slots.activate('a')
  await rm(blob)
  log('info', `factory release ${installed.name} ${installed.version} laid into slot a`)
}

export type Factory = { installed: Installed; bytes: Buffer; unpackedSize: number; files: number }

export async function readFactory(artifact: string): Promise<Factory> {
  const release = await describe(artifact)
  const bytes = await readFile(artifact)
  const sha256 = Sha256.parse(createHash('sha256').update(bytes).digest('hex'))
  const listed = release.artifacts.find((candidate) => candidate.sha256 === sha256)
  if (!listed) throw new Error(`${artifact}.release.json does not list this artifact; pack the release again`)
  const { name, version, application, resources, health } = release
  const smokeTests = [...release.smokeTests, ...(release.functionalTests ?? [])]
  return {
    installed: {
      name,
      version,
      sha256,
      config: {},
      application,
      memoryMb: resources.memoryMb,
      smokeTests,
      ...(health && { health }),
    },
    bytes,
    unpackedSize: listed.unpackedSize,
    files: listed.files,
  }
}

async function describe(artifact: string): Promise<z.infer<typeof Beside>> {
  const path = `${artifact}.release.json`
  const text = await readFile(path, 'utf8').catch(() => {
    throw new Error(`${path} is missing: a factory release is an artifact with its description beside it`)
  })
  const release = Beside.safeParse(JSON.parse(text))
  if (!release.success) throw new Error(`${path} is not a release: ${z.prettifyError(release.error)}`)
  return release.data
}
