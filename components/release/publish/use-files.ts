import { useCallback, useEffect, useRef, useState } from 'react'
import { PublishRelease } from '../../../server/protocol/commands/publish-release.ts'
import { type Chosen, type Draft, draftOf, type FileState } from './draft.ts'
import { inspectFile } from './inspect-file.ts'
import { uploadFile } from './upload-file.ts'

const DESCRIPTION = '.release.json'

/** The files of the form: each is read and hashed here, then uploaded. Leaving the page stops both; what arrived is kept. */
export function useFiles(described: (draft: Draft) => void) {
  const [files, setFiles] = useState<readonly Chosen[]>([])
  const leaving = useRef<AbortController>(null)
  useEffect(() => {
    leaving.current = new AbortController()
    return () => leaving.current?.abort()
  }, [])

  const change = useCallback((key: string, next: (chosen: Chosen) => Chosen) => {
    setFiles((all) => all.map((chosen) => (chosen.key === key ? next(chosen) : chosen)))
  }, [])

  const take = async (key: string, file: File) => {
    const signal = leaving.current?.signal ?? AbortSignal.abort()
    const to = (state: FileState) => change(key, (chosen) => ({ ...chosen, state }))
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
          paced((share) => to({ at: 'uploading', share, found })),
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
    const releases = (await Promise.all(descriptions.map(read))).filter((release) => release !== null)
    const release = releases.at(-1)
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
    add,
    again: (chosen: Chosen) => void take(chosen.key, chosen.file),
    remove: (key: string) => setFiles((all) => all.filter((chosen) => chosen.key !== key)),
    choose: (key: string, platforms: readonly string[]) => change(key, (chosen) => ({ ...chosen, platforms })),
  }
}

async function read(file: File): Promise<PublishRelease | null> {
  try {
    return PublishRelease.safeParse(JSON.parse(await file.text())).data ?? null
  } catch {
    return null
  }
}

/** Ten steps a second are as many as anybody sees. */
function paced(say: (share: number) => void): (share: number) => void {
  let last = 0
  return (share) => {
    const now = performance.now()
    if (now - last < 100 && share < 1) return
    last = now
    say(share)
  }
}

const said = (cause: unknown): string => (cause instanceof Error ? cause.message : String(cause))
