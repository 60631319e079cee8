import { describe, expect, it } from 'vitest'
import { Reported } from '../../protocol/reported.ts'
import { type Asked, unaskedVersion } from './unasked-version.ts'

const release = (digit: string) => ({ name: 'app', version: digit, sha256: digit.repeat(64) })
const says = (digit: string, generation: number, state: object = { state: 'confirmed' }) =>
  Reported.parse({ generation, running: release(digit), slot: 'a', standby: null, update: state })
const asked: Asked = { generation: 3, release: Reported.parse(says('1', 3)).running }

describe('[R-003] a version nobody asked for', () => {
  it.each([
    { name: 'runs what it was told', word: says('1', 3), verdict: 'as-asked' },
    {
      name: 'is on its way',
      word: says('2', 3, { state: 'updating', step: 'proving', percent: null }),
      verdict: 'not-now',
    },
    {
      name: 'went back by itself',
      word: says('2', 3, { state: 'rolled-back', reason: 'internal', detail: '' }),
      verdict: 'not-now',
    },
    { name: 'has not heard the newest desired state', word: says('2', 2), verdict: 'not-now' },
    { name: 'runs nothing yet', word: { ...says('1', 3), running: null }, verdict: 'not-now' },
  ])('nothing to say of a device that $name', ({ word, verdict }) => {
    expect(unaskedVersion(word, asked)).toBe(verdict)
  })

  it('is named, with what was asked for', () => {
    expect(unaskedVersion(says('9', 3), asked)).toMatchObject({
      kind: 'version',
      expected: { version: '1' },
      reported: { version: '9' },
    })
    expect(unaskedVersion(says('9', 0, { state: 'idle' }), null)).toMatchObject({ expected: null })
  })
})
