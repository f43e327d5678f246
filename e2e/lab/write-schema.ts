import { writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { toJsonSchema } from '@valibot/to-json-schema'
import { ScenarioSchema } from './scenario-schema.ts'

/** Run by hand after a change of the schema: `npx tsx e2e/lab/write-schema.ts`; a test compares the two. */
const file = fileURLToPath(new URL('../scenarios/scenario.schema.json', import.meta.url))
writeFileSync(file, `${JSON.stringify(toJsonSchema(ScenarioSchema, { typeMode: 'input' }), null, 2)}\n`)
