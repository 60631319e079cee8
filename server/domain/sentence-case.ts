/** `smoke-test-failed` → `Smoke test failed`: a wire word at the head of a sentence. */
export const sentenceCase = (text: string) => text.charAt(0).toUpperCase() + text.slice(1).replaceAll('-', ' ')
