import { describe, expect, it } from 'vitest'
import { asksFor, toggled, valuesAsked, withoutTerm, withValues } from './edit.ts'

describe('editing a selector', () => {
  it.each([
    ['', 'region:eu'],
    ['type:rpi5', 'type:rpi5 region:eu'],
    ['type:rpi5 region:eu', 'type:rpi5'],
    ['region:eu "two  words"', '"two  words"'],
    ['region:us,eu lyon', 'region:eu lyon'],
    ['region:us', 'region:us region:eu'],
    ['region:!=eu', 'region:!=eu region:eu'],
  ])('pressing region eu in %j gives %j', (before, after) => {
    expect(toggled(before, 'region', 'eu')).toBe(after)
  })

  it('leaves the rest as it was written', () => {
    expect(withoutTerm('hardware:rpi5   status:degraded last_seen:<1h', 1)).toBe('hardware:rpi5 last_seen:<1h')
  })

  it('knows what is asked for', () => {
    expect(asksFor('site:oslo,lyon', 'site', 'lyon')).toBe(true)
    expect(asksFor('site:!=lyon', 'site', 'lyon')).toBe(false)
  })

  it('quotes a value that needs it', () => {
    expect(toggled('', 'group', 'night shift')).toBe('group:"night shift"')
  })

  it.each([
    ['', ['eu'], 'region:eu'],
    ['type:rpi5', ['eu', 'north west'], 'type:rpi5 region:eu,"north west"'],
    ['region:eu  status:degraded', ['eu', 'us'], 'region:eu,us  status:degraded'],
    ['lyon region:eu,us', [], 'lyon'],
    ['region:!=eu', ['us'], 'region:!=eu region:us'],
    ['type:rpi5', [], 'type:rpi5'],
  ])('asking in %j for the regions %j gives %j', (before, regions, after) => {
    expect(withValues(before, 'region', regions)).toBe(after)
    expect(valuesAsked(after, 'region')).toEqual(regions)
  })
})
