const PATHS = { up: 'M3 9l4-4 4 4', down: 'M3 5l4 4 4-4' } as const

export function Arrow({ way }: { way: keyof typeof PATHS }) {
  return (
    <svg class="arrow" width="14" height="14" viewBox="0 0 14 14" aria-hidden="true">
      <path d={PATHS[way]} fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" />
    </svg>
  )
}
