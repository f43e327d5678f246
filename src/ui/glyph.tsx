import type { Verdict } from '../../core/model/verdict.ts'
import type { StripCell } from '../history/read.ts'
import { isIntercepted } from './words.ts'

/** A page under a foreign certificate has a shape of its own: it opens, but somebody may be watching. */
export type Shape = StripCell | 'intercepted'

export function shapeOf(verdict: Verdict | undefined): Shape {
  if (!verdict) return 'unobserved'
  return isIntercepted(verdict) ? 'intercepted' : verdict.status
}

/** The shape of a status. Always beside its word, so it is hidden from screen readers. */
export function Glyph({ status, size = 18 }: { status: Shape; size?: number }) {
  return (
    <svg class={`glyph tone-${status}`} width={size} height={size} viewBox="0 0 18 18" aria-hidden="true">
      {SHAPES[status]}
    </svg>
  )
}

const SHAPES: Record<Shape, preact.ComponentChildren> = {
  reachable: (
    <>
      <circle cx="9" cy="9" r="8" fill="var(--tone)" />
      <path {...stroke(2)} d="M5.2 9.3l2.5 2.5 5-5.3" />
    </>
  ),
  blocked: (
    <>
      <path d="M5.7 1h6.6L17 5.7v6.6L12.3 17H5.7L1 12.3V5.7z" fill="var(--tone)" />
      <path {...stroke(2.4)} d="M5.5 9h7" />
    </>
  ),
  throttled: (
    <>
      <path d="M9 1.6l8.2 14.8H.8z" fill="var(--tone)" stroke="var(--tone)" stroke-linejoin="round" />
      <path {...stroke(1.3)} d="M6.4 8.4h5.2M6.4 13.6h5.2M7 8.4c0 2 4 3.2 4 5.2M11 8.4c0 2-4 3.2-4 5.2" />
    </>
  ),
  down: (
    <>
      <circle {...outline(1.8)} cx="9" cy="9" r="7.2" stroke-dasharray="3.2 2.4" />
      <path {...outline(1.8)} d="M6.4 6.4l5.2 5.2M11.6 6.4l-5.2 5.2" stroke-linecap="round" />
    </>
  ),
  refused: (
    <>
      <rect x="1.5" y="1.5" width="15" height="15" rx="3.5" fill="var(--tone)" />
      <path {...stroke(1.8)} d="M6 12V6h6M6 6l6.5 6.5" />
    </>
  ),
  inconclusive: (
    <>
      <path d="M9 .8L17.2 9 9 17.2.8 9z" fill="var(--tone)" stroke="var(--tone)" stroke-linejoin="round" />
      <path {...stroke(1.7)} d="M6.9 7.2c0-2.9 4.3-2.8 4.2-.1 0 1.5-2.1 1.6-2.1 3.1M9 12.6v.1" />
    </>
  ),
  intercepted: (
    <>
      <circle cx="9" cy="9" r="8" fill="var(--tone)" />
      <path {...stroke(1.5)} d="M3.8 9C6 5.6 12 5.6 14.2 9 12 12.4 6 12.4 3.8 9z" />
      <circle cx="9" cy="9" r="1.7" fill="var(--card)" />
    </>
  ),
  untested: <circle {...outline(1.8)} cx="9" cy="9" r="7.2" />,
  unobserved: <circle {...outline(1.2)} cx="9" cy="9" r="7.2" stroke-dasharray="1.5 2.5" />,
}

function stroke(width: number) {
  return {
    fill: 'none',
    stroke: 'var(--card)',
    'stroke-width': width,
    'stroke-linecap': 'round',
    'stroke-linejoin': 'round',
  } as const
}

function outline(width: number) {
  return { fill: 'none', stroke: 'var(--tone)', 'stroke-width': width } as const
}
