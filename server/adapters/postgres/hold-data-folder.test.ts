import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { holdDataFolder } from './hold-data-folder.ts'

let parent: string
let other: ChildProcess | null = null
beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), 'wavegate-hold-'))
})
afterEach(async () => {
  if (other) await killed(other)
  other = null
  rmSync(parent, { recursive: true, force: true })
})

describe('the data folder', () => {
  it('is made for its owner alone and can be held again once released', () => {
    const first = holdDataFolder(join(parent, 'a/data'))
    expect(statSync(first.path).mode & 0o777).toBe(0o700)
    first.release()
    holdDataFolder(first.path).release()
  })

  it('is refused to a second server, which is told the pid of the first', async () => {
    const child = await holder(parent)
    expect(() => holdDataFolder(parent)).toThrow(
      `Another Wavegate server (pid ${child.pid}) is using the data folder ${parent}: stop it, or set WAVEGATE_DATA to another folder.`,
    )
  })

  it('is free the moment its server was killed, whoever has the pid it left behind', async () => {
    await killed(await holder(parent))
    writeFileSync(join(parent, 'server.pid'), `${process.ppid}\n`)
    holdDataFolder(parent).release()
  })

  it('says what to do when it cannot be written', () => {
    writeFileSync(join(parent, 'file'), '')
    expect(() => holdDataFolder(join(parent, 'file/data'))).toThrow(
      /^Wavegate cannot write in its data folder .* \(ENOTDIR\): make it writable for this user, or set WAVEGATE_DATA/,
    )
  })

  it.runIf(process.getuid?.() === 0)('says so too when it belongs to somebody else', async () => {
    const child = spawnHolder(parent, { uid: 65_534, gid: 65_534 })
    const [said] = await once(child.stderr, 'data')
    expect(String(said)).toMatch(/cannot write in its data folder .*: make it writable for this user/)
  })
})

async function holder(path: string): Promise<ChildProcess> {
  const child = spawnHolder(path, {})
  await once(child.stdout, 'data')
  return child
}

function spawnHolder(path: string, ids: { uid?: number; gid?: number }) {
  const program = `
    import { holdDataFolder } from ${JSON.stringify(join(import.meta.dirname, 'hold-data-folder.ts'))}
    try { holdDataFolder(${JSON.stringify(path)}) } catch (error) { console.error(error.message); process.exit(1) }
    // What nobody keeps is collected at some time: here at once.
    globalThis.gc()
    console.log('held')
    setInterval(() => {}, 60_000)`
  const args = ['--expose-gc', '--disable-warning=ExperimentalWarning', '--input-type=module', '--eval', program]
  const child = spawn(process.execPath, args, { ...ids, cwd: '/', stdio: ['ignore', 'pipe', 'pipe'] })
  other = child
  return child
}

async function killed(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  child.kill('SIGKILL')
  await once(child, 'exit')
}
