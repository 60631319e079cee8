import { expect, test } from 'vitest'
import { TRAITS } from '../../agent/fleet/modelled-app.ts'
import { read } from '../../agent/fleet/shared-artifacts.ts'
import { PublishRelease } from '../../server/protocol/commands/publish-release.ts'
import { sampleRelease, VARIANTS } from './sample-release.ts'

test.each(VARIANTS)('%s packs to the same bytes each time, and to a release the server takes', (variant) => {
  const { packed, release } = sampleRelease('1.2.3', variant)
  expect(sampleRelease('1.2.3', variant).packed.bytes.equals(packed.bytes)).toBe(true)
  expect(PublishRelease.parse(release)).toEqual(release)
})

test('versions and variants are different artifacts', () => {
  const all = VARIANTS.map((variant) => sampleRelease('1.0.0', variant).packed.sha256)
  expect(new Set([...all, sampleRelease('1.0.1', 'good').packed.sha256]).size).toBe(VARIANTS.length + 1)
})

test.each(VARIANTS)('a modelled device finds out from the files that it runs %s', async (variant) => {
  const { packed } = sampleRelease('1.2.3', variant)
  const { sha256, size, contents } = await read(packed.bytes)
  const { unpackedSize, files } = packed
  expect({ sha256, size }).toEqual({ sha256: packed.sha256, size: packed.size })
  expect(contents).toEqual({ version: '1.2.3', traits: TRAITS[variant], unpackedSize, files })
})
