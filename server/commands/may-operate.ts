import { mayOperate } from '../domain/rollout/acts.ts'
import { refuse } from '../protocol/ack.ts'
import type { Person } from '../protocol/views/person.ts'

/** Answers a refusal when this person may not do operators' work, else null. `what` completes "to …". */
export function refuseUnlessOperator(person: Person, what: string): ReturnType<typeof refuse> | null {
  const may = mayOperate(person)
  return may.allowed ? null : refuse('forbidden', `Ask an operator to ${what}: your role is ${person.role}.`)
}
