import type { DriftKind } from '../../protocol/drift.ts'

export type Reportable = {
  readonly kind: DriftKind
  readonly key: string
  readonly reported: unknown
  readonly secret: boolean
}

/** As a whole the file is no value: there is no key to take. */
export const WHOLE_FILE = '(file)'

/** Why what a device reports cannot become what is desired; null: it can. */
export function whyNotAccepted({ kind, key, reported, secret }: Reportable): string | null {
  switch (kind) {
    case 'version':
      return 'A version becomes desired by rolling out its release: nothing runs that was not checked.'
    case 'slot':
    case 'file':
      return 'Files of a release are what was signed: reconcile lays them anew.'
    case 'capability':
      return 'What a device can do is its own word already: there is nothing to accept.'
    case 'config':
      if (secret) return 'A secret is never taken from a device, only compared: set it in a layer of the configuration.'
      if (key === WHOLE_FILE) return 'The device has no readable configuration: there is no value to take.'
      if (reported === null || reported === undefined)
        return `The device has no ${key}: take it out of the layer that says it, for a narrower one cannot.`
      return /^[^.\s]+(\.[^.\s]+)*$/.test(key) && !key.split('.').includes('__proto__')
        ? null
        : `No layer can say ${key}: its name has blanks or empty parts.`
    default:
      return kind satisfies never
  }
}
