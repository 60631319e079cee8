import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { isEnough } from './bring-node.mjs'
import { fingerprint } from './fingerprint.mjs'
import { isInstalled } from './installed.mjs'
import { namesIn } from './named-script.mjs'
import { reasonOf } from './npm.mjs'
import { closingLine, countPlaywright, countVitest, wholeStep } from './tally.mjs'

describe('Node', () => {
  it.each([
    { version: '18.20.4', enough: false },
    { version: '20.20.2', enough: false },
    { version: '22.17.1', enough: false },
    { version: '22.18.0', enough: true },
    { version: '24.0.0', enough: true },
    { version: '26.1.0', enough: true },
  ])('$version is enough: $enough', ({ version, enough }) => {
    expect(isEnough(version)).toBe(enough)
  })
})

type Installed = Record<string, { version: string; integrity?: string }>

describe('packages', () => {
  const wanted = { '': { version: '1.0.0' }, 'node_modules/zod': { version: '4.0.0', integrity: 'sha512-a' } }

  it.each<{ name: string; there: Installed; is: boolean }>([
    {
      name: 'are installed as locked',
      there: { 'node_modules/zod': { version: '4.0.0', integrity: 'sha512-a' } },
      is: true,
    },
    { name: 'are not when one is missing', there: {}, is: false },
    { name: 'are not when one is of another version', there: { 'node_modules/zod': { version: '3.0.0' } }, is: false },
    {
      name: 'are not when one has other content',
      there: { 'node_modules/zod': { version: '4.0.0', integrity: 'b' } },
      is: false,
    },
  ])('$name', ({ there, is }) => {
    expect(isInstalled({ packages: wanted }, { packages: there })).toBe(is)
  })

  it('may lack another platform’s binaries, but not everything', () => {
    const lock = { packages: { 'node_modules/@esbuild/darwin-arm64': { version: '1.0.0', optional: true } } }
    expect(isInstalled(lock, { packages: {} })).toBe(true)
    expect(isInstalled(lock, null)).toBe(false)
  })
})

describe('what npm complains about', () => {
  it.each([
    {
      output:
        'npm error code ENOTFOUND\nnpm error syscall getaddrinfo\nnpm error request to https://r.example/x failed\n',
      reason: 'ENOTFOUND: request to https://r.example/x failed',
    },
    { output: '', reason: 'npm gave no reason' },
  ])('becomes $reason', ({ output, reason }) => {
    expect(reasonOf(output)).toBe(reason)
  })
})

describe('a fingerprint', () => {
  let root: string
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'wavegate-launch-'))
    mkdirSync(join(root, 'app'))
    writeFileSync(join(root, 'app/page.tsx'), 'one')
  })
  afterEach(() => rmSync(root, { recursive: true }))
  const now = () => fingerprint(root, ['app', 'none.json'])

  it('stays when a file is only touched, or a test is written', () => {
    const before = now()
    utimesSync(join(root, 'app/page.tsx'), 1, 1)
    writeFileSync(join(root, 'app/page.test.ts'), 'a test')
    expect(now()).toBe(before)
  })

  it('changes with a content, a name and a file that appears', () => {
    const seen = [now()]
    writeFileSync(join(root, 'app/page.tsx'), 'two')
    seen.push(now())
    writeFileSync(join(root, 'app/other.tsx'), '')
    seen.push(now())
    writeFileSync(join(root, 'none.json'), '')
    seen.push(now())
    expect(new Set(seen).size).toBe(4)
  })
})

describe('the named scripts', () => {
  it('are the TypeScript files of the folder, without its tests', () => {
    expect(namesIn(['storm.ts', 'ingest.ts', 'ingest.test.ts', 'bare', 'README.md'])).toEqual(['ingest', 'storm'])
  })
})

describe('the closing line', () => {
  it('adds up steps and tests', () => {
    const vitest = countVitest(1, { numPassedTests: 40, numFailedTests: 2 })
    const playwright = countPlaywright(0, { stats: { expected: 5, unexpected: 0, flaky: 0 } })
    expect(closingLine([wholeStep(0), wholeStep(1), vitest, playwright])).toBe('46 passed, 3 failed')
  })

  it('never says 0 failed of a runner that failed or never reported', () => {
    expect(countVitest(1, { numPassedTests: 3, numFailedTests: 0 })).toEqual({ passed: 3, failed: 1 })
    expect(countPlaywright(137, null)).toEqual({ passed: 0, failed: 1 })
  })
})
