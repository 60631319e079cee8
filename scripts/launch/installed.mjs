/**
 * Is what lies in node_modules what the lock file says? Both are npm's own lists, so an `npm ci` or `npm install` by hand
 * counts too. What npm may leave out (another platform's binaries) is compared only where it is there.
 * @typedef {{ packages?: Record<string, { version?: string, integrity?: string, optional?: boolean, link?: boolean }> }} Lock
 * @param {Lock} lock package-lock.json @param {Lock | null} installed node_modules/.package-lock.json
 */
export function isInstalled(lock, installed) {
  const there = installed?.packages ?? {}
  return Object.entries(lock.packages ?? {}).every(([path, wanted]) => {
    if (path === '' || wanted.link) return true
    const found = there[path]
    if (!found) return wanted.optional === true && installed !== null
    return found.version === wanted.version && found.integrity === wanted.integrity
  })
}
