import { createPublicKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto'
import { io, type Socket } from 'socket.io-client'
import type { Ack } from '../../protocol/ack.ts'
import { DeviceDown } from '../../protocol/device-down.ts'
import { enrolText } from '../../protocol/enrol.ts'
import { helloText } from '../../protocol/hello.ts'
import { PROTOCOL_VERSION } from '../../protocol/protocol-version.ts'
import type { PrismaClient } from '../prisma/generated/client.ts'

export type TestDevice = { readonly id: string; readonly privateKey: KeyObject }

/** A device in the registry whose key the test holds. */
export async function registerDevice(db: PrismaClient, id: string): Promise<TestDevice> {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519')
  await db.site.createMany({ data: [{ id: 'site-1', name: 'Site 1', region: 'north' }], skipDuplicates: true })
  await db.device.create({
    data: {
      id,
      name: id,
      siteId: 'site-1',
      ...HARDWARE,
      publicKey: publicKey.export({ type: 'spki', format: 'der' }).toString('base64'),
    },
  })
  return { id, privateKey }
}

export const HARDWARE = { hardwareType: 'gw-100', architecture: 'arm64', memoryMb: 512, diskMb: 4096 } as const

export const REPORTED = { generation: 0, running: null, slot: null, standby: null, update: { state: 'idle' } }

/** The body of `POST /agents/enrol` of a device with this key. */
export function enrolBody({ id, privateKey }: TestDevice, changes: object = {}): object {
  const publicKey = createPublicKey(privateKey).export({ type: 'spki', format: 'der' }).toString('base64')
  const signature = sign(null, Buffer.from(enrolText(id, publicKey)), privateKey).toString('base64')
  return { deviceId: id, name: id, siteId: 'site-1', publicKey, signature, hardware: HARDWARE, ...changes }
}

/** A device nobody heard of yet. */
export const newDevice = (id: string): TestDevice => ({ id, privateKey: generateKeyPairSync('ed25519').privateKey })

export function hello({ id, privateKey }: TestDevice, nonce: string, changes: object = {}): object {
  return {
    type: 'hello',
    protocolVersion: PROTOCOL_VERSION,
    deviceId: id,
    signature: sign(null, Buffer.from(helloText(nonce, id)), privateKey).toString('base64'),
    agentVersion: '0.1.0',
    hardware: HARDWARE,
    capabilities: [],
    reported: REPORTED,
    ...changes,
  }
}

export function report(changes: object = {}): object {
  const layer = { status: 'healthy', checks: [] }
  return {
    type: 'report',
    intervalMs: 1000,
    reported: REPORTED,
    health: { connectivity: layer, system: layer, application: layer, functional: layer },
    reachable: true,
    metrics: { requests: 10, errors: 1, latencyMs: { '60': 10 } },
    system: { cpuPercent: 5, memoryPercent: 40, memoryMb: 200, diskPercent: 10, temperatureC: null },
    restarts: 0,
    ...changes,
  }
}

/** A real connection that remembers what it was told and waits for what it wants to hear. */
export class TestLink {
  readonly socket: Socket
  readonly heard: DeviceDown[] = []
  #waiting: { type: string; resolve: (message: DeviceDown) => void }[] = []

  constructor(address: string, options: object = {}) {
    this.socket = io(`${address}/agents`, {
      path: '/agents/socket',
      transports: ['websocket'],
      reconnection: false,
      forceNew: true,
      ...options,
    })
    this.socket.on('down', (raw: unknown) => {
      const message = DeviceDown.parse(raw)
      const index = this.#waiting.findIndex(({ type }) => type === message.type)
      if (index < 0) this.heard.push(message)
      else this.#waiting.splice(index, 1)[0]?.resolve(message)
    })
  }

  next<T extends DeviceDown['type']>(type: T): Promise<Extract<DeviceDown, { type: T }>> {
    type Wanted = Extract<DeviceDown, { type: T }>
    const index = this.heard.findIndex((message) => message.type === type)
    if (index >= 0) return Promise.resolve(this.heard.splice(index, 1)[0] as Wanted)
    return new Promise((resolve) => this.#waiting.push({ type, resolve: resolve as (message: DeviceDown) => void }))
  }

  say(message: unknown): Promise<Ack<null>> {
    return this.socket.emitWithAck('up', message)
  }

  closed(): Promise<string> {
    if (this.socket.disconnected && this.socket.active === false) return Promise.resolve('already')
    return new Promise((resolve) => this.socket.once('disconnect', resolve))
  }

  async open(device: TestDevice, changes: object = {}): Promise<Extract<DeviceDown, { type: 'welcome' }>> {
    const { nonce } = await this.next('challenge')
    const welcome = this.next('welcome')
    const ack = await this.say(hello(device, nonce, changes))
    if (!ack.ok) throw new Error(ack.refusal.message)
    return welcome
  }
}
