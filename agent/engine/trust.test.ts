import { expect, test } from 'vitest'
import { desiredOf, manifestOf, SELF, shaOf } from '../testing/values.ts'
import { trust } from './trust.ts'

const good = desiredOf(1, '2.0.0', 'b')
const said = (manifest: unknown) => ({ ...good, release: { ...good.release, manifest: JSON.stringify(manifest) } })
const manifest = manifestOf('2.0.0', shaOf('b'))
const other = {
  ...SELF.platform,
  sha256: shaOf('b'),
  size: 1000,
  unpackedSize: 4000,
  files: 3,
  hardwareType: 'gateway',
}

const HOOK = {
  name: 'build the engine',
  when: 'pre',
  kind: 'engine-build',
  argv: ['trtexec'],
  timeLimitSeconds: 900,
  touches: [],
  requiresCalibration: false,
}

test.each([
  { name: 'signed, listed, for this platform', desired: good, signed: true, reason: null },
  { name: 'not signed with the pinned key', desired: good, signed: false, reason: 'signature-invalid' },
  {
    name: 'no JSON',
    desired: { ...good, release: { ...good.release, manifest: '{' } },
    signed: true,
    reason: 'manifest-refused',
  },
  {
    name: 'a format of the future',
    desired: said({ ...manifest, format: 3 }),
    signed: true,
    reason: 'manifest-refused',
  },
  {
    name: 'another application',
    desired: said({ ...manifest, name: 'other-app' }),
    signed: true,
    reason: 'manifest-refused',
  },
  { name: 'another digest', desired: { ...good, sha256: shaOf('c') }, signed: true, reason: 'manifest-refused' },
  {
    name: 'another platform',
    desired: said({ ...manifest, artifacts: [other] }),
    signed: true,
    reason: 'manifest-refused',
  },
  {
    name: 'a mechanism this agent cannot do',
    desired: said({ ...manifest, mechanism: 'container' }),
    signed: true,
    reason: 'manifest-refused',
  },
  {
    name: '[R-113] a device step this agent does not carry out',
    desired: said({ ...manifest, format: 2, hooks: [HOOK] }),
    signed: true,
    reason: 'manifest-refused',
  },
  { name: 'format 2 without steps', desired: said({ ...manifest, format: 2 }), signed: true, reason: null },
  { name: 'another size', desired: { ...good, size: 999 }, signed: true, reason: 'manifest-refused' },
])('[T1] $name', ({ desired, signed, reason }) => {
  const answer = trust(desired, signed, SELF, 'edge-vision')
  expect(answer.ok ? null : answer.reason).toBe(reason)
})
