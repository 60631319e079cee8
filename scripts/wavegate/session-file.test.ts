import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { SessionFile } from './session-file.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'wavegate-cli-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

const A = { cookie: 'session=a', email: 'a@x.test' }
const B = { cookie: 'session=b', email: 'b@x.test' }

test('a session is found again by its server, and by no other', () => {
  new SessionFile({ XDG_CONFIG_HOME: folder }).keep('https://a.test', A)
  const sessions = new SessionFile({ XDG_CONFIG_HOME: folder })
  sessions.keep('https://b.test', B)
  expect(sessions.find('https://a.test')).toEqual(A)
  expect(sessions.find('https://c.test')).toBeNull()
  expect(sessions.lastServer).toBe('https://b.test')
  sessions.forget('https://b.test')
  expect(sessions.find('https://b.test')).toBeNull()
  expect(sessions.lastServer).toBeNull()
})

test('only its owner reads it', () => {
  const sessions = new SessionFile({ XDG_CONFIG_HOME: folder })
  sessions.keep('https://a.test', A)
  expect(statSync(sessions.path).mode & 0o777).toBe(0o600)
  expect(statSync(join(folder, 'wavegate')).mode & 0o777).toBe(0o700)
})

test('without XDG_CONFIG_HOME it lies in ~/.config', () => {
  expect(new SessionFile({ HOME: folder }).path).toBe(join(folder, '.config/wavegate/session.json'))
})

test('a file that does not read is no session, and signing in mends it', () => {
  const sessions = new SessionFile({ XDG_CONFIG_HOME: folder })
  sessions.keep('https://a.test', A)
  writeFileSync(sessions.path, '{')
  expect(sessions.find('https://a.test')).toBeNull()
  sessions.keep('https://a.test', A)
  expect(readFileSync(sessions.path, 'utf8')).toContain('session=a')
})
