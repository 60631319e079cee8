import { canonicalJson } from '../../server/protocol/canonical-json.ts'
import { leaveBeside } from './beside.ts'
import type { Effect } from './effect.ts'
import { asSealed, configText } from './held.ts'
import { type Installed, otherSlot } from './installed.ts'
import type { Plan } from './journal-record.ts'
import { andThen, asking, type Moved, stay } from './moved.ts'
import { running, type State } from './state.ts'

/** How what runs differs from what it was sealed as, and so what it takes to make it so again. */
export type Repair =
  | { kind: 'none' }
  /** only the configuration file: it is written again in its slot; `before` is its text, to go back to */
  | { kind: 'config'; before: string | null }
  /** files of the release: it is laid anew into the other slot, from its archive */
  | { kind: 'files' }

export function repairOf(state: State): Repair {
  const installed = running(state)
  const held = state.disk.active && state.held[state.disk.active]
  if (!installed || !held) return { kind: 'none' }
  if (held.changed.length > 0) return { kind: 'files' }
  if (asSealed(held.config, installed.config)) return { kind: 'none' }
  switch (held.config.is) {
    case 'text':
      return { kind: 'config', before: held.config.text }
    case 'missing':
      return { kind: 'config', before: null }
    case 'too-large':
      // Too much to keep in the journal for going back: the other slot is the way back.
      return { kind: 'files' }
  }
}

/**
 * A slot to go back to whose files were changed is none: going back would not trust it either, and fetch the release anew. It is emptied
 * when the device was asked to be put right.
 */
export function dropChanged(state: State): Moved {
  const slot = otherSlot(state.disk.active)
  if (!state.disk.active || !state.held[slot] || state.held[slot].changed.length === 0) return stay(state)
  const next: State = { ...state, disk: { ...state.disk, [slot]: null }, held: { ...state.held, [slot]: null } }
  return andThen(leaveBeside(next), (left) =>
    asking(left, [{ do: 'drop-slot', slot }], `slot ${slot} is not what was sealed: it is emptied`),
  )
}

/** Writing the file is for nothing if the application was started with something else. */
export const needsRestart = (state: State, to: Installed): boolean =>
  state.app.is !== 'running' || state.app.startedWith !== canonicalJson(to.config)

/** The configuration of a plan that repairs it in place; nothing for any other plan. */
export function layWanted(plan: Plan): readonly Effect[] {
  return plan.restore ? [{ do: 'lay-config', slot: plan.toSlot, text: configText(plan.to.config) }] : []
}

export function layBefore(plan: Plan): readonly Effect[] {
  return plan.restore ? [{ do: 'lay-config', slot: plan.toSlot, text: plan.restore.before }] : []
}
