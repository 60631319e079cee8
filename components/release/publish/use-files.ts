import { useCallback, useEffect, useRef, useState } from 'react'
import { PublishRelease } from '../../../server/protocol/commands/publish-release.ts'
import { type Chosen, type Draft, draftOf, type FileState } from './draft.ts'
import { inspectFile } from './inspect-file.ts'
import { uploadFile } from './upload-file.ts'

const DESCRIPTION = '.release.json'

/** The files of the form: each is read and hashed here, then uploaded. Leaving the page or the list stops both; what arrived is kept. */
export function useFiles(described: (draft: Draft) => void) {
  const [files, setFiles] = useState<readonly Chosen[]>([])
  const [unread, setUnread] = useState<string | null>(null)
  const stopping = useRef(new Map<string, AbortController>())
  useEffect(() => () => stop(stopping.current), [])

  const change = useCallback((key: string, next: (chosen: Chosen) => Chosen) => {
    setFiles((all) => all.map((chosen) => (chosen.key === key ? next(chosen) : chosen)))
  }, [])

  const take = async (key: string, file: File) => {
    stopping.current.get(key)?.abort()
    const stopped = new AbortController()
    stopping.current.set(key, stopped)
    const { signal } = stopped
    const to = (state: FileState) => {
      if (!signal.aborted) change(key, (chosen) => ({ ...chosen, state }))
    }
    try {
      const found = await inspectFile(
        file,
        paced((share) => to({ at: 'reading', share })),
        signal,
      )
      try {
        await uploadFile(
          file,
          found.sha256,
          paced((share, cut) => to({ at: 'uploading', share, cut, found })),
          signal,
        )
        to({ at: 'stored', found })
      } catch (cause) {
        to({ at: 'refused', because: said(cause), found })
      }
    } catch (cause) {
      to({ at: 'refused', because: said(cause), found: null })
    }
  }

  const add = async (dropped: readonly File[]) => {
    const descriptions = dropped.filter((file) => file.name.endsWith(DESCRIPTION))
    const packed = dropped.filter((file) => !file.name.endsWith(DESCRIPTION))
    const releases = await Promise.all(descriptions.map(read))
    setUnread(releases.flatMap((one) => ('because' in one ? one.because : []))[0] ?? null)
    const release = releases.flatMap((one) => ('release' in one ? one.release : [])).at(-1)
    if (release) described(draftOf(release))
    const named = release?.artifacts.map(({ hardwareType, architecture }) => `${hardwareType}/${architecture}`) ?? []
    for (const file of packed) {
      const key = `${file.name} ${file.size} ${file.lastModified}`
      const chosen: Chosen = { key, file, platforms: named, state: { at: 'reading', share: 0 } }
      setFiles((all) => [...all.filter((one) => one.key !== key), chosen])
      void take(key, file)
    }
    if (packed.length === 0 && named.length > 0) setFiles((all) => all.map((one) => ({ ...one, platforms: named })))
  }

  return {
    files,
    /** why a description did not fill the form */
    unread,
    add,
    again: (chosen: Chosen) => void take(chosen.key, chosen.file),
    remove(key: string) {
      stopping.current.get(key)?.abort()
      setFiles((all) => all.filter((chosen) => chosen.key !== key))
    },
    choose: (key: string, platforms: readonly string[]) => change(key, (chosen) => ({ ...chosen, platforms })),
  }
}

async function read(file: File): Promise<{ release: PublishRelease } | { because: string }> {
  try {
    const parsed = PublishRelease.safeParse(JSON.parse(await file.text()))
    if (parsed.success) return { release: parsed.data }
    const [issue] = parsed.error.issues
    return { because: `${file.name} does not describe a release: ${issue?.path.join('.')}: ${issue?.message}.` }
  } catch {
    return { because: `${file.name} is no JSON.` }
  }
}

function stop(all: ReadonlyMap<string, AbortController>): void {
  for (const one of all.values()) one.abort()
}

/** Ten steps a second are as many as anybody sees. */
function paced(say: (share: number, cut: boolean) => void): (share: number, cut?: boolean) => void {
  let last = 0
  return (share, cut = false) => {
    const now = performance.now()
    if (now - last < 100 && share < 1 && !cut) return
    last = now
    say(share, cut)
  }
}

const said = (cause: unknown): string => (cause instanceof Error ? cause.message : String(cause))
