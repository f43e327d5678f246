import { ENGINE_VERSION } from '../../core/verdict/judge.ts'
import { listNetworks } from '../history/networks.ts'
import { HISTORY_VERSION } from '../history/schema.ts'
import { listTargets } from '../history/targets.ts'
import { browserVersion } from '../platform/which.ts'
import type { ExportFacts } from './facts.ts'
import type { Ask } from './looks.ts'

/** What this browser and this build know now. */
export async function factsNow(ask: Ask, madeAt: number): Promise<ExportFacts> {
  const [networks, targets] = await ask((db) => Promise.all([listNetworks(db), listTargets(db)]))
  return {
    extension: __VERSION__,
    engine: ENGINE_VERSION,
    schema: HISTORY_VERSION,
    browser: browserVersion(),
    madeAt,
    networks: new Map(networks.map((network) => [network.id, network])),
    targets: new Map(targets.map((target) => [target.id, target])),
  }
}
