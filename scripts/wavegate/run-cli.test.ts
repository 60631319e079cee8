import { generateKeyPairSync } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { signatureHolds } from '../../server/adapters/signing/sign-manifest.ts'
import { SignedManifest } from '../../server/protocol/manifest.ts'
import { sampleRelease } from '../artifact/sample-release.ts'
import { runCli } from './run-cli.ts'
import { SessionFile } from './session-file.ts'

let folder = ''
let server: Server
let address = ''

/** Stands for whatever may answer at an address. */
const ANSWERS: Readonly<Record<string, { status: number; body: string }>> = {
  '/api/v1/me': { status: 401, body: JSON.stringify({ refusal: { code: 'forbidden', message: 'Sign in first.' } }) },
  '/api/v1/rollouts/r-1/pause': {
    status: 409,
    body: JSON.stringify({ refusal: { code: 'conflict', message: 'It is paused already.' } }),
  },
  '/api/v1/rollouts': { status: 200, body: '{"of":"another time"}' },
  '/api/v1/releases': { status: 502, body: '<html>bad gateway</html>' },
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'wavegate-cli-'))
  server = createServer((request, response) => {
    const { status, body } = ANSWERS[request.url ?? ''] ?? { status: 404, body: 'null' }
    response.writeHead(status, { 'content-type': 'application/json' }).end(body)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  for (const origin of [address, 'http://127.0.0.1:9'])
    new SessionFile({ XDG_CONFIG_HOME: folder }).keep(origin, { cookie: 'session=a', email: 'a@x.test' })
})
afterAll(async () => {
  await new Promise((resolve) => server.close(resolve))
  rmSync(folder, { recursive: true })
})

async function run(...argv: string[]) {
  const said = { out: '', err: '' }
  const code = await runCli(argv, {
    env: { XDG_CONFIG_HOME: folder, WAVEGATE_SERVER: address, INIT_CWD: folder },
    stdin: process.stdin,
    streams: {
      out: (text) => {
        said.out += text
      },
      err: (text) => {
        said.err += text
      },
    },
  })
  return { code, ...said }
}

const CASES = [
  {
    name: 'a refusal is said in the words of the server',
    argv: ['rollout', 'pause', 'r-1'],
    code: 1,
    err: 'It is paused already.',
  },
  {
    name: 'a session that is over says how to sign in',
    argv: ['whoami'],
    code: 1,
    err: 'login --server http://127.0.0.1',
  },
  { name: 'nobody signed in there', argv: ['whoami', '--server', 'http://127.0.0.1:8'], code: 1, err: 'Sign in first' },
  { name: 'an unknown command', argv: ['rollot'], code: 2, err: 'Did you mean rollout?' },
  { name: 'a missing argument', argv: ['device'], code: 2, err: "missing required argument 'id'" },
  {
    name: 'an address that is none',
    argv: ['whoami', '--server', 'ftp://x'],
    code: 2,
    err: 'is no address of a server',
  },
  { name: 'a file that is not there', argv: ['release', 'publish', 'gone.json'], code: 2, err: 'can not be read' },
  {
    name: 'a file that says something else',
    argv: ['release', 'publish', 'odd.json'],
    code: 2,
    err: 'odd.json: name:',
  },
  {
    name: 'nothing listens',
    argv: ['whoami', '--server', 'http://127.0.0.1:9'],
    code: 3,
    err: 'No answer from http://127.0.0.1:9',
  },
  { name: 'something else answers', argv: ['release', 'list'], code: 3, err: 'answered 502' },
  { name: 'a server of another version', argv: ['rollout', 'list'], code: 3, err: 'the CLI of the server' },
]

test.each(CASES)('$name: exit $code', async ({ argv, code, err }) => {
  writeFileSync(join(folder, 'odd.json'), '{}')
  const said = await run(...argv)
  expect(said).toMatchObject({ code, out: '' })
  expect(said.err).toContain(err)
})

test('help is no mistake', async () => {
  expect(await run('--help')).toMatchObject({ code: 0, err: '' })
})

test('a password is never taken from the command line', async () => {
  expect(await run('login', '--email', 'a@x.test', '--password', 'x')).toMatchObject({ code: 2 })
})

test('a release is signed without a server, and by an Ed25519 key only', async () => {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519')
  writeFileSync(join(folder, 'key.pem'), privateKey.export({ type: 'pkcs8', format: 'pem' }))
  writeFileSync(join(folder, 'other.pem'), 'no key')
  writeFileSync(join(folder, 'release.json'), JSON.stringify(sampleRelease('1.0.0', 'good').release))
  const sign = ['release', 'sign', 'release.json', '--counter', '7', '--server', 'http://127.0.0.1:8']
  const said = await run(...sign, '--key', 'key.pem', '--json')
  expect(said.code).toBe(0)
  const signed = SignedManifest.parse(JSON.parse(said.out))
  expect(signatureHolds(signed, publicKey)).toBe(true)
  expect(JSON.parse(signed.manifest)).toMatchObject({ version: '1.0.0', counter: 7 })
  expect(await run(...sign, '--key', 'other.pem')).toMatchObject({ code: 2 })
})
