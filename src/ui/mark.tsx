/** Our mark: a fence seen from the front, one picket gone. */
export function Mark({ size = 44 }: { size?: number }) {
  return <img src="/icons/mark.svg" width={size} height={size} alt="" />
}
