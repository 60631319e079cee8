import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { DEMO_PASSWORD } from '../../server/adapters/auth/demo-people.ts'
import { REPORTED, registerDevice, TestLink } from '../../server/adapters/testing/test-device.ts'
import { type TestServer, testServer } from '../../server/adapters/testing/test-server.ts'
import { sampleRelease } from '../artifact/sample-release.ts'

const PLATFORM = { hardwareType: 'gw-100', architecture: 'arm64' } as const

let house: TestServer
let folder = ''
const links: TestLink[] = []

beforeAll(async () => {
  house = await testServer({ WAVEGATE_DEMO: '1' })
  folder = mkdtempSync(join(tmpdir(), 'wavegate-cli-'))
})
afterAll(() => {
  for (const link of links) link.socket.disconnect()
  rmSync(folder, { recursive: true })
})

/** The CLI as a process of its own, the way a pipeline starts it. */
async function wavegate(
  argv: readonly string[],
  stdin = '',
): Promise<{ code: number | null; out: string; err: string }> {
  const child = spawn(process.execPath, [join(import.meta.dirname, '../wavegate.ts'), ...argv], {
    env: { ...process.env, XDG_CONFIG_HOME: folder, WAVEGATE_SERVER: house.address, INIT_CWD: folder },
  })
  child.stdin.end(stdin)
  const [out, err, code] = await Promise.all([
    child.stdout.setEncoding('utf8').toArray(),
    child.stderr.setEncoding('utf8').toArray(),
    new Promise<number | null>((resolve) => child.once('close', resolve)),
  ])
  return { code, out: out.join(''), err: err.join('') }
}

test('[R-037] from signing in to a plan that must not be started', async () => {
  expect(await wavegate(['login', '--email', 'operator@demo.wavegate'], 'wrong')).toMatchObject({
    code: 1,
    err: 'The e-mail address or the password is wrong.\n',
  })
  expect(await wavegate(['login', '--email', 'operator@demo.wavegate'], `${DEMO_PASSWORD}\n`)).toMatchObject({
    code: 0,
  })
  const me = await wavegate(['whoami', '--json'])
  expect(JSON.parse(me.out)).toMatchObject({ person: { role: 'operator' } })

  await published('1.0.0')
  await published('2.0.0')
  // Nothing was measured on what they run: that item is really false.
  for (const id of ['dev-1', 'dev-2', 'dev-3']) await runningDevice(id)
  const words = [
    '--tell',
    'the site leads',
    '--success',
    'faster; nothing else changes',
    '--rollback-tested',
    'on the bench',
  ]
  const plan = await wavegate(['plan', '--release', 'edge-vision@2.0.0', '--save', ...words, '--json'])
  expect(plan.code).toBe(1)
  expect(plan.err).toContain('UNMET')
  const { preflight, number } = JSON.parse(plan.out) as { preflight: { met: boolean }[]; number: number }
  expect(preflight.some(({ met }) => !met)).toBe(true)
  expect(await house.db.rolloutPlan.findMany()).toMatchObject([{ number, revisionOf: null }])
  expect(await house.db.rollout.count()).toBe(0)
})

async function published(version: string): Promise<void> {
  const { packed, release } = sampleRelease(version, 'good', [PLATFORM])
  writeFileSync(join(folder, 'app.tar.gz'), packed.bytes)
  const upload = await wavegate(['artifact', 'upload', 'app.tar.gz', '--json'])
  expect(JSON.parse(upload.out)).toMatchObject({ sha256: packed.sha256, size: packed.size })
  writeFileSync(join(folder, 'release.json'), JSON.stringify(release))
  expect(await wavegate(['release', 'publish', 'release.json'])).toMatchObject({ code: 0 })
}

async function runningDevice(id: string): Promise<void> {
  const { sha256 } = sampleRelease('1.0.0', 'good', [PLATFORM]).packed
  const link = new TestLink(house.address)
  links.push(link)
  const running = { name: 'edge-vision', version: '1.0.0', sha256 }
  await link.open(await registerDevice(house.db, id), { reported: { ...REPORTED, running } })
}
