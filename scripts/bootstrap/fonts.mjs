import { join } from 'node:path'

/**
 * Right-to-left pages are tested and pictured with Noto's Arabic; without it they would show boxes.
 * @param {import('./machine.mjs').Machine} m
 */
export function hasArabicFont(m) {
  // Other systems bring their own.
  if (m.platform !== 'linux') return true
  const homes = [join(m.home, '.fonts'), join(m.home, '.local/share/fonts')]
  const folders = ['/usr/share/fonts', '/usr/local/share/fonts', ...homes]
  return folders.some((folder) => m.list(folder, true).some((name) => /Noto\w*Arabic/.test(name)))
}
