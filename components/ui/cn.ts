import { type ClassValue, clsx } from 'clsx'
import { extendTailwindMerge } from 'tailwind-merge'

// Our type scale has its own names; unnamed, a size and a colour would be taken for the same thing and one dropped.
const merge = extendTailwindMerge({
  extend: {
    classGroups: {
      'font-size': [{ text: ['micro', 'secondary', 'body', 'form', 'heading', 'page', 'number'] }],
      rounded: [{ rounded: ['mark', 'control', 'card', 'chip'] }],
    },
  },
})

export function cn(...classes: ClassValue[]): string {
  return merge(clsx(classes))
}
