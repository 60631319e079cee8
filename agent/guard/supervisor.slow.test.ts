import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { installed } from '../testing/values.ts'
import { supervisor } from './supervisor.ts'

const OPEN =
  "require('http').createServer((_, r) => r.end(JSON.stringify(process.env))).listen(process.env.PORT, '127.0.0.1', () => console.log('ready'));"
const DEAF = `process.on('SIGTERM', () => {});${OPEN}`
const WITH_CHILD = `require('child_process').spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' }).on('spawn', function () { require('fs').writeFileSync('child.pid', String(this.pid)) });${OPEN}`

let dir = ''

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'wavegate-supervisor-'))
  await mkdir(join(dir, 'slot-a'))
})
afterEach(() => rm(dir, { recursive: true, force: true }))

const make = () =>
  supervisor({ dir, deviceId: 'rpi5-0001', port: null, env: { PATH: '/usr/bin:/bin', WAVEGATE_AGENT_TOKEN: 'secret' } })

async function running(program: string) {
  await writeFile(join(dir, 'slot-a', 'main.cjs'), program)
  const release = installed('1.0.0', 'a')
  const guard = make()
  let told: (because: string) => void = () => {}
  const exited = new Promise<string>((resolve) => {
    told = resolve
  })
  await guard.start('a', { ...release, application: { ...release.application, start: ['node', 'main.cjs'] } }, told)
  return { guard, exited }
}

/** Asks until it answers. */
async function answer(port: number): Promise<Record<string, string>> {
  for (;;) {
    const found = await fetch(`http://127.0.0.1:${port}/`).catch(() => null)
    if (found) return (await found.json()) as Record<string, string>
    await new Promise((resolve) => setImmediate(resolve))
  }
}

const alive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

test('an application gets its port and version, and nothing of the agent’s secrets', async () => {
  const { guard } = await running(OPEN)
  const env = await answer(guard.life('a')?.port ?? 0)
  expect(env).toMatchObject({ WAVEGATE_VERSION: '1.0.0', WAVEGATE_SLOT: 'a', HOST: '127.0.0.1' })
  expect(env).not.toHaveProperty('WAVEGATE_AGENT_TOKEN')
  expect(await guard.tail('a')).toEqual(['ready'])
  await guard.stop(5)
})

test('its end is told with how it ended', async () => {
  const { exited } = await running('process.exit(3)')
  expect(await exited).toBe('exit code 3')
})

test('what cannot be found is an end too', async () => {
  const release = installed('1.0.0', 'a')
  const guard = make()
  const exited = new Promise<string>((resolve) => {
    const application = { ...release.application, start: ['no-such-program'] }
    void guard.start('a', { ...release, application }, resolve)
  })
  expect(await exited).toBe('exit code 127')
})

test('[M9] one that ignores being asked is ended all the same', async () => {
  const { guard } = await running(DEAF)
  const life = guard.life('a')
  await answer(life?.port ?? 0)
  await guard.stop(0.3)
  expect(alive(life?.pid ?? 0)).toBe(false)
})

test('what it started itself ends with it', async () => {
  const { guard } = await running(WITH_CHILD)
  await answer(guard.life('a')?.port ?? 0)
  const child = Number(await readFile(join(dir, 'slot-a', 'child.pid'), 'utf8'))
  await guard.stop(5)
  await expect.poll(async () => alive(child) && (await isWorking(child))).toBe(false)
})

test('[A4] one that a killed agent left behind is found and ended before anything is started', async () => {
  const { guard } = await running(OPEN)
  const life = guard.life('a')
  await answer(life?.port ?? 0)
  await make().clear() // another life of the agent, which never heard of it
  await expect(fetch(`http://127.0.0.1:${life?.port}/`)).rejects.toThrow()
})

test('[A4] a process that merely has the same number is left alone', async () => {
  const stranger = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' })
  await once(stranger, 'spawn')
  await writeFile(join(dir, 'app.pid'), `${stranger.pid}\n`)
  await make().clear()
  expect(stranger.exitCode).toBeNull()
  expect(alive(stranger.pid ?? 0)).toBe(true)
  stranger.kill('SIGKILL')
  await once(stranger, 'exit')
})

/** Nobody may collect the dead of a dead parent in a container; a zombie does nothing. */
async function isWorking(pid: number): Promise<boolean> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '')
  return stat !== '' && !stat.includes(') Z ')
}
