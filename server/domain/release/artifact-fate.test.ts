import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Instant, Sha256 } from '../../protocol/ids.ts'
import { type ArtifactNeeds, artifactFates } from './artifact-fate.ts'

const DAY = 86_400_000
const NOW = (100 * DAY) as Instant
const A = 'a'.repeat(64) as Sha256
const NOTHING: ArtifactNeeds = {
  releases: [{ id: 'r1', name: 'app', version: '1.0.0', deprecated: true, artifacts: [A] }],
  snapshots: [{ number: 7, releaseId: 'r1', knownGood: false }],
  rollouts: [],
  running: new Map(),
  standby: new Map(),
  told: new Map(),
  back: new Map(),
}
const fate = (changes: Partial<ArtifactNeeds>, uploadedAt = 0) =>
  artifactFates(
    [{ sha256: A, uploadedAt: uploadedAt as Instant, unneededSince: null }],
    { ...NOTHING, ...changes },
    NOW,
  ).get(A)

describe('why an artifact stays', () => {
  it.each([
    { needs: { running: new Map([[A, 1]]) }, because: '1 device runs it' },
    { needs: { standby: new Map([[A, 2]]) }, because: '2 devices hold it to go back to' },
    { needs: { told: new Map([[7, 3]]) }, because: '3 devices are told to run it' },
    { needs: { back: new Map([[7, 1]]) }, because: '1 device can be sent back to it' },
    { needs: { rollouts: [{ name: 'app 1.0.0', snapshot: 7 }] }, because: 'the rollout app 1.0.0 goes to it' },
    { needs: { snapshots: [{ number: 7, releaseId: 'r1', knownGood: true }] }, because: 'snapshot 7 is known-good' },
    {
      needs: { releases: NOTHING.releases.map((one) => ({ ...one, deprecated: false })) },
      because: 'release app 1.0.0 is not deprecated',
    },
  ])('$because', ({ needs, because }) => expect(fate(needs)).toEqual({ kind: 'kept', because: [because] }))

  it('what was uploaded today may be about to be published', () => {
    expect(fate({ releases: [] }, NOW - DAY + 1)).toMatchObject({ kind: 'kept' })
    expect(fate({ releases: [] }, NOW - DAY)).toMatchObject({ kind: 'unneeded', because: 'no release was made of it' })
  })

  it('a deprecated release that no device could run again needs nothing', () => {
    expect(fate({})).toEqual({
      kind: 'unneeded',
      because: 'release app 1.0.0 is deprecated, and no device runs it or could go back to it',
      since: NOW,
    })
  })
})

/** A fleet small enough to know by heart: one artifact a release, one snapshot of each, rollouts of the whole fleet. */
class Story {
  now = NOW
  readonly store = new Map<number, { at: Instant; unneededSince: Instant | null }>()
  readonly deprecated = new Set<number>()
  readonly knownGood = new Set<number>()
  readonly devices = [0, 1].map(() => ({ running: -1, standby: -1, told: -1 }))
  readonly rollouts: { to: number; from: number[]; phase: 'open' | 'completed' | 'back' }[] = []
  #releases = 0
  removed = 0

