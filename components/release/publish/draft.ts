import type { PublishRelease } from '../../../server/protocol/commands/publish-release.ts'
import type { Inspected } from './inspect-file.ts'

export type FileState =
  | { readonly at: 'reading'; readonly share: number }
  | { readonly at: 'read'; readonly found: Inspected }
  /** `cut`: the connection is gone, and it is tried again */
  | { readonly at: 'uploading'; readonly share: number; readonly cut: boolean; readonly found: Inspected }
  | { readonly at: 'stored'; readonly found: Inspected }
  | { readonly at: 'refused'; readonly because: string; readonly found: Inspected | null }

/** A file somebody dropped, and the platforms it is for, as `hardwareType/architecture`. */
export type Chosen = {
  readonly key: string
  readonly file: File
  readonly platforms: readonly string[]
  readonly state: FileState
}

/** What is typed, as it is typed. */
export type Draft = {
  readonly name: string
  readonly version: string
  readonly memoryMb: string
  readonly diskMb: string
  readonly start: string
  readonly healthPath: string
  readonly testPath: string
  readonly testBody: string
  readonly testExpects: string
  readonly notes: string
  /** what a description beside the artifact said and this form has no field for */
  readonly rest: Partial<PublishRelease>
}

export const EMPTY_DRAFT: Draft = {
  name: '',
  version: '',
  memoryMb: '256',
  diskMb: '128',
  start: 'node main.js',
  healthPath: '/health',
  testPath: '/health',
  testBody: '',
  testExpects: '{"status": "healthy"}',
  notes: '',
  rest: {},
}

/** What the description beside an artifact says, spread over the form. */
export function draftOf(release: PublishRelease): Draft {
  const { name, version, resources, application, smokeTests, notes, artifacts: _, ...rest } = release
  const [test] = smokeTests
  return {
    name,
    version,
    notes,
    memoryMb: String(resources.memoryMb),
    diskMb: String(resources.diskMb),
    start: application.start.join(' '),
    healthPath: application.healthPath,
    testPath: test?.path ?? '/health',
    testBody: test?.body === undefined ? '' : JSON.stringify(test.body),
    testExpects: JSON.stringify(test?.expect ?? {}),
    rest: { ...rest, application, smokeTests },
  }
}

type Checked = { ok: true; release: unknown } | { ok: false; because: string }

/** The body to publish; whether it makes sense is for the schema and the server to say. */
export function releaseOf(draft: Draft, files: readonly Chosen[]): Checked {
  const expect = json(draft.testExpects)
  const body = draft.testBody.trim() === '' ? undefined : json(draft.testBody)
  if (expect === BROKEN || body === BROKEN)
    return { ok: false, because: 'What the smoke test sends and expects is JSON: look at its quotes and brackets.' }
  const [first, ...others] = draft.rest.smokeTests ?? []
  const artifacts = files.flatMap(({ platforms, state }) =>
    'found' in state && state.found ? platforms.map((platform) => ({ ...platformOf(platform), ...state.found })) : [],
  )
  return {
    ok: true,
    release: {
      mechanism: 'dual-slot',
      ...draft.rest,
      name: draft.name.trim(),
      version: draft.version.trim(),
      notes: draft.notes,
      artifacts,
      resources: { memoryMb: Number(draft.memoryMb), diskMb: Number(draft.diskMb) },
      application: {
        stopTimeoutSeconds: 10,
        ...draft.rest.application,
        start: draft.start.trim().split(/\s+/),
        healthPath: draft.healthPath,
      },
      smokeTests: [
        {
          name: 'known answer',
          tolerance: 0,
          timeoutMs: 5000,
          ...first,
          method: body === undefined ? 'GET' : 'POST',
          path: draft.testPath,
          ...(body === undefined ? {} : { body }),
          expect,
        },
        ...others,
      ],
    },
  }
}

function platformOf(text: string): { hardwareType: string; architecture: string } {
  const [hardwareType = '', architecture = ''] = text.split('/')
  return { hardwareType, architecture }
}

const BROKEN = Symbol('no JSON')

function json(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return BROKEN
  }
}
