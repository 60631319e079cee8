import { expect, test } from 'vitest'
import { cutUpload } from './cut-upload.ts'

// A quarter of what `npm run bench -- upload` does: enough to see memory that grows with the artifact.
test('[R-025] a large upload survives two cuts in flat memory, and one flipped bit is refused', async () => {
  const { mib, resumedAt, rssGrowthMib, kept, flipped } = await cutUpload(256)
  expect(kept).toBe(true)
  const third = (mib << 20) / 3
  expect(resumedAt[0]).toBeGreaterThan(third * 0.8)
  expect(resumedAt[1]).toBeGreaterThan(third * 1.8)
  expect(rssGrowthMib).toBeLessThanOrEqual(64)
  expect(flipped).toMatchObject({ status: 400, sentence: expect.stringContaining('upload them again') })
})
