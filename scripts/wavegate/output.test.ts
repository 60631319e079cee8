import { expect, test } from 'vitest'
import { columns, facts, Output } from './output.ts'

function captured(json: boolean) {
  const said = { out: '', err: '' }
  const output = new Output(json, {
    out: (text) => {
      said.out += text
    },
    err: (text) => {
      said.err += text
    },
  })
  return { said, output }
}

test('words go to stdout', () => {
  const { said, output } = captured(false)
  output.result({ id: 'r-1' }, 'Started r-1.')
  output.note('one moment')
  expect(said).toEqual({ out: 'Started r-1.\n', err: 'one moment\n' })
})

test('with --json stdout is one line of JSON, and words are on stderr', () => {
  const { said, output } = captured(true)
  output.result({ id: 'r-1', lines: 'a\nb' }, 'Started r-1.')
  expect(said.out.split('\n')).toHaveLength(2)
  expect(JSON.parse(said.out)).toEqual({ id: 'r-1', lines: 'a\nb' })
  expect(said.err).toBe('Started r-1.\n')
})

test('columns are as wide as they must be, numbers to the right, nothing trails', () => {
  const rows = [
    ['canary', 3, 'ok'],
    ['wave 1', 250, ''],
  ]
  expect(columns(['WAVE', 'N', 'WHAT'], rows).split('\n')).toEqual([
    'WAVE      N  WHAT',
    'canary    3  ok',
    'wave 1  250',
  ])
})

test('a fact that is not known is a dash', () => {
  expect(
    facts([
      ['runs', null],
      ['id', 'a'],
    ]),
  ).toBe('runs  –\nid    a')
})
