import { expect, test } from 'vitest'
import { lastWords } from './last-words.ts'

const numbered = (count: number, text: string) => Array.from({ length: count }, (_, n) => `${text} ${n}`)

test('[R-128] the newest lines of the agent and of the application, at most 200', () => {
  const words = lastWords(numbered(100, 'step'), numbered(500, 'line'))
  expect(words).toHaveLength(200)
  expect([words[0], words[59], words[60], words.at(-1)]).toEqual([
    'agent: step 40',
    'agent: step 99',
    'line 360',
    'line 499',
  ])
})

test.each(['x', '\u0000', 'ü', '"'])('[R-128] one message carries them, however much was printed: %j', (letter) => {
  const words = lastWords(numbered(100, letter.repeat(3000)), numbered(500, letter.repeat(3000)))
  expect(words.length).toBeGreaterThan(5)
  expect(Buffer.byteLength(JSON.stringify(words))).toBeLessThanOrEqual(50 * 1024)
  expect(words.every((line) => line.length <= 1000)).toBe(true)
})

test('an attempt that printed nothing still has the words of the agent', () => {
  expect(lastWords(['download failed'], [])).toEqual(['agent: download failed'])
})
