import { createHash, generateKeyPairSync } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Command } from 'commander'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { DEMO_PASSWORD } from '../../server/adapters/auth/demo-people.ts'
import { StoredFleet } from '../../server/adapters/prisma/testing/stored-fleet.ts'
import { REPORTED, registerDevice, TestLink } from '../../server/adapters/testing/test-device.ts'
import { type TestServer, testServer } from '../../server/adapters/testing/test-server.ts'
import { canonicalJson } from '../../server/protocol/canonical-json.ts'
import type { Instant } from '../../server/protocol/ids.ts'
import { sampleRelease } from '../artifact/sample-release.ts'
import type { World } from './cli.ts'
import { commandLine, runCli } from './run-cli.ts'

const PLATFORM = { hardwareType: 'gw-100', architecture: 'arm64' } as const
const NOBODY = Array.from({ length: 8 }, () => '0f0f').join('-')
const SOON = new Date(Date.now() + 3_600_000).toISOString()
const EDITED = { camera: { exposure: 12 } }

let house: TestServer
let folder = ''
let link: TestLink
const known: Record<string, string> = {}

/** What scripts see of one command; `known` fills in what an earlier answer named. */
async function run(argv: readonly string[]) {
  const said = { out: '', err: '' }
  const words = argv.map((word) => word.replaceAll(/\{(\w+)\}/g, (_, name: string) => known[name] ?? `no ${name}`))
  const code = await runCli(words, worldOf(said))
  return { code, ...said }
}

const worldOf = (said: { out: string; err: string }): World => ({
  env: {
    XDG_CONFIG_HOME: folder,
    WAVEGATE_SERVER: house.address,
    WAVEGATE_PASSWORD: DEMO_PASSWORD,
    INIT_CWD: folder,
  },
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

const file = (name: string, content: unknown) =>
  writeFileSync(join(folder, name), typeof content === 'string' ? content : JSON.stringify(content))

beforeAll(async () => {
  house = await testServer({ WAVEGATE_DEMO: '1' })
  folder = mkdtempSync(join(tmpdir(), 'wavegate-cli-'))
  const { packed, release } = sampleRelease('1.0.0', 'good', [PLATFORM])
  writeFileSync(join(folder, 'app.tar.gz'), packed.bytes)
  file('release.json', release)
  file('layer.json', { camera: { exposure: 10, pin: 'p-1' } })
  file('worse.json', { camera: { exposure: 500 } })
  file('broken.json', '{')
  file('key.pem', generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }))
  const fleet = new StoredFleet(house.db)
  fleet.now = Date.now() as Instant
  await fleet.build(12)
  known.rollout = await fleet.startRollout()
})
afterAll(() => {
  link?.socket.disconnect()
  rmSync(folder, { recursive: true })
})

/** A device that runs the release under a file somebody edited. */
async function editedDevice(): Promise<void> {
  const { sha256 } = sampleRelease('1.0.0', 'good', [PLATFORM]).packed
  const configDigest = createHash('sha256').update(canonicalJson(EDITED)).digest('hex')
  const running = { name: 'edge-vision', version: '1.0.0', sha256, configDigest }
  link = new TestLink(house.address)
  await link.open(await registerDevice(house.db, 'dev-1'), { reported: { ...REPORTED, running } })
  const config = { is: 'document', path: 'slot-a/wavegate.config.json', document: EDITED }
  const rest = { slots: [], capabilities: [], mechanisms: ['dual-slot'], resources: [] }
  await link.say({ type: 'inventory', installed: running, config, ...rest })
  await vi.waitFor(async () => expect(await house.db.driftItem.count()).toBeGreaterThan(0), 30_000)
}

/** What is sealed by then, in a file. */
async function exported(): Promise<void> {
  await vi.waitFor(async () => expect(await house.db.ledgerSeal.count()).toBeGreaterThan(0), 10_000)
  file('ledger.jsonl', (await run(['ledger', 'export'])).out)
}

type Row = {
  readonly argv: string
  /** 0 unless it says otherwise */
  readonly code?: 0 | 1 | 2
  /** in what a person reads: stdout of what was done, stderr of what was refused */
  readonly says?: string
  /** from the JSON of its answer, for later rows */
  readonly keep?: (answer: never) => Record<string, string>
  readonly before?: () => Promise<void>
  /** does it write a file to stdout, which --json leaves as it is? */
  readonly raw?: boolean
}

