import Markdown from 'react-markdown'

/** Rendered on the server. Markdown only: markup in it stays text, and addresses that are no links are dropped. */
export function Changelog({ text }: { text: string }) {
  if (text.trim() === '') return <p className="text-muted">Nothing was written about this release.</p>
  return (
    <div className="value flex max-w-prose flex-col gap-2 text-form [&_a]:underline [&_code]:font-mono [&_h1]:font-semibold [&_h2]:font-semibold [&_h3]:font-semibold [&_ol]:list-decimal [&_ol]:pl-5 [&_pre]:overflow-x-auto [&_ul]:list-disc [&_ul]:pl-5">
      <Markdown disallowedElements={['img']}>{text}</Markdown>
    </div>
  )
}
