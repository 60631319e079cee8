/** What a status means to the reader. `wait`: a person is waited for. */
export type Tone = 'ok' | 'run' | 'warn' | 'fail' | 'wait' | 'off'

export const SOFT = {
  ok: 'bg-ok-soft text-ok-text',
  run: 'bg-run-soft text-run-text',
  warn: 'bg-warn-soft text-warn-text',
  fail: 'bg-fail-soft text-fail-text',
  wait: 'bg-wait-soft text-wait-text',
  off: 'bg-off-soft text-off-text',
} as const satisfies Record<Tone, string>

export const TEXT = {
  ok: 'text-ok-text',
  run: 'text-run-text',
  warn: 'text-warn-text',
  fail: 'text-fail-text',
  wait: 'text-wait-text',
  off: 'text-off-text',
} as const satisfies Record<Tone, string>
