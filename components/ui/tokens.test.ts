import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'

const css = readFileSync(new URL('./tokens.css', import.meta.url), 'utf8')
const [lightCss = '', darkCss = ''] = css.split('.dark {')
const read = (text: string): Record<string, string> =>
  Object.fromEntries([...text.matchAll(/--color-([a-z-]+): (#[0-9a-f]{6});/g)].map((found) => [found[1], found[2]]))
const light = read(lightCss)
const dark = { ...light, ...read(darkCss) }

const MARKS = ['ok', 'run', 'warn', 'fail', 'off']
const TEXTS = ['text', 'muted', 'ok-text', 'run-text', 'warn-text', 'fail-text', 'off-text', 'wait-text', 'drift-text']
const GROUNDS = ['bg', 'card', 'sunken']
const SOFT = ['ok', 'run', 'warn', 'fail', 'off', 'wait']

describe.each([
  { theme: 'light', tokens: light, text: 5.5, soft: 5.7 },
  { theme: 'dark', tokens: dark, text: 7, soft: 7.1 },
])('the $theme colours can be read', ({ tokens, text, soft }) => {
  it.each(MARKS.flatMap((mark) => ['bg', 'card'].map((ground) => [mark, ground] as const)))(
    'mark %s on %s is at least 3:1',
    (mark, ground) => expect(contrast(tokens, mark, ground)).toBeGreaterThanOrEqual(3),
  )
  it.each(TEXTS.flatMap((name) => GROUNDS.map((ground) => [name, ground] as const)))(
    `text %s on %s is at least ${text}:1`,
    (name, ground) => expect(contrast(tokens, name, ground)).toBeGreaterThanOrEqual(text),
  )
  it.each(SOFT)(`%s text on its own soft ground is at least ${soft}:1`, (name) =>
    expect(contrast(tokens, `${name}-text`, `${name}-soft`)).toBeGreaterThanOrEqual(soft),
  )
  it.each(GROUNDS.slice(0, 2))('the border of a control on %s is at least 3:1', (ground) =>
    expect(contrast(tokens, 'control', ground)).toBeGreaterThanOrEqual(3),
  )
  it.each(['primary', 'primary-hover', 'danger', 'danger-hover'])('white on %s is at least 7:1', (name) =>
    expect(contrast(tokens, 'white', name)).toBeGreaterThanOrEqual(7),
  )
})

it('both themes define the same colours', () => {
  const shared = ['white', 'primary', 'primary-hover', 'danger', 'danger-hover']
  expect(Object.keys(read(darkCss)).sort()).toEqual(
    Object.keys(light)
      .filter((name) => !shared.includes(name))
      .sort(),
  )
})

/** WCAG 2.2 contrast ratio of two tokens. */
function contrast(tokens: Record<string, string>, first: string, second: string): number {
  const [high = 0, low = 0] = [luminance(tokens, first), luminance(tokens, second)].sort((a, b) => b - a)
  return (high + 0.05) / (low + 0.05)
}

function luminance(tokens: Record<string, string>, name: string): number {
  const hex = tokens[name]
  if (!hex) throw new Error(`no colour is called ${name}`)
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(hex.slice(at, at + 2), 16) / 255
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}