const ROWS: readonly Row[] = [
  { argv: 'whoami', code: 1, says: 'Sign in first' },
  { argv: 'login --email operator@demo.wavegate', says: 'Olive Operator (operator)' },
  { argv: 'login', code: 2, says: 'required option' },
  { argv: 'whoami', says: 'Olive Operator' },
  { argv: 'artifact upload app.tar.gz', says: 'sha256' },
  { argv: 'artifact upload gone.tar.gz', code: 2 },
  { argv: 'artifact list' },
  { argv: 'artifact remove nope', code: 2, says: '64 hexadecimal digits' },
  { argv: 'release publish release.json', keep: ({ id }: { id: string }) => ({ release: id }) },
  { argv: 'release publish release.json', code: 1 },
  { argv: 'release publish broken.json', code: 2, says: 'can not be read as JSON' },
  { argv: 'release sign release.json --key key.pem --counter 9' },
  { argv: 'release list', says: 'edge-vision 1.0.0' },
  { argv: 'release deprecate {release} --reason old', says: 'Done: deprecate' },
  { argv: 'release reinstate {release} --reason fine', says: 'Done' },
  { argv: 'release block {release} --reason leaks', says: 'Done' },
  { argv: 'release unblock {release} --reason mended', says: 'Done' },
  { argv: 'release block {release} --reason x', code: 2, says: 'say why' },
  { argv: 'release block nope --reason leaks', code: 1, says: 'no such release' },
  { argv: 'devices', says: 'matching devices', before: editedDevice },
  { argv: 'devices type:', code: 1 },
  { argv: 'device dev-1', says: 'gw-100' },
  { argv: 'device nope', code: 1, says: 'no such device' },
  { argv: 'registry export --format json', raw: true },
  { argv: 'registry import broken.json', code: 1 },
  { argv: 'tokens create --name line --uses 2', keep: ({ id }: { id: string }) => ({ token: id }) },
  { argv: 'tokens create --uses none', code: 2, says: 'uses' },
  { argv: 'tokens list', says: 'line' },
  { argv: 'tokens revoke {token}', says: 'Revoked' },
  { argv: 'tokens revoke nope', code: 1 },
  { argv: 'lobby list' },
  { argv: 'lobby accept AAAA', code: 2, says: 'eight groups' },
  { argv: `lobby accept ${NOBODY}`, code: 1 },
  { argv: `lobby reject ${NOBODY} --reason stranger`, code: 1 },
  { argv: 'scan start', says: 'Started' },
  { argv: 'scan status' },
  { argv: 'windows list', says: 'any time' },
  { argv: 'windows set north Mon-Fri 22:00-04:00 --preview', says: 'any time → Mon–Fri 22:00–04:00' },
  { argv: 'windows set north Mon-Fri 22:00-04:00 Sat,Sun 00:00-00:00', says: 'Sat, Sun 00:00–00:00' },
  { argv: 'windows list', says: 'Mon–Fri 22:00–04:00; Sat, Sun 00:00–00:00' },
  { argv: 'windows set north Mon-Fri', code: 2, says: 'days and hours in turn' },
  { argv: 'windows set nowhere Mon 22:00-04:00', code: 1, says: 'no site nowhere' },
  { argv: 'windows end north --preview', says: 'Sat, Sun 00:00–00:00 → any time' },
  { argv: 'windows end north', says: '→ any time' },
  { argv: 'freezes list', says: 'No freeze' },
  { argv: 'freezes add --until tomorrow --reason holidays', code: 2, says: 'write it as' },
  { argv: `freezes add --until ${SOON}`, code: 2, says: 'required option' },
  { argv: `freezes add --until ${SOON} --reason holidays --site south --preview`, says: 'south, 6 devices' },
  { argv: `freezes add --until ${SOON} --reason holidays --site nowhere`, code: 1, says: 'no site nowhere' },
  { argv: 'freezes add --until 2020-01-01T00:00:00Z --reason holidays', code: 1, says: 'over already' },
  {
    argv: `freezes add --until ${SOON} --reason holidays --site south`,
    says: 'Frozen as',
    keep: ({ id }: { id: string }) => ({ freeze: id }),
  },
  { argv: 'freezes list', says: '{freeze}' },
  { argv: 'windows list', says: 'holidays' },
  { argv: 'freezes end {freeze}', says: 'is over' },
  { argv: 'freezes end {freeze}', code: 1, says: 'over already' },
  { argv: 'freezes end nope', code: 1, says: 'no such freeze' },
  { argv: 'config get', says: '{}' },
  { argv: 'config diff layer.json', code: 1, says: 'camera.exposure' },
  { argv: 'config set worse.json --release edge-vision@1.0.0', code: 1, says: 'camera.exposure must be <= 100' },
  { argv: 'config set layer.json --secret camera.pin', says: 'Version 1 of the fleet' },
  { argv: 'config set layer.json --version 0', code: 1, says: 'read it again' },
  { argv: 'config set layer.json --scope site --key nowhere', code: 1, says: 'no site' },
  { argv: 'config get --device dev-1', says: 'camera.pin' },
  { argv: 'config get --scope planet', code: 2, says: 'scope' },
  { argv: 'config history', says: 'secret from now on: camera.pin' },
  {
    argv: 'snapshot create --release edge-vision@1.0.0 --note try',
    keep: ({ number }: { number: number }) => ({ number: String(number) }),
  },
  { argv: 'snapshot create --release edge-vision@9.9.9', code: 1, says: 'no release edge-vision@9.9.9' },
  { argv: 'snapshot list', says: 'try' },
  { argv: 'snapshot show {number} --device dev-1', says: 'camera.exposure' },
  { argv: 'snapshot show one', code: 2, says: 'no number of a snapshot' },
  { argv: 'snapshot show 99999', code: 1, says: 'no such snapshot' },
  { argv: 'snapshot diff 1 {number}', says: 'camera.exposure' },
  { argv: 'snapshot tag {number} candidate', says: 'candidate' },
  { argv: 'snapshot tag {number} known-good', code: 2, says: 'earned' },
  { argv: 'snapshot restore-plan {number} --selector id:dev-1', code: 1 },
  {
    argv: 'drift list',
    says: 'camera.exposure',
    keep: ({ groups }: { groups: { id: string }[] }) => ({ group: groups[0]?.id ?? '' }),
  },
  { argv: 'drift reconcile', code: 2, says: 'Name either' },
  { argv: 'drift reconcile --device dev-1 --preview', says: 'config:camera.exposure' },
  { argv: 'drift accept --group {group} --preview', says: 'camera.exposure = 12' },
  { argv: 'drift accept --group {group}', code: 2, says: 'say why' },
  { argv: 'drift accept --device dev-1 --key camera.exposure --reason calibrated', says: 'Accepted on 1 devices' },
  { argv: 'drift accept --group {group} --reason again', code: 1, says: 'Nothing differs' },
  { argv: 'drift reconcile --device dev-1', code: 1, says: 'Nothing differs' },
  { argv: 'plan --release edge-vision@1.0.0 --selector id:dev-1', code: 1 },
  { argv: 'plan --release nope@1', code: 1, says: 'no release nope@1' },
  { argv: 'plan --release edge-vision@1.0.0 --selector id:dev-1 --save', code: 2, says: '--tell' },
  { argv: 'plan --release edge-vision@1.0.0 --selector id:dev-1 --save --tell ops --success stable', code: 1 },
  { argv: 'plans list' },
  { argv: 'plans show 1' },
  { argv: 'plans show 99999', code: 1, says: 'no such plan' },
  { argv: 'plans diff 1 1' },
  { argv: 'plans revise 99999', code: 1 },
  { argv: 'rollout list', says: '{rollout}' },
  { argv: 'rollout status {rollout}', says: 'phase' },
  { argv: 'why {rollout}', says: 'Canary' },
  { argv: 'why dev-1', says: 'wait' },
  { argv: 'why nope', code: 1, says: 'no such' },
  { argv: 'rollout status nope', code: 1, says: 'no such rollout' },
  { argv: 'rollout start one', code: 2 },
  { argv: 'rollout start 99999', code: 1, says: 'no plan 99999' },
  { argv: 'rollout pause {rollout}', says: 'Paused' },
  { argv: 'rollout pause {rollout}', code: 1 },
  { argv: 'rollout resume {rollout}', says: 'Resumed' },
  { argv: 'rollout state-block {rollout}' },
  { argv: 'rollout root-cause {rollout} --category other --text Nobody-knows-why', code: 1 },
  { argv: 'rollout root-cause {rollout} --category weather --text It-rained-all-day', code: 2 },
  { argv: 'rollout ask-override {rollout} --reason two-cameras-are-cleaned', code: 1 },
  { argv: 'rollout confirm-override {rollout}', code: 1 },
  {
    argv: 'rollout prioritise {rollout} --to high --reason it-cannot-wait',
    code: 1,
    says: 'does not wait for its turn',
  },
  { argv: 'rollout prioritise {rollout} --to soon --reason it-cannot-wait', code: 2 },
  { argv: 'rollout pick-arm {rollout} --arm b --reason it-is-faster', code: 1 },
  { argv: 'rollout clear-suspicion {rollout} --cause none --reason it-did-not-go-on', code: 1 },
  { argv: 'rollout retry-failed {rollout} --reason the-disks-are-empty', code: 1 },
  { argv: 'rollout report {rollout}' },
  { argv: 'rollout report {rollout} --format csv --table waves' },
  { argv: 'rollout report {rollout} --format docx', code: 2 },
  { argv: 'rollout roll-back-wave {rollout}', code: 1 },
  { argv: 'rollout roll-back {rollout}', code: 1 },
  { argv: 'rollout abort {rollout}' },
  { argv: 'ledger seal', says: 'newest seal' },
  { argv: 'ledger export --rollout {rollout}', raw: true },
  { argv: 'ledger export --rollout nope', code: 1, says: 'no such rollout' },
  { argv: 'ledger verify ledger.jsonl', says: 'All of it fits', before: exported },
  { argv: `ledger verify ledger.jsonl --seal ${'0'.repeat(64)}`, code: 1, says: 'written down' },
  { argv: 'ledger verify ledger.jsonl --seal short', code: 2, says: '64 hexadecimal digits' },
  { argv: 'ledger verify app.tar.gz', code: 1, says: 'line 1 is changed' },
  { argv: 'ledger verify gone.jsonl', code: 2, says: 'no file' },
  { argv: 'ledger replay ledger.jsonl', says: 'come out the same' },
  { argv: 'approval list' },
  { argv: 'approval approve nope', code: 1, says: 'no such approval' },
  { argv: 'approval reject nope', code: 1, says: 'no such approval' },
  { argv: 'logout', says: 'Signed out' },
  { argv: 'drift list', code: 1, says: 'Sign in first' },
  { argv: 'nonsense', code: 2, says: 'unknown command' },
]

