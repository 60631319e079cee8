import type { UpdateReport } from '../../server/protocol/reported.ts'

type Unsettled = Exclude<UpdateReport, { state: 'idle' | 'confirmed' }>

/** Where the device stands with its update, as a sentence. */
export function updateSentence(update: Unsettled): string {
  switch (update.state) {
    case 'updating':
      return `Updating: ${update.step.replaceAll('-', ' ')}${update.percent === null ? '' : `, ${update.percent}\u202f%`}.`
    case 'rolled-back':
      return `Went back by itself (${update.reason.replaceAll('-', ' ')}): ${update.detail}`
    case 'refused':
      return `Refused the update (${update.reason.replaceAll('-', ' ')}): ${update.detail}`
    default:
      return update satisfies never
  }
}
