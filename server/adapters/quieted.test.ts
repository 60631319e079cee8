import { expect, test } from 'vitest'
import { quieted } from './quieted.ts'

test('the same trouble is said once, then with how often it came; another one is said at once', () => {
  const said: string[] = []
  let now = 0
  const trouble = quieted(
    (_, about, times) => said.push(`${about} ×${times}`),
    () => now,
    1000,
  )
  for (const at of [0, 200, 400, 1500, 1600]) {
    now = at
    trouble(new Error('away'), 'rollout a')
  }
  trouble(new Error('away'), 'rollout b')
  expect(said).toEqual(['rollout a ×1', 'rollout a ×3', 'rollout b ×1'])
})
