import { describe, expect, it } from 'vitest'
import type { RegistryFields } from '../../protocol/registry-row.ts'
import { valuesOfCells } from './csv-cells.ts'
import { type ImportFacts, judgeRow, type Registered } from './judge-row.ts'

const fields: RegistryFields = {
  name: 'Dock',
  siteId: 'oslo',
  hardwareType: 'rpi5',
  architecture: 'arm64',
  memoryMb: 8192,
  diskMb: 32_768,
  labels: { env: 'prod' },
  groups: ['pilot'],
  redundancyGroup: null,
  singlePointOfFailure: false,
  monitoringFidelity: 3,
  keyFingerprint: null,
}
const known = (changes: Partial<Registered> = {}): Registered => ({
  kind: 'device',
  revoked: false,
  fields,
  ...changes,
})
const facts: ImportFacts = {
  sites: new Set(['oslo', 'brno']),
  registered: new Map([
    ['dock-1', known()],
    ['gone-1', known({ revoked: true })],
    ['soon-1', known({ kind: 'expected' })],
  ]),
  ids: new Map([['twice-1', 4]]),
  keys: new Map([['0123-4567-89ab-cdef-0123-4567-89ab-cdef', 5]]),
}
const fresh = {
  id: 'new-1',
  site: 'brno',
  hardware_type: 'rpi5',
  architecture: 'arm64',
  memory_mb: '4096',
  disk_mb: '9',
}
const judge = (cells: Record<string, string>) => judgeRow(valuesOfCells(cells), facts)

describe('[R-144] a row of a registry file', () => {
  it('announces a device that is not there yet, named after its id unless it has a name', () => {
    expect(judge({ ...fresh, labels: 'line=2; env=prod', groups: 'b;a' })).toMatchObject({
      outcome: 'added',
      fields: { name: 'new-1', siteId: 'brno', labels: { env: 'prod', line: '2' }, groups: ['a', 'b'] },
    })
  })

  it('changes what it says and leaves what it does not', () => {
    expect(judge({ id: 'dock-1', name: 'Dock 1', site: '', labels: 'env=prod', groups: 'none' })).toEqual({
      outcome: 'changed',
      deviceId: 'dock-1',
      before: { name: 'Dock', groups: ['pilot'] },
      after: { name: 'Dock 1', groups: [] },
    })
  })

  it('changes nothing when it says what is so, also of what the device says itself', () => {
    expect(judge({ id: 'dock-1', memory_mb: '8192', single_point_of_failure: 'no', running: '9.9.9' })).toEqual({
      outcome: 'unchanged',
      deviceId: 'dock-1',
    })
  })

  it('may describe the hardware of a device that was never seen', () => {
    expect(judge({ id: 'soon-1', memory_mb: '4096' })).toMatchObject({ outcome: 'changed', after: { memoryMb: 4096 } })
  })

  const bad: { name: string; cells: Record<string, string>; column: string | null; says: string }[] = [
    { name: 'no id', cells: { ...fresh, id: '' }, column: 'id', says: 'fill in the id' },
    { name: 'an odd id', cells: { ...fresh, id: 'a b' }, column: 'id', says: '“a b”: letters, digits' },
    { name: 'an id twice', cells: { ...fresh, id: 'twice-1' }, column: 'id', says: 'row 4 names twice-1 already' },
    { name: 'no such site', cells: { ...fresh, site: 'mars' }, column: 'site', says: 'there is no site mars' },
    {
      name: 'a new device without a type',
      cells: { ...fresh, hardware_type: '' },
      column: 'hardware_type',
      says: 'is new',
    },
    {
      name: 'an architecture',
      cells: { ...fresh, architecture: 'mips' },
      column: 'architecture',
      says: 'arm64, arm or x64',
    },
    {
      name: 'memory in words',
      cells: { ...fresh, memory_mb: '4 GB' },
      column: 'memory_mb',
      says: 'a whole number of MB',
    },
    { name: 'no memory', cells: { ...fresh, memory_mb: '0' }, column: 'memory_mb', says: 'at least 1 MB' },
    { name: 'labels without values', cells: { ...fresh, labels: 'prod' }, column: 'labels', says: 'key=value' },
    { name: 'an odd label', cells: { ...fresh, labels: 'a b=1' }, column: 'labels', says: '“a b”: letters' },
    { name: 'an odd group', cells: { ...fresh, groups: 'a b' }, column: 'groups', says: 'letters, digits' },
    {
      name: 'a flag in other words',
      cells: { ...fresh, single_point_of_failure: 'maybe' },
      column: 'single_point_of_failure',
      says: 'write yes or no',
    },
    {
      name: 'a fidelity',
      cells: { ...fresh, monitoring_fidelity: '9' },
      column: 'monitoring_fidelity',
      says: '1 to 5',
    },
    { name: 'a key', cells: { ...fresh, key_fingerprint: 'abc' }, column: 'key_fingerprint', says: 'eight groups' },
    {
      name: 'a key twice',
      cells: { ...fresh, key_fingerprint: '0123-4567-89ab-cdef-0123-4567-89ab-cdef' },
      column: 'key_fingerprint',
      says: 'row 5',
    },
    {
      name: '[R-003] memory the device denies',
      cells: { id: 'dock-1', memory_mb: '4096' },
      column: 'memory_mb',
      says: 'the device says 8192',
    },
    { name: 'a revoked device', cells: { id: 'gone-1', name: 'x' }, column: 'id', says: 'was revoked' },
    { name: 'a column nobody knows', cells: { ...fresh, colour: 'red' }, column: 'colour', says: 'no such column' },
  ]
  it.each(bad)('with $name is bad, and says where and what to do', ({ cells, column, says }) => {
    const judged = judge(cells)
    if (judged.outcome !== 'bad') throw new Error(`it is ${judged.outcome}`)
    expect(judged.errors).toHaveLength(1)
    expect(judged.errors[0]).toMatchObject({ column, message: expect.stringContaining(says) })
  })

  it('says everything that is wrong with it at once', () => {
    const judged = judge({ ...fresh, site: 'mars', memory_mb: 'much', architecture: 'mips' })
    expect(judged.outcome === 'bad' && judged.errors.map(({ column }) => column)).toEqual(['architecture', 'memory_mb'])
  })
})
