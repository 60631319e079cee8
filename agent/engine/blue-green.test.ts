import { describe, expect, test } from 'vitest'
import { BLUE_GREEN_CAPABILITY } from '../../server/protocol/traffic.ts'
import { type Behaviour, pocketDevice } from '../testing/pocket-device.ts'
import { desiredOf, installed, SELF } from '../testing/values.ts'
import { reportedFrom } from './reported.ts'
import type { Self } from './state.ts'

const BLUE = installed('1.0.0', 'a')
const GREEN = installed('2.0.0', 'b')
const ROUTED = { ...SELF, capabilities: [BLUE_GREEN_CAPABILITY] }

function booted(green: Behaviour = 'good', self: Self = ROUTED) {
  const behaves = (version: string): Behaviour => (version === '1.0.0' ? 'good' : green)
  const device = pocketDevice({ active: 'a', a: BLUE, b: null }, behaves, self)
  device.boot()
  device.happen({ type: 'heard', message: desiredOf(1, '1.0.0', 'a', { reason: 'adopted' }) })
  return device
}

const standby = (generation: number) => desiredOf(generation, '2.0.0', 'b', { traffic: 'standby' })
const toGreen = (generation: number) => desiredOf(generation, '2.0.0', 'b', { traffic: 'active' })
const toBlue = (generation: number) => desiredOf(generation, '1.0.0', 'a', { traffic: 'active', reason: 'rollback' })

function told(device: ReturnType<typeof booted>, ...messages: ReturnType<typeof desiredOf>[]) {
  for (const message of messages) {
    device.happen({ type: 'heard', message })
    device.settle(20)
  }
  return device
}

describe('[R-070] two slots run, one has the traffic', () => {
  test('[R-072] [R-073] the new release is proven beside the one that serves, and waits there', () => {
    const device = told(booted(), standby(2))
    expect(reportedFrom(device.state())).toMatchObject({
      generation: 2,
      running: { version: '1.0.0' },
      standby: { version: '2.0.0' },
      update: { state: 'updating', step: 'standing-by' },
      beside: { healthy: true },
    })
    expect([device.routed(), device.app(), device.beside()]).toEqual(['a', BLUE, GREEN])
    device.settle(4000)
    expect(device.state().update?.phase).toBe('standing-by')
  })

  test('[R-074] [R-075] [R-079] the switch starts nothing, is proven under the traffic, and what served before runs on', () => {
    const device = told(booted(), standby(2))
    const starts = device.starts()
    told(device, toGreen(3))
    expect(device.starts()).toBe(starts)
    expect([device.routed(), device.app(), device.beside()]).toEqual(['b', GREEN, BLUE])
    expect(reportedFrom(device.state())).toMatchObject({
      generation: 3,
      running: { version: '2.0.0' },
      slot: 'b',
      update: { state: 'confirmed' },
    })
  })

  test('[R-078] back is a switch: nothing is fetched, unpacked or started', () => {
    const device = told(booted(), standby(2), toGreen(3))
    const [starts, before] = [device.starts(), device.records().length]
    told(device, toBlue(4))
    expect([device.routed(), device.app(), device.beside()]).toEqual(['a', BLUE, null])
    expect(device.starts()).toBe(starts)
    expect(
      device
        .records()
        .slice(before)
        .map((record) => record.step),
    ).toEqual(['accepted', 'switching', 'confirmed'])
  })

  test('told back before it had the traffic, it runs on as before and the standby ends', () => {
    const device = told(booted(), standby(2), toBlue(3))
    expect([device.routed(), device.app(), device.beside()]).toEqual(['a', BLUE, null])
    expect(reportedFrom(device.state())).toMatchObject({ generation: 3, update: { state: 'confirmed' } })
  })

  test('told back while it is proving itself under the traffic, it is left at once', () => {
    const device = told(booted(), standby(2))
    device.happen({ type: 'heard', message: toGreen(3) })
    expect(device.routed()).toBe('b')
    device.happen({ type: 'heard', message: toBlue(4) })
    expect([device.routed(), device.app(), device.beside()]).toEqual(['a', BLUE, null])
    device.settle(20)
    expect(reportedFrom(device.state())).toMatchObject({ generation: 4, update: { state: 'confirmed' } })
  })

  test.each<{ green: Behaviour; reason: string }>([
    { green: 'crash', reason: 'crash-loop' },
    { green: 'wrong', reason: 'smoke-test-failed' },
    { green: 'mute', reason: 'health-not-proven' },
  ])('[R-073] one that is $green never sees traffic', ({ green, reason }) => {
    const device = told(booted(green), standby(2))
    device.settle(60)
    expect([device.routed(), device.app(), device.beside()]).toEqual(['a', BLUE, null])
    expect(reportedFrom(device.state())).toMatchObject({
      generation: 2,
      running: { version: '1.0.0' },
      update: { state: 'rolled-back', reason, detail: expect.stringContaining('on standby') },
    })
  })

  test('one that dies with the traffic on it is left at once, for one that never stopped', () => {
    const device = told(booted(), standby(2))
    device.happen({ type: 'heard', message: toGreen(3) })
    const { run } = device.state().app
    device.happen({ type: 'app-exited', run, because: 'exit code 1' })
    expect([device.routed(), device.app()]).toEqual(['a', BLUE])
    device.settle(20)
    expect(reportedFrom(device.state()).update).toMatchObject({ state: 'rolled-back', reason: 'crash-loop' })
  })

  test('what the router took back by itself is never confirmed', () => {
    const device = told(booted(), standby(2))
    device.happen({ type: 'heard', message: toGreen(3) })
    device.routerGoesBack()
    device.settle(20)
    expect([device.routed(), device.app()]).toEqual(['a', BLUE])
    expect(reportedFrom(device.state()).update).toMatchObject({ state: 'rolled-back', reason: 'health-not-proven' })
  })

  test('the next release in place needs the slot: what stood there ends first', () => {
    const device = told(booted(), standby(2), toGreen(3), desiredOf(4, '3.0.0', 'c'))
    expect([device.routed(), device.app()?.version, device.beside()]).toEqual(['a', '3.0.0', null])
  })

  test('[R-080] a device without a router says that it cannot', () => {
    const device = told(booted('good', SELF), standby(2))
    expect(reportedFrom(device.state())).toMatchObject({
      running: { version: '1.0.0' },
      update: { state: 'refused', detail: expect.stringContaining('--router-port') },
    })
    expect(reportedFrom(device.state())).not.toHaveProperty('beside')
  })
})
