import { z } from 'zod'
import { abortRollout } from '../../../commands/abort-rollout.ts'
import { clearSuspicion } from '../../../commands/clear-suspicion.ts'
import type { CommandContext } from '../../../commands/command-context.ts'
import { extendSoak } from '../../../commands/extend-soak.ts'
import { askOverride, confirmOverride } from '../../../commands/override-gate.ts'
import { pauseRollout } from '../../../commands/pause-rollout.ts'
import { pickArm } from '../../../commands/pick-arm.ts'
import { prioritiseRollout } from '../../../commands/prioritise-rollout.ts'
import { recordRootCause } from '../../../commands/record-root-cause.ts'
import { resumeRollout } from '../../../commands/resume-rollout.ts'
import { retryFailed } from '../../../commands/retry-failed.ts'
import { rollBackRollout } from '../../../commands/roll-back-rollout.ts'
import { rollBackWave } from '../../../commands/roll-back-wave.ts'
import type { Ack } from '../../../protocol/ack.ts'
import {
  ClearSuspicion,
  ExtendSoak,
  OverrideGate,
  PickArm,
  PrioritiseRollout,
  ReasonBody,
  RecordRootCause,
  RetryFailed,
} from '../../../protocol/commands/rollout-acts.ts'
import { RolloutId } from '../../../protocol/ids.ts'
import type { Parts } from '../parts.ts'
import { type Api, route } from './route.ts'

type Act = (ctx: CommandContext, id: RolloutId, body: ReasonBody) => Promise<Ack<null>>

const ACTS: readonly { path: string; summary: string; act: Act }[] = [
  { path: 'pause', summary: 'Expose nothing new until somebody resumes', act: pauseRollout },
  { path: 'resume', summary: 'Go on', act: resumeRollout },
  { path: 'confirm-override', summary: 'Agree to pass over its gate', act: confirmOverride },
  { path: 'abort', summary: 'End it; exposed devices go back', act: abortRollout },
  { path: 'roll-back-wave', summary: 'Send the newest wave back; earlier ones wait for a decision', act: rollBackWave },
  { path: 'roll-back', summary: 'Send all exposed devices back', act: rollBackRollout },
]

export function rolloutActRoutes(api: Api, parts: Parts): void {
  route(api, parts, {
    method: 'post',
    path: '/rollouts/{id}/extend-soak',
    summary: 'Soak longer, with a report every second',
    params: z.object({ id: RolloutId }),
    body: ExtendSoak,
    answers: z.null(),
    run: (ctx, { params, body }) => extendSoak(ctx, params.id, body),
  })
  route(api, parts, {
    method: 'post',
    path: '/rollouts/{id}/prioritise',
    summary: 'Let one that waits for its turn go sooner or later than others that wait',
    params: z.object({ id: RolloutId }),
    body: PrioritiseRollout,
    answers: z.null(),
    run: (ctx, { params, body }) => prioritiseRollout(ctx, params.id, body),
  })
  route(api, parts, {
    method: 'post',
    path: '/rollouts/{id}/root-cause',
    summary: 'Record why it failed; nothing follows a failed rollout before (R-130)',
    params: z.object({ id: RolloutId }),
    body: RecordRootCause,
    answers: z.null(),
    run: (ctx, { params, body }) => recordRootCause(ctx, params.id, body),
  })
  route(api, parts, {
    method: 'post',
    path: '/rollouts/{id}/ask-override',
    summary: 'Ask to pass over an inconclusive gate; a second person has to confirm it',
    params: z.object({ id: RolloutId }),
    body: OverrideGate,
    answers: z.null(),
    run: (ctx, { params, body }) => askOverride(ctx, params.id, body),
  })
  route(api, parts, {
    method: 'post',
    path: '/rollouts/{id}/pick-arm',
    summary: 'Pick one of two arms that are compared, or neither (R-023)',
    params: z.object({ id: RolloutId }),
    body: PickArm,
    answers: z.null(),
    run: (ctx, { params, body }) => pickArm(ctx, params.id, body),
  })
  route(api, parts, {
    method: 'post',
    path: '/rollouts/{id}/clear-suspicion',
    summary: 'Say that a suspected degradation is none, or what it was (R-136)',
    params: z.object({ id: RolloutId }),
    body: ClearSuspicion,
    answers: z.null(),
    run: (ctx, { params, body }) => clearSuspicion(ctx, params.id, body),
  })
  route(api, parts, {
    method: 'post',
    path: '/rollouts/{id}/retry-failed',
    summary: 'Another attempt for devices that failed, once it is recorded why',
    params: z.object({ id: RolloutId }),
    body: RetryFailed,
    answers: z.object({ devices: z.int() }),
    run: (ctx, { params, body }) => retryFailed(ctx, params.id, body),
  })
  for (const { path, summary, act } of ACTS)
    route(api, parts, {
      method: 'post',
      path: `/rollouts/{id}/${path}`,
      summary,
      params: z.object({ id: RolloutId }),
      body: ReasonBody,
      answers: z.null(),
      run: (ctx, { params, body }) => act(ctx, params.id, body),
    })
}
