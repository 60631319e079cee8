import { expect, test } from 'vitest'
import { configure, usage } from './config.ts'

const least = ['--server', 'http://127.0.0.1:3000/', '--dir', '/var/lib/wavegate']

test('the least it needs is a server and a folder', () => {
  expect(configure(least, {})).toMatchObject({
    ok: true,
    settings: { server: 'http://127.0.0.1:3000', fidelity: 3, appPort: null },
  })
})

test('every option also comes by environment, and the command line wins', () => {
  const env = { WAVEGATE_AGENT_SITE: 'oslo', WAVEGATE_AGENT_MEMORY_MB: '4096', WAVEGATE_AGENT_LABEL: 'a=1,b=2' }
  const configured = configure([...least, '--site', 'brno'], env)
  expect(configured).toMatchObject({ ok: true, settings: { site: 'brno', memoryMb: 4096, labels: { a: '1', b: '2' } } })
})

test.each([
  { name: 'no server', argv: ['--dir', 'x'], says: 'give the server as a URL' },
  { name: 'no folder', argv: ['--server', 'http://x'], says: 'say where the device keeps its files' },
  {
    name: 'a server that is no web address',
    argv: ['--server', 'ftp://x', '--dir', 'x'],
    says: 'give the server as a URL',
  },
  { name: 'an option nobody knows', argv: [...least, '--fast'], says: '--fast' },
  { name: 'a label without a value', argv: [...least, '--label', 'oops'], says: 'KEY=VALUE' },
  { name: 'a fidelity beyond five', argv: [...least, '--fidelity', '9'], says: 'fidelity' },
])('$name: one sentence says what to do', ({ argv, says }) => {
  const configured = configure(argv, {})
  expect(configured.ok ? '' : configured.because).toContain(says)
})

test('the usage names every option', () => {
  for (const name of ['server', 'token', 'factory', 'app-port', 'reconnect-max', 'single-point-of-failure'])
    expect(usage()).toContain(`--${name}`)
})
