import { NETWORKS_KEY, type NetworksArea, type NetworksState, readNetworks } from './state.ts'

function nothing(): NetworksState {
  const salt = btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(32))))
  return { salt, current: null, doubted: false, known: [], tried: [] }
}

/** The only writer of that state. Changes are made one after another, so none is lost. */
export interface NetworksMemory {
  read(): Promise<NetworksState>
  change(edit: (state: NetworksState) => Partial<NetworksState>): Promise<NetworksState>
  forget(): Promise<unknown>
}

export function networksMemory(area: NetworksArea): NetworksMemory {
  let queue: Promise<unknown> = Promise.resolve()
  const change: NetworksMemory['change'] = (edit) => {
    const mine = queue.then(async () => {
      const state = (await readNetworks(area)) ?? nothing()
      const next = { ...state, ...edit(state) }
      await area.set({ [NETWORKS_KEY]: next })
      return next
    })
    queue = mine.catch(() => {})
    return mine
  }
  return {
    // A salt that was never stored would give other keys the next time.
    read: async () => (await readNetworks(area)) ?? change(() => ({})),
    change,
    forget: () => change(nothing),
  }
}
