interface Props {
  id: string
  label: string
  hint?: string
  offered: readonly number[]
  /** Shown even where it is none of those offered. */
  stored: number
  words(value: number): string
  onChange(value: number): void
}

/** One of a few sizes, each in words. */
export function NumberChoice({ id, label, hint, offered, stored, words, onChange }: Props) {
  const all = [...new Set([...offered, stored])].sort((a, b) => a - b)
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <div class="line">
        <select
          id={id}
          value={String(stored)}
          aria-describedby={hint ? `${id}-hint` : undefined}
          onChange={(event) => onChange(Number(event.currentTarget.value))}
        >
          {all.map((value) => (
            <option key={value} value={String(value)}>
              {words(value)}
            </option>
          ))}
        </select>
      </div>
      {hint && (
        <p class="muted" id={`${id}-hint`}>
          {hint}
        </p>
      )}
    </div>
  )
}