  publish(): void {
    this.store.set(this.#releases, { at: this.now, unneededSince: null })
    this.#releases += 1
  }

  startRollout(pick: number): void {
    const to = pick % Math.max(1, this.#releases)
    if (!this.store.has(to) || this.rollouts.some(({ phase }) => phase === 'open')) return
    this.rollouts.push({ to, from: this.devices.map(({ told }) => told), phase: 'open' })
  }

  tell(device: number): void {
    const rollout = this.rollouts.findLast(({ phase }) => phase !== 'back')
    const one = this.devices[device]
    if (rollout && one) one.told = rollout.to
  }

  /** It takes what it was told: the bytes have to be there for that. */
  obey(device: number): void {
    const one = this.devices[device]
    if (!one || one.told === one.running || one.told < 0) return
    if (one.told !== one.standby) expect(this.store.has(one.told)).toBe(true)
    one.standby = one.running
    one.running = one.told
  }

  complete(): void {
    const rollout = this.rollouts.findLast(({ phase }) => phase === 'open')
    if (!rollout || this.devices.some(({ told }) => told !== rollout.to)) return
    rollout.phase = 'completed'
  }

  /** The newest that has not gone back does: as by a person's act or a crossed rail. */
  rollBack(): void {
    const index = this.rollouts.findLastIndex(({ phase }) => phase !== 'back')
    const rollout = this.rollouts[index]
    // One that is older than a rollout that went back is held by its own guard, see artifact-gone.ts.
    if (!rollout || index < this.rollouts.length - 1) return
    rollout.phase = 'back'
    for (const [n, one] of this.devices.entries()) {
      const back = rollout.from[n] ?? -1
      if (back >= 0) expect(this.store.has(back), `release ${back}, to go back to`).toBe(true)
      one.told = back
    }
  }

  collect(graceMs: number): void {
    const held = [...this.store].map(([release, { at, unneededSince }]) => ({
      sha256: shaOf(release),
      uploadedAt: at,
      unneededSince,
    }))
    for (const [sha256, fate] of artifactFates(held, this.#needs(), this.now)) {
      const release = Number.parseInt(sha256, 16)
      const kept = this.store.get(release)
      if (!kept) continue
      kept.unneededSince = fate.kind === 'unneeded' ? fate.since : null
      if (kept.unneededSince === null || kept.unneededSince > this.now - graceMs) continue
      this.store.delete(release)
      this.removed += 1
    }
  }

  #needs(): ArtifactNeeds {
    const releases = Array.from({ length: this.#releases }, (_, n) => n)
    const count = <K>(keys: readonly K[]) =>
      new Map([...Map.groupBy(keys, (key) => key)].map(([key, all]) => [key, all.length]))
    const held = this.rollouts.filter(
      ({ phase }, n) =>
        phase === 'open' ||
        (phase === 'completed' && !this.rollouts.slice(n + 1).some((later) => later.phase === 'completed')),
    )
    return {
      releases: releases.map((n) => ({
        id: `r${n}`,
        name: 'app',
        version: `${n}`,
        deprecated: this.deprecated.has(n),
        artifacts: [shaOf(n)],
      })),
      snapshots: releases.map((n) => ({ number: n, releaseId: `r${n}`, knownGood: this.knownGood.has(n) })),
      rollouts: this.rollouts
        .filter(({ phase }) => phase === 'open')
        .map(({ to }) => ({ name: `${to}`, snapshot: to })),
      running: count(this.devices.map(({ running }) => shaOf(running))),
      standby: count(this.devices.map(({ standby }) => shaOf(standby))),
      told: count(this.devices.map(({ told }) => told)),
      back: count(held.flatMap(({ from }) => from)),
    }
  }
}

const shaOf = (release: number) => (release < 0 ? 'f'.repeat(64) : release.toString(16).padStart(64, '0')) as Sha256

describe('random histories of a fleet', () => {
  const tellAll = (story: Story) => [0, 1].map((device) => story.tell(device))
  const wholeRollout = (story: Story, to: number, heard: readonly number[]) => {
    story.startRollout(to)
    tellAll(story)
    for (const device of heard) story.obey(device)
    story.complete()
  }
  // Few releases and few devices, so that most of what happens concerns what happened before.
  const release = fc.nat(3)
  const device = fc.nat(1)
  const step = fc.oneof(
    fc.constant((story: Story) => story.publish()),
    release.map((n) => (story: Story) => story.startRollout(n)),
    device.map((n) => (story: Story) => story.tell(n)),
    fc.constant(tellAll),
    device.map((n) => (story: Story) => story.obey(n)),
    fc.constant((story: Story) => story.complete()),
    fc.tuple(release, fc.subarray([0, 1])).map(
      ([to, heard]) =>
        (story: Story) =>
          wholeRollout(story, to, heard),
    ),
    fc.constant((story: Story) => story.rollBack()),
    release.map((n) => (story: Story) => void story.deprecated.add(n)),
    release.map((n) => (story: Story) => void story.knownGood.add(n)),
    release.map((n) => (story: Story) => void story.knownGood.delete(n)),
    fc.constant((story: Story) => {
      for (const days of [0, 2]) {
        story.now = (story.now + days * DAY) as Instant
        story.collect(DAY)
      }
    }),
  )

  it('[R-029] a rollback target is never removed, nor what a device was told or holds', () => {
    let removed = 0
    fc.assert(
      fc.property(fc.array(step, { maxLength: 80, size: 'max' }), (steps) => {
        const story = new Story()
        for (const go of steps) {
          go(story)
          for (const { running, standby, told } of story.devices)
            for (const release of [running, standby, told])
              if (release >= 0) expect(story.store.has(release)).toBe(true)
        }
        removed += story.removed
      }),
      { numRuns: 1000 },
    )
    // Or the property would hold because nothing ever goes.
    expect(removed).toBeGreaterThan(100)
  })
})
