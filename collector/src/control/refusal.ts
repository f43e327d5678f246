/** Something that this helper never looks at, whoever asks. */
export class Refusal extends Error {
  override readonly name = 'Refusal'
}

/** We ourselves cannot look at present: no answer is better than one that blames a site for it. */
export class HelperTrouble extends Error {
  override readonly name = 'HelperTrouble'
}