test('[R-107] every command there is says what it did in words, or as one line of JSON, and a refusal in a sentence', {
  timeout: 120_000,
}, async () => {
  const wrong: string[] = []
  for (const row of ROWS) {
    await row.before?.()
    const said = await run([...row.argv.split(' '), '--json'])
    const because = whatIsWrong(row, said)
    if (because) wrong.push(`${row.argv}: ${because}; ${said.code} ${said.err}${said.out.slice(0, 200)}`)
    else if (row.keep) Object.assign(known, row.keep(JSON.parse(said.out) as never))
  }
  expect(wrong).toEqual([])
})

function whatIsWrong({ argv, code = 0, says = '', raw }: Row, said: Awaited<ReturnType<typeof run>>): string | null {
  if (said.code !== code) return `exit ${code} was expected`
  if (/\n\s+at |undefined|\[object|Error:/.test(said.err)) return 'it says what only a programmer understands'
  if (code > 0 && said.err.trim() === '') return 'it does not say why'
  if (code === 0 && said.out === '') return 'it answers nothing'
  const lines = said.out.trimEnd().split('\n')
  if (!raw && (lines.length > 1 || !isJson(said.out || 'null'))) return 'its answer is not one line of JSON'
  if (raw && !isJson(said.out) && !lines.every(isJson)) return 'its answer is no JSON'
  const expected = says.replaceAll(/\{(\w+)\}/g, (_, name: string) => known[name] ?? '')
  return `${said.err}${said.out}`.includes(expected) ? null : `it does not say “${expected}” after ${argv}`
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

test('no command is left out of the list above', () => {
  const named = (command: Command, path: string): string[] =>
    command.commands.length === 0
      ? [path.trim()]
      : command.commands.flatMap((one) => named(one, `${path} ${one.name()}`))
  const all = named(commandLine(worldOf({ out: '', err: '' })), '')
  const missing = all.filter((path) => !ROWS.some(({ argv }) => argv === path || argv.startsWith(`${path} `)))
  expect(missing).toEqual([])
})
